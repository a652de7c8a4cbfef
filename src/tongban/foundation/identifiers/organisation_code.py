"""组织机构代码：GB 11714 九位代码，旧系统仍在用，也是统一社会信用代码的第 9 至 17 位。"""

import re
from dataclasses import dataclass

from tongban.foundation.identifiers.problem import Problem, ProblemCode
from tongban.foundation.identifiers.text import compact

_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SHAPE = re.compile(r"[0-9A-Z]{8}[0-9X]")


@dataclass(frozen=True, slots=True)
class OrganisationCode:
    """组织机构代码：8 位本体加 1 位校验，``value`` 不带横线。"""

    value: str
    problems: tuple[Problem, ...] = ()

    @property
    def valid(self) -> bool:
        """有效：没有任何问题。"""
        return not self.problems


def organisation_check_character(body: str) -> str:
    """组织机构代码校验字符：``body`` 为 8 位 0-9A-Z。

    Source: GB 11714-1997, C = 11 − Σ(weight·value) mod 11, 10 written X, 11 written 0.
    """
    total = sum(weight * int(character, 36) for weight, character in zip(_WEIGHTS, body, strict=True))
    return "0123456789X0"[11 - total % 11]


def parse_organisation_code(text: str) -> OrganisationCode:
    """读组织机构代码：任何文字都不报错，问题列在 ``problems``。"""
    value, problems = compact(text)
    return OrganisationCode(value=value, problems=problems or _problems(value))


def _problems(value: str) -> tuple[Problem, ...]:
    if len(value) != 9:
        return (Problem(ProblemCode.WRONG_LENGTH, f"组织机构代码应为9位，现为{len(value)}位"),)
    if not _SHAPE.fullmatch(value):
        return (Problem(ProblemCode.WRONG_CHARACTER, "组织机构代码只能由数字和大写字母组成，末位为数字或X"),)
    if organisation_check_character(value[:8]) != value[8]:
        return (Problem(ProblemCode.WRONG_CHECK, "组织机构代码校验位不符，请核对是否抄错"),)
    return ()

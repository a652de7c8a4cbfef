"""统一社会信用代码：GB 32100-2015 十八位代码的校验与拆分。"""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tongban.foundation.identifiers.organisation_code import OrganisationCode, parse_organisation_code
from tongban.foundation.identifiers.problem import Problem, ProblemCode
from tongban.foundation.identifiers.text import compact

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_SHAPE = re.compile(f"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")


@cache
def _registrars() -> dict[str, Any]:
    table = json.loads((files(__package__) / "registrars.json").read_text(encoding="utf-8"))
    return dict(table["registrars"])


@dataclass(frozen=True, slots=True)
class Uscc:
    """统一社会信用代码：登记管理部门 1、机构类别 1、行政区划 6、主体标识码 9、校验 1。

    The region is that of registration. It need not equal the region of an item and is never compared with it.
    The organisation code inside is offered for look-up; its own check digit does not decide whether the code
    is valid, because the last character already covers all seventeen before it.
    """

    value: str
    problems: tuple[Problem, ...] = ()

    @property
    def valid(self) -> bool:
        """有效：没有任何问题。"""
        return not self.problems

    @property
    def registrar(self) -> str:
        """登记管理部门名称；代码不存在时为空。"""
        return str(_registrars().get(self.value[:1], {}).get("name", ""))

    @property
    def body_class(self) -> str:
        """机构类别名称（如“机关”“企业”）；代码不存在时为空。"""
        return str(_registrars().get(self.value[:1], {}).get("classes", {}).get(self.value[1:2], ""))

    @property
    def region(self) -> str:
        """登记管理机关行政区划码，6 位。"""
        return self.value[2:8]

    @property
    def organisation_code(self) -> OrganisationCode:
        """主体标识码，即组织机构代码，9 位。"""
        return parse_organisation_code(self.value[8:17])


def uscc_check_character(first17: str) -> str:
    """统一社会信用代码校验字符：``first17`` 为前 17 位。

    Source: GB 32100-2015 §5, C = (31 − Σ(weight·value) mod 31) mod 31.
    """
    total = sum(weight * _VALUE[character] for weight, character in zip(_WEIGHTS, first17, strict=True))
    return ALPHABET[-total % 31]


def parse_uscc(text: str) -> Uscc:
    """读统一社会信用代码：任何文字都不报错，问题列在 ``problems``。"""
    value, problems = compact(text)
    return Uscc(value=value, problems=problems or _problems(value))


def _problems(value: str) -> tuple[Problem, ...]:
    if len(value) != 18:
        return (Problem(ProblemCode.WRONG_LENGTH, f"统一社会信用代码应为18位，现为{len(value)}位"),)
    if not _SHAPE.fullmatch(value):
        says = "统一社会信用代码由数字和大写字母（不含I、O、S、V、Z）组成，第3至8位为数字"
        return (Problem(ProblemCode.WRONG_CHARACTER, says),)
    found = []
    if value[0] not in _registrars():
        found.append(Problem(ProblemCode.UNKNOWN_REGISTRAR, "第1位的登记管理部门代码不存在"))
    if uscc_check_character(value[:17]) != value[17]:
        found.append(Problem(ProblemCode.WRONG_CHECK, "统一社会信用代码校验位不符，请核对是否抄错"))
    return tuple(found)

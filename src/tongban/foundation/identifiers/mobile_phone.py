"""手机号码：中国内地 11 位移动电话号码。"""

import re
from dataclasses import dataclass, field

from tongban.foundation.identifiers.problem import Problem, ProblemCode
from tongban.foundation.identifiers.text import compact

_COUNTRY = re.compile(r"\A(?:\+86|0086|86(?=1[0-9]{10}\Z))")


@dataclass(frozen=True, slots=True)
class MobilePhone:
    """手机号码：``value`` 为 11 位数字，不带国际区号；``repr`` 不含号码。"""

    value: str = field(repr=False)
    problems: tuple[Problem, ...] = ()

    @property
    def valid(self) -> bool:
        """有效：没有任何问题。"""
        return not self.problems

    @property
    def masked(self) -> str:
        """掩码：前三后四；不足 11 位的全部遮住。"""
        return f"{self.value[:3]}****{self.value[-4:]}" if len(self.value) == 11 else "*" * len(self.value)


def parse_mobile_phone(text: str) -> MobilePhone:
    """读手机号码：接受 +86、0086、空格、横线、括号；任何文字都不报错。"""
    written, problems = compact(text)
    value = _COUNTRY.sub("", written.replace("(", "").replace(")", ""), count=1) if not problems else written
    return MobilePhone(value=value, problems=problems or _problems(value))


def _problems(value: str) -> tuple[Problem, ...]:
    if not re.fullmatch("[0-9]+", value):
        return (Problem(ProblemCode.WRONG_CHARACTER, "手机号码只能由数字组成"),)
    if len(value) != 11:
        return (Problem(ProblemCode.WRONG_LENGTH, f"手机号码应为11位，现为{len(value)}位"),)
    if not re.fullmatch("1[3-9][0-9]{9}", value):
        return (Problem(ProblemCode.UNKNOWN_SHAPE, "手机号码应以13至19开头"),)
    return ()

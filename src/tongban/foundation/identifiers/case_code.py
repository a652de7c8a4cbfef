"""办件短码：给人读写的短号 ``区划6-YYMMDD-序号5-校验1``，可在电话里念、在窗口上输。"""

import re
from dataclasses import dataclass
from datetime import date

from tongban.foundation.identifiers.mod37_36 import mod37_36
from tongban.foundation.identifiers.problem import Problem, ProblemCode
from tongban.foundation.identifiers.region_code import parse_region_code
from tongban.foundation.identifiers.text import compact

_SHAPE = re.compile(r"[0-9]{17}[0-9A-Z]")
_FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class CaseCode:
    """办件短码：``value`` 为带横线的标准写法；校验为前 17 位数字的 MOD 37,36。"""

    value: str
    problems: tuple[Problem, ...] = ()

    @property
    def valid(self) -> bool:
        """有效：没有任何问题。"""
        return not self.problems

    @property
    def region(self) -> str:
        """行政区划代码，6 位；无效短码为空。"""
        return self.value[:6] if self.valid else ""

    @property
    def received_on(self) -> date | None:
        """编号日期（Asia/Shanghai）；无效短码没有。"""
        return _date(self.value[7:13]) if self.valid else None

    @property
    def serial(self) -> int | None:
        """当日序号，1 至 99999；无效短码没有。"""
        return int(self.value[14:19]) if self.valid else None


def build_case_code(*, region: str, on: date, serial: int) -> CaseCode:
    """编办件短码：``region`` 6 位区划，``on`` 为 2000 至 2099 年的日期，``serial`` 为当日 1 至 99999。

    Raises ValueError when the parts do not fit: the caller's counter, not a person, is at fault.
    """
    fits = re.fullmatch("[0-9]{6}", region) and 1 <= serial <= 99999 and _FIRST_YEAR <= on.year <= 2099
    if not fits:
        raise ValueError("case code parts out of range")
    digits = f"{region}{on:%y%m%d}{serial:05d}"
    return CaseCode(value=_written(digits + mod37_36(digits)))


def parse_case_code(text: str) -> CaseCode:
    """读办件短码：横线可有可无；任何文字都不报错，问题列在 ``problems``。"""
    value, problems = compact(text)
    problems = problems or _problems(value)
    return CaseCode(value=_written(value) if len(value) == 18 else value, problems=problems)


def _written(compacted: str) -> str:
    return "-".join((compacted[:6], compacted[6:12], compacted[12:17], compacted[17:]))


def _date(yymmdd: str) -> date | None:
    try:
        return date(_FIRST_YEAR + int(yymmdd[:2]), int(yymmdd[2:4]), int(yymmdd[4:]))
    except ValueError:
        return None


def _problems(value: str) -> tuple[Problem, ...]:
    if len(value) != 18:
        return (Problem(ProblemCode.WRONG_LENGTH, f"办件短码应为18位，现为{len(value)}位"),)
    if not _SHAPE.fullmatch(value):
        return (Problem(ProblemCode.WRONG_CHARACTER, "办件短码应为17位数字加1位校验字符"),)
    if mod37_36(value[:17]) != value[17]:
        return (Problem(ProblemCode.WRONG_CHECK, "办件短码校验位不符，请核对是否抄错"),)
    return _content_problems(value)


def _content_problems(value: str) -> tuple[Problem, ...]:
    if not parse_region_code(value[:6]).valid:
        return (Problem(ProblemCode.NO_SUCH_REGION, "前六位的行政区划代码不存在"),)
    if _date(value[6:12]) is None:
        return (Problem(ProblemCode.NO_SUCH_DATE, "办件短码中的日期不存在"),)
    if value[12:17] == "00000":
        return (Problem(ProblemCode.PLACEHOLDER, "办件短码的序号从00001开始"),)
    return ()

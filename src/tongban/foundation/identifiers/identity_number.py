"""公民身份号码：GB 11643-1999 十八位号码，以及港澳台居民居住证、外国人永久居留身份证的同形号码。"""

import re
from dataclasses import dataclass, field
from datetime import date

from tongban.foundation.identifiers.problem import Problem, ProblemCode
from tongban.foundation.identifiers.region_code import DEMO_REGION, provinces
from tongban.foundation.identifiers.text import compact
from tongban.foundation.word import Word

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
_FIFTEEN = re.compile(r"[0-9]{15}")
_RESIDENCE_PERMIT_REGIONS = ("810000", "820000", "830000")


class IdentityKind(Word):
    """号码种类：看前六位，与发证无关的事一概不猜。"""

    CITIZEN = "citizen", "居民身份证"
    RESIDENCE_PERMIT = "residence_permit", "港澳台居民居住证"
    FOREIGN_RESIDENT = "foreign_resident", "外国人永久居留身份证"
    DEMO = "demo", "演示号码"


class Sex(Word):
    """性别：号码第 17 位奇数为男、偶数为女。"""

    MALE = "male", "男"
    FEMALE = "female", "女"


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """公民身份号码：``repr`` 不含号码本身，因此不会随日志外泄。"""

    value: str = field(repr=False)
    problems: tuple[Problem, ...] = ()

    @property
    def valid(self) -> bool:
        """有效：没有任何问题（旧 15 位号码不再有效）。"""
        return not self.problems

    @property
    def masked(self) -> str:
        """掩码：只露首末各一位；不足 15 位的全部遮住。"""
        length = len(self.value)
        return self.value[0] + "*" * (length - 2) + self.value[-1] if length >= 15 else "*" * length

    @property
    def region(self) -> str:
        """前六位：首次赋码地的行政区划代码（永久居留证为发证地与国籍）。"""
        return self.value[:6]

    @property
    def kind(self) -> IdentityKind | None:
        """号码种类；前六位不成立时没有。"""
        return _kind(self.region)

    @property
    def birth_date(self) -> date | None:
        """出生日期；读不出时没有。15 位号码一律为 19××年。"""
        return _birth_date(self.value)

    @property
    def sex(self) -> Sex | None:
        """性别；位数不对时没有。"""
        parity = {15: self.value[14:15], 18: self.value[16:17]}.get(len(self.value), "")
        return (Sex.MALE if int(parity) % 2 else Sex.FEMALE) if re.fullmatch("[0-9]", parity) else None

    def age(self, at: date) -> int | None:
        """周岁：到 ``at``（Asia/Shanghai 日期）为止已满的岁数；2 月 29 日出生者平年于 2 月 28 日满岁。

        Law: 民法典 第二百条、第二百零二条（没有对应日的，月末日为期间的最后一日）.
        """
        born = self.birth_date
        if born is None:
            return None
        return at.year - born.year - ((at.month, at.day) < _birthday(born, at.year))

    def adult(self, at: date) -> bool:
        """成年：``at`` 当日已满十八周岁；读不出出生日期的不算。 Law: 民法典 第十七条."""
        age = self.age(at)
        return age is not None and age >= 18

    def upgraded(self) -> str:
        """升位：把 15 位旧号码补成 18 位（加 19 与校验位）；其他号码原样返回。"""
        if not _FIFTEEN.fullmatch(self.value):
            return self.value
        first17 = self.value[:6] + "19" + self.value[6:]
        return first17 + identity_check_character(first17)


def identity_check_character(first17: str) -> str:
    """公民身份号码校验字符：``first17`` 为 17 位数字。Source: GB 11643-1999 §4.4 (ISO 7064 MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first17, strict=True))
    return "10X98765432"[total % 11]


def parse_identity_number(text: str) -> IdentityNumber:
    """读公民身份号码：任何文字都不报错，问题列在 ``problems``。"""
    value, problems = compact(text)
    return IdentityNumber(value=value, problems=problems or _problems(value))


def _kind(region: str) -> IdentityKind | None:
    if region == DEMO_REGION:
        return IdentityKind.DEMO
    if region in _RESIDENCE_PERMIT_REGIONS:
        return IdentityKind.RESIDENCE_PERMIT
    if region[:1] == "9":
        return IdentityKind.FOREIGN_RESIDENT if region[1:3] in _issuing_provinces() else None
    return IdentityKind.CITIZEN if region[:2] in _issuing_provinces() else None


def _issuing_provinces() -> set[str]:
    return provinces().keys() - {"81", "82", "99"}


def _birth_date(value: str) -> date | None:
    digits = {15: "19" + value[6:12], 18: value[6:14]}.get(len(value), "")
    if not re.fullmatch("[0-9]{8}", digits):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _birthday(born: date, year: int) -> tuple[int, int]:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (2, 28) if (born.month, born.day) == (2, 29) and not leap else (born.month, born.day)


def _problems(value: str) -> tuple[Problem, ...]:
    if len(value) not in (15, 18):
        return (Problem(ProblemCode.WRONG_LENGTH, f"公民身份号码应为18位，现为{len(value)}位"),)
    if not (_EIGHTEEN.fullmatch(value) or _FIFTEEN.fullmatch(value)):
        return (Problem(ProblemCode.WRONG_CHARACTER, "公民身份号码应为17位数字加1位数字或X"),)
    return tuple(_content_problems(value))


def _content_problems(value: str) -> list[Problem]:
    found = []
    if len(value) == 15:
        found.append(Problem(ProblemCode.OLD_FORM, "这是15位旧号码，已停止使用，请填写18位号码"))
    if _kind(value[:6]) is None:
        found.append(Problem(ProblemCode.NO_SUCH_REGION, "前六位的行政区划代码不存在"))
    if _birth_date(value) is None:
        found.append(Problem(ProblemCode.NO_SUCH_DATE, "号码中的出生日期不存在"))
    if len(value) == 18 and identity_check_character(value[:17]) != value[17]:
        found.append(Problem(ProblemCode.WRONG_CHECK, "公民身份号码校验位不符，请核对是否抄错"))
    return found

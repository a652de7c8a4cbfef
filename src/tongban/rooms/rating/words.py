"""好差评室的词语：五个等级、标签、从哪里评 (words and frozen facts of this room).

Source: 国办发〔2019〕51号; GB/T 39734-2020; domain.md 3.7.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tongban.foundation.word import Word


class Grade(Word):
    """评价等级：五级，后两级是差评。"""

    VERY_SATISFIED = "very_satisfied", "非常满意"
    SATISFIED = "satisfied", "满意"
    BASICALLY_SATISFIED = "basically_satisfied", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"
    VERY_DISSATISFIED = "very_dissatisfied", "非常不满意"

    @property
    def stars(self) -> int:
        """星数：非常满意 5 颗，依次减一。"""
        return 5 - list(Grade).index(self)

    @property
    def exchange_code(self) -> str:
        """汇聚代码：6 减星数，1 是非常满意，5 是非常不满意。"""
        return str(6 - self.stars)

    @property
    def is_bad(self) -> bool:
        """差评：不满意和非常不满意。"""
        return self.stars <= 2

    @classmethod
    def of_stars(cls, stars: int) -> "Grade":
        """几颗星是哪一级 (ValueError when there is no such number of stars)."""
        for grade in cls:
            if grade.stars == stars:
                return grade
        raise ValueError(f"no grade has {stars} stars")


class RatingChannel(Word):
    """从哪里评。"""

    ONLINE = "online", "网上"
    QR = "qr", "扫码"
    SMS = "sms", "短信"
    DEVICE = "device", "窗口评价器"
    KIOSK = "kiosk", "自助机"


class RightState(Word):
    """评价的权利现在怎样，由事实算出，不另存。"""

    OPEN = "open", "可以评价"
    RATED = "rated", "已经评价"
    EXPIRED = "expired", "过了期限"


@dataclass(frozen=True)
class Tag:
    """评价标签：编码和文字；只属于一个等级。"""

    code: str
    text: str


Tags = Mapping[Grade, tuple[Tag, ...]]
"""每个等级可选的标签。"""


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """评价：等级、（可选的）标签编码和文字。"""

    grade: Grade
    tags: tuple[str, ...] = ()
    words: str = field(default="", repr=False)
    channel: RatingChannel = RatingChannel.ONLINE


@dataclass(frozen=True, kw_only=True)
class RightFacts:
    """规则所看的权利：没有持有人，没有办件编号。"""

    item_code: str
    department_code: str
    until: date
    rated: bool


OPEN_DAYS = (
    30  # natural days, rolled to a workday (domain.md 2.3 K12; local rule, the district may set another)
)
LONGEST_WORDS = 500

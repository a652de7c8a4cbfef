"""指标：由事项逐行数出来的比率，分子、分母、口径都在；显示才四舍五入，比较用分数（纯值）。"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tongban.foundation.word import Word
from tongban.rooms.catalogue.words.lists import Coverage
from tongban.rooms.organisation.words import HallCounts

NOTHING = "—"


class CountBasis(Word):
    """数什么：一个指标只用一种，写在指标旁边 (domain 1.8)."""

    HANDLING_ITEM = "handling_item", "业务办理项"


class RateKey(Word):
    """比率：政务服务事项里有多少是这样的。"""

    ONLINE = "online_availability_rate", "网上可办率"
    ONE_VISIT = "one_visit_rate", "最多跑一次率"
    FULLY_ONLINE = "fully_online_rate", "全程网办率"
    ZERO_VISIT = "zero_visit_rate", "零跑动率"
    ON_THE_SPOT = "on_the_spot_rate", "即办率"
    TIME_SAVED = "time_saved_rate", "时限压缩率"
    HALL_ENTRY = "hall_entry_rate", "进驻率"


class ReductionKey(Word):
    """四个“减”：同基线比，少了多少。"""

    TIME = "less_time", "减时间"
    STEPS = "less_steps", "减环节"
    MATERIALS = "less_materials", "减材料"
    VISITS = "less_visits", "减跑动"


class SixOnes(Word):
    """六个一：一件事怎样办 (domain 3.3)."""

    TOLD_ONCE = "told_once", "一次告知"
    ONE_FORM = "one_form", "一表申报"
    ONE_INTAKE = "one_intake", "一口受理"
    ONE_NETWORK = "one_network", "一网审批"
    ONE_COUNTER = "one_counter", "一窗发证"
    ONE_VIEW = "one_view", "一体管理"


def percent(value: Fraction | None) -> Decimal | None:
    """百分数，四舍五入到两位小数 (half up: 1263/1428 → 88.45)；没有分母的为 None。"""
    if value is None:
        return None
    scaled = abs(value) * 10_000
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-2)


def plain_number(value: Fraction) -> str:
    """分子分母的写法：整数照写，带分数的写到两位小数。"""
    if value.denominator == 1:
        return str(value.numerator)
    return f"{Decimal(value.numerator) / Decimal(value.denominator):.2f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """一个比率：名称、分子、分母、口径；``unit`` 是分子分母的单位。"""

    key: RateKey
    numerator: Fraction
    denominator: Fraction
    definition: str
    unit: str = "项"

    @property
    def value(self) -> Fraction | None:
        """准确的分数；分母为零没有值，不是 0 也不是 100%。"""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def percent_2dp(self) -> Decimal | None:
        """百分数，两位小数。"""
        return percent(self.value)

    @property
    def shown(self) -> str:
        """印出来的数：88.45%；没有分母的为“—”。"""
        found = self.percent_2dp
        return NOTHING if found is None else f"{found}%"

    @property
    def of(self) -> str:
        """印在旁边的分数：1263/1428。"""
        return f"{plain_number(self.numerator)}/{plain_number(self.denominator)}"

    @property
    def rest(self) -> Fraction:
        """分母里不在分子里的。"""
        return self.denominator - self.numerator


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """一个“减”：基线合计、现在合计，只算两边都有的事项；负数是不减反增，要标出来。"""

    key: ReductionKey
    before: Fraction
    now: Fraction
    items: int
    worse: int
    definition: str
    unit: str

    @property
    def value(self) -> Fraction | None:
        """减了几分之几；没有可比的为 None (source: domain 1.8)."""
        return (self.before - self.now) / self.before if self.before else None

    @property
    def percent_2dp(self) -> Decimal | None:
        """百分数，两位小数。"""
        return percent(self.value)

    @property
    def shown(self) -> str:
        """印出来的数。"""
        found = self.percent_2dp
        return NOTHING if found is None else f"{found}%"

    @property
    def of(self) -> str:
        """印在旁边的分数：（基线−现在）/基线。"""
        return f"{plain_number(self.before - self.now)}/{plain_number(self.before)}"

    @property
    def backwards(self) -> bool:
        """不减反增。"""
        return self.now > self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineName:
    """一条有名字的基线：叫什么、哪一天的、从哪里来、几个事项。"""

    name: str
    taken_on: date
    source: str
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """一天的全部指标。"""

    region: str
    on: date
    basis: CountBasis
    items: int
    rates: tuple[Rate, ...]
    reductions: tuple[Reduction, ...] = ()
    baseline: BaselineName | None = None

    def rate(self, key: RateKey) -> Rate:
        """其中一个比率。"""
        return next(rate for rate in self.rates if rate.key is key)


@dataclass(frozen=True, slots=True)
class CountedItem:
    """指标点下去的一行：事项、机关，和它为什么这样算；``before`` 是基线的数。"""

    code: str
    name: str
    organ: str
    says: str
    reason: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class BaselineRow:
    """基线的一行：当时的承诺时限（数目和单位代号）、环节数、材料份数、到现场次数。"""

    item_key: str
    promised: int
    unit: str
    steps: int
    materials: int
    visits: int


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """一个在用事项当日的数：承诺和法定时限（数目和单位代号）、环节、材料、跑动。"""

    item_key: str
    promised: int
    unit: str
    statutory: int
    statutory_unit: str
    steps: int
    materials: int
    visits: int

    @property
    def row(self) -> BaselineRow:
        """照原样记成基线的一行。"""
        return BaselineRow(self.item_key, self.promised, self.unit, self.steps, self.materials, self.visits)


@dataclass(frozen=True, slots=True)
class AgreementCounts:
    """通办协议的数：协议份数、事项累计数（一份协议里一项算一次）、不重复的事项数、市内外的对方。"""

    agreements: int
    items_total: int
    items_distinct: int
    in_city_partners: int
    out_of_city_partners: int
    out_of_city_cities: int


@dataclass(frozen=True, slots=True)
class LicenceCounts:
    """现行的行政许可事项清单有几项，中央设定、地方设定各几项。"""

    total: int
    central: int
    local: int


@dataclass(frozen=True, slots=True)
class TransferCounts:
    """已生效的划转：几批、几项（不在清单上的几项）、原部门的名称。"""

    batches: int
    items: int
    off_list: int
    departments: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """一个区县一天的目录的数；``tolerance`` 是几批、几项。"""

    headline: Headline
    licences: LicenceCounts
    transfers: TransferCounts
    bundles: int
    tolerance: tuple[int, int]
    agreements: AgreementCounts
    coverage: tuple[Coverage, ...]
    hall: HallCounts

    @property
    def uncovered(self) -> tuple[Coverage, ...]:
        """市内还没有全覆盖的区县。"""
        return tuple(county for county in self.coverage if not county.covered)

    @property
    def covered(self) -> int:
        """市内已经全覆盖的区县数。"""
        return len(self.coverage) - len(self.uncovered)

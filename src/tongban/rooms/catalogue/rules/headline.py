"""指标的规则：从数出来的行算出分数、写明口径；四个“减”同有名字的基线比。"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tongban.rooms.catalogue.words import (
    BaselineRow,
    CountBasis,
    ItemFigures,
    Rate,
    RateKey,
    Reduction,
    ReductionKey,
    Seen,
    SeenItem,
    TaskType,
)

SERVICE_TYPES = tuple(t.value for t in TaskType if t.applied_for)
"""政务服务事项：依申请办理的行政权力和公共服务 (国发〔2022〕5号; domain 1.2)."""

_SERVICE = (
    f"按{CountBasis.HANDLING_ITEM.zh}计，只计当日在用的依申请政务服务事项（不含行政处罚、行政强制、行政检查），"
    "暂停和取消的不计"
)
_DEFINITIONS = {
    RateKey.ONLINE: "网上办理深度含互联网收件、预审、受理、办理、结果反馈、电子证照反馈任一项的事项÷全部政务服务事项",
    RateKey.ONE_VISIT: "到办事现场次数不超过一次的事项÷全部政务服务事项",
    RateKey.FULLY_ONLINE: "网上办理深度含互联网办理、结果反馈或者电子证照反馈（四级）的事项÷全部政务服务事项",
    RateKey.ZERO_VISIT: "到办事现场次数为零或者网上办理深度为四级的事项÷全部政务服务事项",
    RateKey.ON_THE_SPOT: "办件类型为即办件的事项÷全部政务服务事项",
    RateKey.TIME_SAVED: "（法定时限合计−承诺时限合计）÷法定时限合计，只算法定时限大于零的事项；"
    "自然日按七分之五、小时按八分之一折算工作日",
    RateKey.HALL_ENTRY: "进驻政务服务大厅的事项÷不在负面清单上的全部政务服务事项",
}
_REDUCED = {
    ReductionKey.TIME: ("承诺时限", "工作日"),
    ReductionKey.STEPS: ("办理环节", "个"),
    ReductionKey.MATERIALS: ("申请材料", "份"),
    ReductionKey.VISITS: ("到现场次数", "次"),
}
BY_LAW = "statutory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """逐行数出来的：全部政务服务事项和其中的几类；``negative`` 是负面清单上的，``entered`` 是不在其上而进驻的。"""

    items: int
    online: int
    one_visit: int
    fully_online: int
    zero_visit: int
    on_the_spot: int
    negative: int
    entered: int


def rates(counts: Counts, *, statutory: Fraction, promised: Fraction) -> tuple[Rate, ...]:
    """七个比率；``statutory``、``promised`` 是折算成工作日的合计。

    Source: domain 1.8 (Fraction, half up to 2 dp, denominator 0 is no value).
    """
    every = counts.items
    return (
        _rate(RateKey.ONLINE, counts.online, every),
        _rate(RateKey.ONE_VISIT, counts.one_visit, every),
        _rate(RateKey.FULLY_ONLINE, counts.fully_online, every),
        _rate(RateKey.ZERO_VISIT, counts.zero_visit, every),
        _rate(RateKey.ON_THE_SPOT, counts.on_the_spot, every),
        _rate(RateKey.TIME_SAVED, statutory - promised, statutory, unit="工作日"),
        _rate(RateKey.HALL_ENTRY, counts.entered, every - counts.negative),
    )


def _rate(key: RateKey, numerator: int | Fraction, denominator: int | Fraction, *, unit: str = "项") -> Rate:
    return Rate(
        key=key,
        numerator=Fraction(numerator),
        denominator=Fraction(denominator),
        definition=f"{_DEFINITIONS[key]}。{_SERVICE}。",
        unit=unit,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """一个“减”逐行数出来的：可比的事项、变差的事项、基线合计、现在合计。"""

    items: int
    worse: int
    before: Fraction
    now: Fraction


def reduction(key: ReductionKey, compared: Totals, *, baseline: str) -> Reduction:
    """一个“减” (domain 1.8: (Σ baseline − Σ current) / Σ baseline, against a named baseline)."""
    what, unit = _REDUCED[key]
    return Reduction(
        key=key,
        before=compared.before,
        now=compared.now,
        items=compared.items,
        worse=compared.worse,
        unit=unit,
        definition=f"（{baseline}的{what}合计−当日{what}合计）÷{baseline}的{what}合计，只算基线和当日都有的事项。{_SERVICE}。",
    )


def spread_baseline(
    written: Mapping[str, Any], *, seen: Seen, now: Iterable[ItemFigures]
) -> list[BaselineRow]:
    """展开基线文件：在用事项逐个找第一条符合的，写了实数的用实数（写法见 content/baseline.yml）。"""
    figures = {each.item_key: each for each in now}
    own = {item.key: row for row in written.get("items", ()) if (item := seen.get(str(row["item"])))}
    return [
        _told(item.key, own[item.key])
        if item.key in own
        else _grown(figures[item.key], _match(written, item))
        for item in seen.items
        if item.key in figures
    ]


def _match(written: Mapping[str, Any], item: SeenItem) -> Mapping[str, Any]:
    asked = {"type": item.task_type.value, "on_the_spot": item.on_the_spot}
    rules: Iterable[Mapping[str, Any]] = written["rules"]
    return next(r for r in rules if all(r.get(name, told) == told for name, told in asked.items()))


def _told(key: str, row: Mapping[str, Any]) -> BaselineRow:
    counts = {name: int(row[name]) for name in ("promised", "steps", "materials", "visits")}
    return BaselineRow(item_key=key, unit=str(row.get("unit", "1")), **counts)


def _grown(now: ItemFigures, rule: Mapping[str, Any]) -> BaselineRow:
    by_law = rule["promised"] == BY_LAW and now.statutory > 0
    more = 0 if rule["promised"] == BY_LAW else int(rule["promised"])
    return BaselineRow(
        item_key=now.item_key,
        promised=now.statutory if by_law else now.promised + more,
        unit=now.statutory_unit if by_law else now.unit,
        steps=now.steps + int(rule["steps"]),
        materials=now.materials + int(rule["materials"]),
        visits=now.visits + int(rule["visits"]),
    )

"""数目的范围：把“10人以下”“超过20人”这样的选项读成区间，看相互重叠还是留了空。

Law: 民法典 第一千二百五十九条（以上、以下、以内、届满包括本数；不满、超过、以外不包括本数）.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

_N = r"(\d+(?:\.\d+)?)"
_UNIT = r"\s*([万亿]?[\u4e00-\u9fff㎡%]{0,4}?)"
_COUNTED = frozenset("人名个户家辆台张间所处只头棵株座艘架件岁次项位套条层")
_SHAPES = (
    (re.compile(rf"^(?:超过|多于|大于|高于){_N}{_UNIT}[，、]?(?:且)?(?:不超过|至多){_N}{_UNIT}$"), "(]"),
    (re.compile(rf"^{_N}{_UNIT}(?:及)?以上[，、至到—-]*(?:不满|不足|未满|少于|低于){_N}{_UNIT}$"), "[)"),
    (re.compile(rf"^{_N}{_UNIT}(?:及)?以上[，、至到—-]*{_N}{_UNIT}(?:及)?(?:以下|以内)$"), "[]"),
    (re.compile(rf"^{_N}{_UNIT}(?:至|到|—|–|-|~|～){_N}{_UNIT}$"), "[]"),
    (re.compile(rf"^(?:不满|不足|未满|少于|小于|低于){_N}{_UNIT}$"), " )"),
    (re.compile(rf"^(?:不超过|至多|不多于|不大于){_N}{_UNIT}$"), " ]"),
    (re.compile(rf"^{_N}{_UNIT}(?:及)?(?:以下|以内|之内)$"), " ]"),
    (re.compile(rf"^(?:超过|多于|大于|高于){_N}{_UNIT}$"), "( "),
    (re.compile(rf"^{_N}{_UNIT}(?:及)?以上$"), "[ "),
    (re.compile(rf"^(?:不少于|不小于|不低于|至少|满){_N}{_UNIT}$"), "[ "),
)
_FAR = Fraction(10**12)


@dataclass(frozen=True, slots=True)
class Span:
    """一个区间；``low_in``、``high_in`` 是两端含不含本数。"""

    low: Fraction
    low_in: bool
    high: Fraction
    high_in: bool
    unit: str


def span(label: str) -> Span | None:
    """一个选项说的区间；不是按数目分的为 None。"""
    plain = re.sub(r"[（(].*?[)）]|\s|的$", "", label)
    for shape, ends in _SHAPES:
        if found := shape.fullmatch(plain):
            numbers = [Fraction(n) for n in found.groups()[::2]]
            units = [unit for unit in found.groups()[1::2] if unit]
            return _made(numbers, ends, units[-1] if units else "")
    return None


def _made(numbers: list[Fraction], ends: str, unit: str) -> Span:
    low = numbers[0] if ends[0] != " " else -_FAR
    high = numbers[-1] if ends[1] != " " else _FAR
    return Span(low, ends[0] == "[", high, ends[1] == "]", unit)


def disagreement(labels: list[str]) -> str:
    """这些选项合在一起哪里不对；有一个不是按数目分的，或者单位不同，就不判断。"""
    spans = [found for found in map(span, labels) if found is not None]
    if len(spans) < 2 or len(spans) < len(labels) or len({s.unit for s in spans}) > 1:
        return ""
    ordered = sorted(spans, key=lambda s: (s.low, not s.low_in))
    wrong = [_between(one, other) for one, other in pairwise(ordered)]
    return next((said for said in wrong if said), "")


def _between(one: Span, other: Span) -> str:
    """Counted things (people, cars) have no half: 10 and below, then 11 and above, leaves no gap."""
    counted = one.unit[-1:] in _COUNTED and one.unit != ""
    end = one.high if one.high_in else one.high - (1 if counted else 0)
    start = other.low if other.low_in else other.low + (1 if counted else 0)
    if counted:
        return _said(end, start, touching=start == end + 1, overlapping=start <= end)
    shared = one.high == other.low and one.high_in and other.low_in
    missed = one.high == other.low and not one.high_in and not other.low_in
    return _said(
        end, start, touching=one.high == other.low and not missed, overlapping=other.low < one.high or shared
    )


def _said(end: Fraction, start: Fraction, *, touching: bool, overlapping: bool) -> str:
    if overlapping:
        return f"（{float(start):g}处重叠）"
    return "" if touching else f"（{float(end):g}和{float(start):g}之间没有选项）"

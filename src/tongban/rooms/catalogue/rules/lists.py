"""清单的规则：一份清单能不能公布，公布出去各行是什么；一次说完全部问题。"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from tongban.foundation.written import read_yaml
from tongban.rooms.catalogue.errors import ListUnsound
from tongban.rooms.catalogue.words import (
    AgreementEntry,
    AgreementTerms,
    BundleEntry,
    DutyEntry,
    IntermediaryEntry,
    ListHead,
    Need,
    NegativeEntry,
    Seen,
    SeenItem,
    ToleranceEntry,
    TolerantMaterial,
    Unsound,
)

FEWEST_IN_BUNDLE = 2
E = TypeVar("E")
Steps = tuple[tuple[str, int], ...]
Line = tuple[Steps, SeenItem, E]
"""一行：在清单的哪里、哪个在用事项、写了什么。"""


def tolerance(
    head: ListHead, entries: Sequence[ToleranceEntry], *, seen: Seen
) -> list[tuple[SeenItem, tuple[TolerantMaterial, ...]]]:
    """容缺清单：每个事项至少一份“容缺后补”的材料；主审材料、即办件和不得容缺的类别不能列入。

    Law: 国发〔2022〕5号（实行容缺受理）；各省容缺受理办法的除外类别 (tables/tolerance.yml, domain 3.1).
    Refuses: ListUnsound.
    """
    found, unknown = _known(entries, lambda e: e.item, seen)
    problems = [*_head(head), *unknown, *_named_twice(found)]
    for steps, item, entry in found:
        problems += [Unsound(says, steps, "item") for says in _tolerable(item, entry.materials)]
        problems += _tolerable_materials(steps, item, entry.materials)
    _hold(head, problems, lines=len(entries))
    return [(item, tuple(_full(item, m) for m in entry.materials)) for _, item, entry in found]


def _tolerable(item: SeenItem, materials: Sequence[TolerantMaterial]) -> Iterator[str]:
    if not item.task_type.applied_for:
        yield f"“{item.name}”不是依申请办理的事项"
    if item.on_the_spot:
        yield f"“{item.name}”是即办件，当场办结，不能容缺"
    if excluded := excluded_class(item):
        yield f"“{item.name}”涉及{excluded}，不得容缺"
    if not materials:
        yield f"“{item.name}”没有写明哪些材料可以后补"


def _tolerable_materials(
    steps: Steps, item: SeenItem, materials: Sequence[TolerantMaterial]
) -> Iterator[Unsound]:
    placed = [((*steps, ("materials", n)), each) for n, each in enumerate(materials)]
    yield from _twice([(at, each.key) for at, each in placed], f"“{item.name}”的材料", "key")
    for at, each in placed:
        yield from (Unsound(says, at, name) for name, says in _tolerable_material(item, each))


def _tolerable_material(item: SeenItem, material: TolerantMaterial) -> Iterator[tuple[str, str]]:
    known = {m.key: m for m in item.materials}.get(material.key)
    if known is None:
        yield "key", f"“{item.name}”没有材料“{material.key}”"
    elif known.need is not Need.LATER:
        yield "key", f"“{item.name}”的“{known.name}”是{known.need.zh}材料，只有容缺后补的材料可以后补"
    elif not 0 < (days := material.days or known.tolerant_days) <= item.promised_days:
        limits = f"应在1至{item.promised_days}之间（承诺时限内）"
        yield "days", f"“{item.name}”的“{known.name}”补正期限{days}个工作日，{limits}"


def _full(item: SeenItem, material: TolerantMaterial) -> TolerantMaterial:
    known = next(m for m in item.materials if m.key == material.key)
    return replace(material, name=known.name, days=material.days or known.tolerant_days)


def excluded_class(item: SeenItem) -> str:
    """这个事项属于哪一类不得容缺的；都不属于为空。"""
    for each in _table()["excluded"]:
        if item.system in each["systems"] or any(word in item.name for word in each["words"]):
            return str(each["class"])
    return ""


@cache
def _table() -> dict[str, Any]:
    text = (files("tongban.rooms.catalogue") / "tables" / "tolerance.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = read_yaml(text)
    return found


def agreement(
    head: ListHead, terms: AgreementTerms, entries: Sequence[AgreementEntry], *, seen: Seen
) -> list[tuple[SeenItem, AgreementEntry]]:
    """通办协议：对方是另一个区县，签订、生效、到期先后不乱；一件事项在一份协议里只算一次。

    Law: 国办发〔2020〕35号、国办发〔2022〕34号. Refuses: ListUnsound.
    """
    found, unknown = _known(entries, lambda e: e.item, seen)
    problems = [*_head(head), *_terms(head, terms), *unknown, *_named_twice(found)]
    problems += [
        Unsound(f"“{item.name}”不是依申请办理的事项", steps, "item")
        for steps, item, _ in found
        if not item.task_type.applied_for
    ]
    _hold(head, problems, lines=len(entries))
    return [(item, replace(entry, their_code=entry.their_code or item.key)) for _, item, entry in found]


def in_city(region: str, partner: str) -> bool:
    """市内：与本区同一个市（区划代码前四位相同）。"""
    return region[:4] == partner[:4]


def _terms(head: ListHead, terms: AgreementTerms) -> Iterator[Unsound]:
    if terms.partner == head.region:
        yield Unsound("不能同自己签协议", name="partner")
    if not terms.signed_on <= head.effective_on <= terms.valid_to:
        days = f"签订（{terms.signed_on}）、生效（{head.effective_on}）、到期（{terms.valid_to}）"
        yield Unsound(f"{days}的先后不对", name="effective_on")


def high_frequency(head: ListHead, items: Sequence[str], *, seen: Seen) -> list[SeenItem]:
    """高频通办事项清单：都是在用事项，不重复。 Refuses: ListUnsound."""
    found, unknown = _known(items, str, seen)
    _hold(head, [*_head(head), *unknown, *_named_twice(found)], lines=len(items))
    return [item for _, item, _ in found]


def negative(
    head: ListHead, entries: Sequence[NegativeEntry], *, seen: Seen
) -> list[tuple[SeenItem | None, NegativeEntry]]:
    """负面清单：每一行都有理由和去处；写了编码的是在用事项。

    Law: 国发〔2022〕5号（除涉密等外政务服务事项应进必进，不进驻的列负面清单）. Refuses: ListUnsound.
    """
    placed = [((("entries", n),), entry) for n, entry in enumerate(entries)]
    problems = [*_head(head), *_twice([(at, entry.name) for at, entry in placed], "事项", "name")]
    for at, entry in placed:
        if entry.item and seen.get(entry.item) is None:
            problems.append(Unsound(_unknown(entry.item), at, "item"))
        lacks = {"reason": ("理由", entry.reason), "handled_at": ("办理去处", entry.handled_at)}
        for name, (zh, told) in lacks.items():
            if not told.strip():
                problems.append(Unsound(f"“{entry.name}”没有写明{zh}", at, name))
    _hold(head, problems, lines=len(entries))
    return [(seen.get(entry.item), entry) for entry in entries]


def intermediaries(head: ListHead, entries: Sequence[IntermediaryEntry]) -> list[IntermediaryEntry]:
    """中介服务清单：每一行都有法律法规依据；清单之外的，审批部门不得要求委托中介。

    Law: 国办发〔2015〕31号; 优化营商环境条例 第四十三条. Refuses: ListUnsound.
    """
    placed = [((("entries", n),), entry) for n, entry in enumerate(entries)]
    problems = [*_head(head), *_twice([(at, entry.name) for at, entry in placed], "中介服务", "name")]
    problems += [
        Unsound(f"“{entry.name}”没有写设定依据", at, "basis")
        for at, entry in placed
        if not entry.basis.strip()
    ]
    _hold(head, problems, lines=len(entries))
    return list(entries)


def duties(head: ListHead, entries: Sequence[DutyEntry], *, seen: Seen) -> list[tuple[SeenItem, str]]:
    """责任清单：每个在用事项恰好一个责任科室，不多不少。 Refuses: ListUnsound."""
    found, unknown = _known(entries, lambda e: e.item, seen)
    given = Counter(item.key for _, item, _ in found)
    last = {item.key: steps for steps, item, _ in found}
    problems = [*_head(head), *unknown]
    for item in seen.items:
        match given[item.key]:
            case 0:
                problems.append(Unsound(f"“{item.name}”没有责任科室"))
            case several if several > 1:
                says = f"“{item.name}”有{several}个责任科室，只能有一个"
                problems.append(Unsound(says, last[item.key], "office"))
    problems += [
        Unsound(f"“{item.name}”的责任科室是空的", steps, "office")
        for steps, item, entry in found
        if not entry.office.strip()
    ]
    _hold(head, problems, lines=len(entries))
    return [(item, entry.office) for _, item, entry in found]


def bundles(
    head: ListHead, entries: Sequence[BundleEntry], *, seen: Seen
) -> list[tuple[BundleEntry, list[SeenItem]]]:
    """一件事清单：每件由至少两个事项、至少两个主管部门组成。

    Law: 国办发〔2022〕32号（关联性强的多个“单项事”整合为“一件事”）. Refuses: ListUnsound.
    """
    placed = [((("bundles", n),), entry) for n, entry in enumerate(entries)]
    problems = [*_head(head), *_twice([(at, entry.key) for at, entry in placed], "一件事", "key")]
    found = []
    for at, entry in placed:
        items = [item for code in entry.items if (item := seen.get(code))]
        problems += [Unsound(says, at, "items") for says in _joined(entry, items, seen)]
        found.append((entry, items))
    _hold(head, problems, lines=len(entries))
    return found


def _joined(entry: BundleEntry, items: list[SeenItem], seen: Seen) -> Iterator[str]:
    yield from (_unknown(code) for code in entry.items if seen.get(code) is None)
    for name, times in Counter(item.name for item in items).items():
        if times > 1:
            yield f"“{entry.name}”的事项“{name}”写了{times}次"
    if len(items) < FEWEST_IN_BUNDLE:
        yield f"“{entry.name}”只有{len(items)}个事项，至少要两个"
    elif len({item.competent for item in items}) < FEWEST_IN_BUNDLE:
        yield f"“{entry.name}”的事项都归{items[0].organ}主管，至少要涉及两个部门"


def _known(
    entries: Iterable[E], code_of: Callable[[E], str], seen: Seen
) -> tuple[list[Line[E]], list[Unsound]]:
    """The lines whose items are in use, and the others, each with its place among the items of the list."""
    found: list[Line[E]] = []
    unknown: list[Unsound] = []
    for n, entry in enumerate(entries):
        steps: Steps = (("items", n),)
        item = seen.get(code_of(entry))
        if item is None:
            unknown.append(Unsound(_unknown(code_of(entry)), steps, "item"))
        else:
            found.append((steps, item, entry))
    return found, unknown


def _unknown(code: str) -> str:
    return f"目录里没有在用的事项“{code}”"


def _head(head: ListHead) -> Iterator[Unsound]:
    if head.effective_on < head.published_on:
        yield Unsound(f"生效日（{head.effective_on}）早于公布日（{head.published_on}）", name="effective_on")
    for name, zh, told in (
        ("title", "标题", head.title),
        ("document_no", "文号", head.document_no),
        ("issued_by", "印发机关", "".join(head.issued_by)),
    ):
        if not told.strip():
            yield Unsound(f"没有{zh}", name=name)


def _named_twice(found: Iterable[Line[E]]) -> Iterator[Unsound]:
    return _twice([(steps, item.name) for steps, item, _ in found], "事项", "item")


def _twice(placed: Sequence[tuple[Steps, str]], what: str, column: str) -> Iterator[Unsound]:
    """What is written more than once, told where it stands last."""
    last = {name: steps for steps, name in placed}
    for name, times in Counter(name for _, name in placed).items():
        if times > 1:
            yield Unsound(f"{what}“{name}”写了{times}次", last[name], column)


def _hold(head: ListHead, problems: list[Unsound], *, lines: int) -> None:
    told = problems if lines else [*problems, Unsound("一行也没有")]
    if told:
        raise ListUnsound(title=head.title, problems=told)

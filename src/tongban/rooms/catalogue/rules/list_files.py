"""读清单文件：content 文件夹里写的清单变成文件头和各行（写法见各文件开头）。"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from tongban.foundation.word import Word
from tongban.rooms.catalogue.words import (
    AgreementEntry,
    AgreementTerms,
    BundleEntry,
    CrossMode,
    DutyEntry,
    IntermediaryEntry,
    ListHead,
    ListKind,
    NegativeEntry,
    Seen,
    Subject,
    ToleranceEntry,
    TolerantMaterial,
)

Row = Mapping[str, Any]
Names = Mapping[str, str]
W = TypeVar("W", bound=Word)


def head_of(row: Row, *, region: str, kind: ListKind) -> ListHead:
    """文件头。"""
    return ListHead(
        region=region,
        kind=kind,
        number=int(row["number"]),
        title=str(row["title"]),
        document_no=str(row["document_no"]),
        issued_by=tuple(map(str, row["issued_by"])),
        published_on=_day(row.get("published_on") or row["signed_on"]),
        effective_on=_day(row["effective_on"]),
    )


def tolerance_entries(row: Row) -> list[ToleranceEntry]:
    """容缺清单的各行。"""
    return [ToleranceEntry(str(e["item"]), tuple(_material(m) for m in e["materials"])) for e in row["items"]]


def _material(written: Row) -> TolerantMaterial:
    return TolerantMaterial(key=str(written["key"]), days=int(written.get("days") or 0))


def agreement_terms(row: Row, *, regions: Names) -> AgreementTerms:
    """协议的对方和期限；``regions`` 是区划的名称，对方和它的市都要在里面，没有的抛 ``KeyError``。"""
    partner = str(row["partner"])
    city = partner[:4].ljust(12, "0")
    return AgreementTerms(
        partner=partner,
        partner_name=regions[partner],
        city=city,
        city_name=regions[city],
        signed_on=_day(row["signed_on"]),
        valid_to=_day(row["valid_to"]),
    )


def agreement_entries(row: Row, *, sets: Mapping[str, Row]) -> list[AgreementEntry]:
    """协议的各行：引用的事项组在前，另加的在后。"""
    grouped = [
        _agreement_entry(each, mode=sets[name].get("mode"))
        for name in row.get("sets", ())
        for each in sets[name]["items"]
    ]
    return [*grouped, *(_agreement_entry(each) for each in row.get("items", ()))]


def _agreement_entry(written: Any, *, mode: str | None = None) -> AgreementEntry:
    each: Row = written if isinstance(written, Mapping) else {"item": written}
    return AgreementEntry(
        item=str(each["item"]),
        mode=_word(CrossMode, str(each.get("mode") or mode)),
        their_code=str(each.get("their") or ""),
    )


def negative_entries(row: Row, *, departments: Names) -> list[NegativeEntry]:
    """负面清单的各行；部门写代号的印名称。"""
    return [
        NegativeEntry(
            name=str(each["name"]),
            department=departments.get(str(each["department"]), str(each["department"])),
            reason=str(each.get("reason") or ""),
            handled_at=str(each.get("handled_at") or ""),
            item=str(each.get("item") or ""),
        )
        for each in row["entries"]
    ]


def intermediary_entries(row: Row, *, departments: Names) -> list[IntermediaryEntry]:
    """中介服务清单的各行；部门写代号的印名称。"""
    return [
        IntermediaryEntry(
            name=str(each["name"]),
            department=departments.get(str(each["department"]), str(each["department"])),
            basis=str(each.get("basis") or ""),
        )
        for each in row["entries"]
    ]


def duty_entries(row: Row, *, seen: Seen) -> list[DutyEntry]:
    """责任清单的各行：在用事项逐个按实施部门的科室展开，例外的照例外；没有给科室的部门不展开，由规则指出。"""
    offices: Names = row.get("offices") or {}
    own = {str(each["item"]): str(each["office"]) for each in row.get("items", ())}
    known = {item.key: own.pop(named) for named in list(own) if (item := seen.get(named))}
    spread = list(_spread(seen, offices, known))
    return [*spread, *(DutyEntry(item, office) for item, office in own.items())]


def _spread(seen: Seen, offices: Names, own: Names) -> Iterator[DutyEntry]:
    for item in seen.items:
        if office := own.get(item.key) or offices.get(item.department) or offices.get(item.organ):
            yield DutyEntry(item.key, str(office))


def bundle_entries(row: Row, *, departments: Names) -> list[BundleEntry]:
    """一件事清单的各件；牵头部门写代号的印名称。"""
    return [
        BundleEntry(
            key=str(each["key"]),
            name=str(each["name"]),
            subject=_word(Subject, str(each["subject"])),
            lead=departments.get(str(each["lead"]), str(each["lead"])),
            items=tuple(map(str, each["items"])),
        )
        for each in row["bundles"]
    ]


def _word(kind: type[W], written: str) -> W:
    """Files are written in the words people use; ``ValueError`` for a word that is none of ours."""
    found = next((word for word in kind if word.zh == written or word.value == written), None)
    if found is None:
        raise ValueError(written)
    return found


def _day(written: Any) -> date:
    return date.fromisoformat(str(written))

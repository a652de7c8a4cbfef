"""印清单：一份清单的前言、列、行和页末说明；网页和 PDF 用同一份。"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from tongban.foundation.documents.typesetting import LIST, house_typesetter
from tongban.rooms.catalogue import models
from tongban.rooms.catalogue.errors import NoSuchList
from tongban.rooms.catalogue.queries.list_drafts import ending_of
from tongban.rooms.catalogue.words import (
    Column,
    CrossMode,
    ListHead,
    ListKind,
    PrintedList,
    Subject,
    TaskType,
)

_ITEM = (Column("序号"), Column("事项名称", 6), Column("基本编码", 4), Column("实施机关", 4))
_PREAMBLES = {
    ListKind.TOLERANCE: "下列事项，主要材料齐全且符合法定形式、只缺表中可以后补的材料的，经申请人书面承诺，先予受理并开始计时；"
    "申请人应当在补正期限内补齐，逾期未补或者补正不符的，依法终止办理。是否容缺由申请人自愿选择。",
    ListKind.HIGH_FREQUENCY: "下列事项办理量大、异地需求多，与市内各区县全部实行跨区通办。",
    ListKind.NEGATIVE: "下列事项因涉密、场所等特殊原因不进驻政务服务大厅；清单之外的政务服务事项一律进驻。",
    ListKind.INTERMEDIARY: "下列中介服务有法律、行政法规或者国务院决定的依据，可以作为审批的前置条件，由申请人自主选择中介机构；"
    "清单之外的，审批部门不得要求申请人委托中介机构、提供中介服务材料。",
    ListKind.DUTY: "每个政务服务事项由一个科室负责承办，对受理、审查、决定各环节的时限和质量负责；科室之间不得推诿。",
    ListKind.BUNDLE: "下列“一件事”由牵头部门会同有关部门，按一次告知、一表申报、一口受理、一网审批、一窗发证、一体管理办理。",
}


def printed_list(*, region: str, kind: ListKind, number: int) -> PrintedList:
    """一份清单的全部内容 (two or three statements). Refuses: NoSuchList."""
    document = (
        models.ListDocument.objects.select_related("agreement__ending")
        .filter(region=region, kind=kind.value, number=number)
        .first()
    )
    if document is None:
        raise NoSuchList
    return _PRINTERS[kind](document)


def list_pdf(*, region: str, kind: ListKind, number: int, at: datetime) -> bytes:
    """清单的正式文本 PDF：标题、文号、印发机关、日期、逐页表头和页码。 Refuses: NoSuchList."""
    return pdf_of(printed_list(region=region, kind=kind, number=number), at=at)


def pdf_of(shown: PrintedList, *, at: datetime) -> bytes:
    """排成 PDF。"""
    head = shown.head
    facts = {
        "organ": "　".join(head.issued_by),
        "title": head.title,
        "number": head.document_no,
        "published_on": zh_day(head.published_on),
        "effective_on": zh_day(head.effective_on),
        "preamble": list(shown.preamble),
        "columns": [{"name": column.name, "share": column.share} for column in shown.columns],
        "rows": [list(row) for row in shown.rows],
        "notes": list(shown.notes),
    }
    return house_typesetter().typeset(LIST, facts, at=at)


def zh_day(day: date) -> str:
    """公文上的日期：2024年3月11日。"""
    return f"{day.year}年{day.month}月{day.day}日"


def _tolerance(document: models.ListDocument) -> PrintedList:
    lines = models.ToleranceLine.objects.filter(document=document)
    rows = [
        (
            str(line.place),
            line.item_name,
            TaskType.of(line.task_type).zh,
            line.organ,
            "\n".join(_numbered(m["name"] for m in line.materials)),
            "\n".join(str(m["days"]) for m in line.materials),
        )
        for line in lines
    ]
    columns = (
        Column("序号"),
        Column("事项名称", 6),
        Column("类型", 3),
        Column("实施机关", 4),
        Column("可以后补的材料", 6),
        Column("补正期限（工作日）", 2),
    )
    return _printed(
        document, columns, rows, [line.item_code for line in lines], says=f"本批共{len(rows)}项。"
    )


def _agreement(document: models.ListDocument) -> PrintedList:
    lines = models.AgreementItem.objects.filter(document=document)
    rows = [
        (str(x.place), x.item_name, x.item_key, x.their_code, x.organ, CrossMode.of(x.mode).zh) for x in lines
    ]
    columns = (*_ITEM[:3], Column("对方编码", 4), Column("实施机关", 4), Column("通办模式", 3))
    terms = document.agreement
    preamble = (
        f"为方便群众和企业异地办事，{'、'.join(document.issued_by)}协商一致，就下列事项实行“跨区通办”：申请人可以在任何一方的"
        "窗口或者网上提出申请，依法有权的一方受理、审查和决定；收件的一方只核对身份和形式，不改变事项的管辖和时限。",
        f"本协议于{zh_day(terms.signed_on)}签订，有效期至{zh_day(terms.valid_to)}。",
    )
    codes = [x.item_code for x in lines]
    printed = _printed(document, columns, rows, codes, says=f"本协议共{len(rows)}项。")
    return replace(printed, preamble=preamble, notes=(*printed.notes, *_ended(document)))


def _ended(document: models.ListDocument) -> Iterator[str]:
    if ending := ending_of(document.agreement):
        yield f"本协议已提前终止，有效至{zh_day(ending.last_on)}。理由：{ending.reason}"


def _high_frequency(document: models.ListDocument) -> PrintedList:
    lines = models.HighFrequencyLine.objects.filter(document=document)
    rows = [(str(x.place), x.item_name, x.item_key, x.organ) for x in lines]
    return _printed(document, _ITEM, rows, [x.item_code for x in lines], says=f"共{len(rows)}项。")


def _negative(document: models.ListDocument) -> PrintedList:
    lines = models.NegativeLine.objects.filter(document=document)
    rows = [(str(x.place), x.item_name, x.department, x.reason, x.handled_at) for x in lines]
    columns = (
        Column("序号"),
        Column("事项名称", 5),
        Column("主管部门", 4),
        Column("不进驻的理由", 5),
        Column("办理去处", 5),
    )
    return _printed(document, columns, rows, [x.item_code for x in lines], says=f"共{len(rows)}项。")


def _intermediary(document: models.ListDocument) -> PrintedList:
    lines = models.IntermediaryLine.objects.filter(document=document)
    rows = [(str(x.place), x.name, x.department, x.basis) for x in lines]
    columns = (Column("序号"), Column("中介服务", 5), Column("主管部门", 4), Column("设定依据", 8))
    return _printed(document, columns, rows, ["" for _ in rows], says=f"共{len(rows)}项。")


def _duty(document: models.ListDocument) -> PrintedList:
    lines = models.DutyLine.objects.filter(document=document)
    rows = [(str(x.place), x.item_name, x.item_key, x.organ, x.office) for x in lines]
    columns = (*_ITEM, Column("责任科室", 4))
    says = f"共{len(rows)}项，每项一个责任科室。"
    return _printed(document, columns, rows, [x.item_code for x in lines], says=says)


def _bundle(document: models.ListDocument) -> PrintedList:
    kept = models.Bundle.objects.filter(document=document).prefetch_related("components")
    rows = []
    for bundle in kept:
        parts = list(bundle.components.all())
        names, organs = _numbered(p.item_name for p in parts), dict.fromkeys(p.competent for p in parts)
        told = (bundle.name, Subject.of(bundle.subject).zh, bundle.lead, "\n".join(names), "、".join(organs))
        rows.append((str(bundle.place), *told))
    columns = (
        Column("序号"),
        Column("一件事", 4),
        Column("对象", 2),
        Column("牵头部门", 3),
        Column("组成事项", 7),
        Column("主管部门", 4),
    )
    return _printed(document, columns, rows, [], says=f"共{len(rows)}件“一件事”。")


def _numbered(names: Iterable[str]) -> list[str]:
    return [f"{place}. {name}" for place, name in enumerate(names, start=1)]


def _printed(
    document: models.ListDocument,
    columns: tuple[Column, ...],
    rows: Sequence[tuple[str, ...]],
    codes: Sequence[str],
    *,
    says: str,
) -> PrintedList:
    head: ListHead = document.head
    return PrintedList(
        head=head,
        preamble=(_PREAMBLES.get(head.kind, ""),),
        columns=columns,
        rows=tuple(rows),
        codes=tuple(codes),
        notes=(f"{says}自{zh_day(head.effective_on)}起施行。",),
    )


_PRINTERS: dict[ListKind, Callable[[models.ListDocument], PrintedList]] = {
    ListKind.TOLERANCE: _tolerance,
    ListKind.AGREEMENT: _agreement,
    ListKind.HIGH_FREQUENCY: _high_frequency,
    ListKind.NEGATIVE: _negative,
    ListKind.INTERMEDIARY: _intermediary,
    ListKind.DUTY: _duty,
    ListKind.BUNDLE: _bundle,
}

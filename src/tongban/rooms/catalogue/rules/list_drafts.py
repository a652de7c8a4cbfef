"""清单编制的规则：从现行的一份写起，加一行、改一行、取消一行，两份比出入，协议提前终止 (pure).

A row is named by its place: ``entries.12``, ``items.3.materials.0``; ``entries.new`` is the one to be added.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any

from tongban.rooms.catalogue import errors
from tongban.rooms.catalogue.events import AgreementEnded
from tongban.rooms.catalogue.rules import life, workbook
from tongban.rooms.catalogue.words import (
    AgreementTerms,
    BookKind,
    Ending,
    ListDraft,
    ListHead,
    RowChange,
    TableChange,
    Unwritten,
)
from tongban.rooms.organisation.words import Actor

Row = Mapping[str, Any]
Content = dict[str, Any]
NEW = "new"
NUMBERS = {BookKind.TRANSFER: "no"}
"""批次写在哪一列；别的写在 number，许可清单的版次公布时才有。"""
OWN = ("published_on", "effective_on", "issued_on", "signed_on", "valid_to")
"""每一份自己的日子，不照抄上一份。"""
LONGEST_REASON = 2000
WRITE = "编制清单"


def blank(kind: BookKind, *, number: int) -> Content:
    """从空白写起。"""
    head = {name: [] if many else "" for name, _, many in workbook.columns(kind, "")}
    tables: Content = {path: [] for path, _ in workbook.tables(kind)}
    return {**head, **tables, **_numbered(kind, number)}


def following(kind: BookKind, document: Row, *, number: int) -> Content:
    """从公布了的一份写起：文号、日期另写，其余照抄。"""
    own = {name: "" for name in (workbook.KEY, *OWN) if name in document}
    return {**deepcopy(dict(document)), **own, **_numbered(kind, number)}


def _numbered(kind: BookKind, number: int) -> Content:
    name = NUMBERS.get(kind, "number")
    known = {each for each, _, _ in workbook.columns(kind, "")}
    return {name: number} if name in known else {}


def may_write(draft: ListDraft, *, based_on: int, by: Actor, who: Mapping[str, str]) -> None:
    """可以改、可以公布吗：归他管，打开之后没有别人改过。 Refuses: NotYourItem, EditedMeanwhile."""
    manages(draft.kind, region=draft.region, by=by)
    if based_on != draft.revision:
        raise errors.EditedMeanwhile(
            who=who.get(draft.edited_by, "别人"), when=f"{draft.edited_at:%m月%d日 %H:%M}"
        )


def manages(kind: BookKind, *, region: str, by: Actor) -> None:
    """清单是全区的，由管全区事项的人编制公布。 Refuses: NotYourItem."""
    if not life.may_manage(by, region=region, department=""):
        raise errors.NotYourItem(item=kind.zh, act=WRITE)


def steps_of(kind: BookKind, path: str) -> tuple[tuple[str, str], ...]:
    """一行在哪里：``items.3.materials.0`` 是 ``(("items", "3"), ("materials", "0"))``。 Refuses: NoSuchRow."""
    parts = path.split(".")
    steps = tuple(zip(parts[::2], parts[1::2], strict=False))
    if len(parts) % 2 or not workbook.is_table(kind, table_of(steps)):
        raise errors.NoSuchRow
    return steps


def table_of(steps: Sequence[tuple[str, str]]) -> str:
    """这一行在哪张表：``items.materials``。"""
    return ".".join(name for name, _ in steps)


def row_at(kind: BookKind, content: Row, path: str) -> Row:
    """这一行；新的一行是空的。 Refuses: NoSuchRow."""
    found: Row = content
    for name, place in steps_of(kind, path):
        rows = found.get(name) or []
        if place == NEW:
            return {}
        if not (place.isascii() and place.isdigit() and int(place) < len(rows)):
            raise errors.NoSuchRow
        found = rows[int(place)]
    return found


def put(kind: BookKind, content: Row, path: str, row: Row) -> Content:
    """换上写好的一行，新的一行加在最后；行里的小表不动。 Refuses: NoSuchRow."""
    made, (rows, place) = _rows_at(kind, content, path)
    if place == NEW:
        below: Content = {
            name.rpartition(".")[2]: [] for name, _ in workbook.tables(kind, _table(kind, path))
        }
        rows.append({**below, **row})
    else:
        rows[int(place)] = {**rows[int(place)], **row}
    return made


def struck(kind: BookKind, content: Row, path: str) -> Content:
    """取消一行。 Refuses: NoSuchRow."""
    row_at(kind, content, path)
    made, (rows, place) = _rows_at(kind, content, path)
    if place == NEW:
        raise errors.NoSuchRow
    del rows[int(place)]
    return made


def _table(kind: BookKind, path: str) -> str:
    return table_of(steps_of(kind, path))


def _rows_at(kind: BookKind, content: Row, path: str) -> tuple[Content, tuple[list[Any], str]]:
    """A copy of the content, and in it the rows among which the named one stands."""
    row_at(kind, content, path)
    made = deepcopy(dict(content))
    into: dict[str, Any] = made
    *around, (last, place) = steps_of(kind, path)
    for name, at in around:
        into = into[name][int(at)]
    rows: list[Any] = into.setdefault(last, [])
    return made, (rows, place)


def unwritten(kind: BookKind, content: Row) -> list[Unwritten]:
    """还没有写好的各处，照公布时的写法看。"""
    _, faults = workbook.settled(content, kind)
    return [_unwritten(kind, fault) for fault in faults]


def _unwritten(kind: BookKind, fault: workbook.Fault) -> Unwritten:
    path = ".".join(f"{name}.{place}" for name, place in fault.steps)
    table = table_of([(name, "") for name, _ in fault.steps])
    named = {name: zh for name, zh, _ in workbook.columns(kind, table)}
    of = {where: zh for around in _around(table) for where, zh in workbook.tables(kind, around)}
    rows = f"{of[table]}第{fault.steps[-1][1] + 1}行" if fault.steps else "文件头"
    return Unwritten(path, f"{rows}“{named.get(fault.name, fault.name)}”", fault.says)


def _around(table: str) -> tuple[str, ...]:
    return ("", table.rpartition(".")[0])


def require_written(kind: BookKind, content: Row) -> None:
    """都写好了才能公布。 Refuses: ListUnfinished."""
    left = unwritten(kind, content)
    if left:
        told = "；".join(f"{each.where}{each.says}" for each in left[:5])
        title = str(content.get("title") or kind.zh)
        raise errors.ListUnfinished(title=title, count=len(left), why=told)


def compared(kind: BookKind, old: Row, new: Row) -> list[TableChange]:
    """两份的出入，一张表一张表地比；凭第一列认行。"""
    return [
        _table_change(kind, path, zh, old.get(path) or [], new.get(path) or [])
        for path, zh in workbook.tables(kind)
    ]


def _table_change(kind: BookKind, path: str, zh: str, old: Sequence[Row], new: Sequence[Row]) -> TableChange:
    key = workbook.key_column(kind, path)
    before, after = ({str(row.get(key, "")): row for row in rows} for rows in (old, new))
    both = [name for name in after if name in before]
    changed = (RowChange(name, tuple(_columns(kind, path, before[name], after[name]))) for name in both)
    return TableChange(
        name=path,
        zh=zh,
        added=tuple(row for name, row in after.items() if name not in before),
        struck=tuple(row for name, row in before.items() if name not in after),
        changed=tuple(each for each in changed if each.columns),
    )


def _columns(kind: BookKind, path: str, old: Row, new: Row) -> Iterator[tuple[str, str, str]]:
    was, now = workbook.shown(kind, path, old), workbook.shown(kind, path, new)
    for name, zh, _ in workbook.columns(kind, path):
        if was[name] != now[name]:
            yield zh, was[name], now[name]
    for below, zh in workbook.tables(kind, path):
        was_in, now_in = (_below(kind, below, row) for row in (old, new))
        if was_in != now_in:
            yield zh, was_in, now_in


def _below(kind: BookKind, path: str, row: Row) -> str:
    rows = row.get(path.rpartition(".")[2]) or []
    return "\n".join("　".join(workbook.shown(kind, path, each).values()) for each in rows)


def end_agreement(
    head: ListHead, terms: AgreementTerms, ending: Ending, *, by: str, at: datetime
) -> AgreementEnded:
    """提前终止：最后一天在生效之后、到期之前，写明理由；已经收件的照旧办完。 Refuses: AgreementNotEnding."""
    reason = ending.reason.strip()
    if not reason:
        raise errors.AgreementNotEnding(why="没有写理由")
    if len(reason) > LONGEST_REASON:
        raise errors.AgreementNotEnding(why=f"理由最多{LONGEST_REASON}个字")
    if not head.effective_on <= ending.last_on < terms.valid_to:
        raise errors.AgreementNotEnding(
            why=f"有效的最后一天应在生效日（{head.effective_on}）以后、到期日（{terms.valid_to}）以前"
        )
    return AgreementEnded(
        region=head.region,
        number=head.number,
        document_no=head.document_no,
        partner=terms.partner,
        last_on=ending.last_on,
        reason=reason,
        by=by,
        at=at,
    )

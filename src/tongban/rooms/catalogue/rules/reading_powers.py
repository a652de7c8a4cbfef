"""读清单文件和划转文件：YAML 里的一份变成事实，写错的说明是哪一处 (pure; the shape is told in content/README.md)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from tongban.foundation.word import Word
from tongban.rooms.catalogue.errors import ContentInvalid
from tongban.rooms.catalogue.words import (
    HandOverKind,
    HandOverLine,
    InTransit,
    LicenceEntry,
    LicenceList,
    PostPlan,
    SetLevel,
    TransferBatch,
    TransferLine,
)

Row = Mapping[str, Any]
T = TypeVar("T")
W = TypeVar("W", bound=Word)


def read_licence_list(row: Row, *, region: str, names: Mapping[str, str]) -> LicenceList:
    """一版清单；``region`` 是区县 12 位代码，``names`` 是单位代号到名称（实施机关写代号的换成名称）。 Refuses: ContentInvalid."""
    return _read(
        f"行政许可事项清单 {row.get('document_no', '')}",
        lambda: LicenceList(
            region=region,
            title=str(row["title"]),
            document_no=str(row["document_no"]),
            issued_by=_texts(row["issued_by"]),
            published_on=_day(row["published_on"]),
            effective_on=_day(row["effective_on"]),
            entries=tuple(_entry(each, names) for each in row["entries"]),
        ),
    )


def _entry(row: Row, names: Mapping[str, str]) -> LicenceEntry:
    return LicenceEntry(
        no=str(row["no"]),
        name=str(row["name"]),
        set_level=_word(SetLevel, row["set_level"]),
        department=str(row["department"]),
        organ=names.get(str(row["organ"]), str(row["organ"])),
        basis=_texts(row["basis"]),
    )


def read_transfer(row: Row, *, region: str) -> TransferBatch:
    """一个划转批次。 Refuses: ContentInvalid."""
    return _read(
        f"划转批次 {row.get('no', '')}",
        lambda: TransferBatch(
            region=region,
            no=int(row["no"]),
            title=str(row["title"]),
            document_no=str(row["document_no"]),
            issued_by=_texts(row["issued_by"]),
            issued_on=_day(row["issued_on"]),
            effective_on=_day(row["effective_on"]),
            to_department=str(row["to"]),
            in_transit=_word(InTransit, row.get("in_transit", InTransit.FINISH.zh)),
            lines=tuple(_line(each) for each in row["lines"]),
            posts=tuple(_posts(each) for each in row.get("posts", ())),
            hand_over=tuple(_hand_over(each) for each in row.get("hand_over", ())),
        ),
    )


def _line(row: Row) -> TransferLine:
    said = row.get("in_transit")
    return TransferLine(
        licence_no=str(row["licence_no"]),
        from_department=str(row["from"]),
        in_transit=_word(InTransit, said) if said else None,
    )


def _posts(row: Row) -> PostPlan:
    return PostPlan(
        from_department=str(row["from"]),
        planned=int(row["planned"]),
        moved=int(row.get("moved", 0)),
        moved_document=str(row.get("moved_document", "")),
        officers=tuple(str(each) for each in row.get("officers", ())),
    )


def _hand_over(row: Row) -> HandOverLine:
    done = row.get("done_on")
    return HandOverLine(
        from_department=str(row["from"]),
        kind=_word(HandOverKind, row["kind"]),
        says=str(row.get("says", "")),
        done_on=_day(done) if done else None,
    )


def _read(what: str, make: Callable[[], T]) -> T:
    try:
        return make()
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise ContentInvalid(item=what, why=f"缺少或者写错了：{error}") from error


def _word(kind: type[W], written: object) -> W:
    """A word as people write it in the file: its Chinese, or its slug."""
    known: dict[str, W] = {word.zh: word for word in kind} | {str(word): word for word in kind}
    return known[str(written)]


def _texts(given: object) -> tuple[str, ...]:
    listed: Iterable[object] = given if isinstance(given, list | tuple) else [given]
    return tuple(str(each).strip() for each in listed)


def _day(written: object) -> date:
    return written if isinstance(written, date) else date.fromisoformat(str(written))

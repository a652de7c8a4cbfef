"""一份清单草稿：总的样子、文件头、一行、挑选；加、改、取消，试着公布，公布。"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.doors.backstage.publishing.editions import shown_changes
from tongban.doors.backstage.publishing.filling import Blank, Filled, picked_rows
from tongban.doors.backstage.publishing.showing import Listing, ShownRow, head_facts, listing
from tongban.doors.backstage.shell import backstage_page, officer_of
from tongban.foundation.http.arrival import arrived, arrived_on
from tongban.foundation.http.input import small_number
from tongban.foundation.pages.forms import sheet
from tongban.foundation.refusal import Refusal
from tongban.rooms.catalogue import acts, queries
from tongban.rooms.catalogue.errors import NoSuchList
from tongban.rooms.catalogue.words import BookKind, ListDraft

require_form = require_http_methods(["GET", "HEAD", "POST"])
HERE = "backstage:lists"
SHOWN = 20
"""没写好的各处，先列这么多。"""
PICKS = 50
NEW = "new"
PICKED = ("item", "licence_no")
"""凭这两列认行的表，可以从目录、从许可清单里挑。"""


@dataclass(frozen=True)
class Writing:
    """一份草稿和正在写它的人。"""

    draft: ListDraft
    request: HttpRequest

    @property
    def kind(self) -> BookKind:
        """哪种清单。"""
        return self.draft.kind

    @cached_property
    def names(self) -> queries.ListNames:
        """代号叫什么。"""
        return queries.ListNames(region=self.draft.region, on=arrived_on(self.request))

    @property
    def given(self) -> dict[str, Any]:
        """每一步都要说的：哪一份、打开时的改动次数、谁、何时。"""
        return {
            "draft_uid": self.draft.uid,
            "based_on": small_number(self.request.POST.get("base"), otherwise=self.draft.revision),
            "by": officer_of(self.request),
            "at": arrived(self.request),
        }

    def blank(self, told: str) -> Blank:
        """文件头（``told`` 为空）或者一行的小表。 Refuses: NoSuchRow."""
        if not told:
            return Blank(self.kind, "", self.names, self.draft.content)
        row = queries.row_at(self.kind, self.draft.content, told)
        outer = ".".join(told.split(".")[:-2])
        around = queries.row_at(self.kind, self.draft.content, outer) if outer else {}
        return Blank(self.kind, _table_of(told), self.names, row, around)

    def to_pick(self, name: str, first: str) -> Blank:
        """挑选时一并填的各栏。"""
        return Blank(self.kind, name, self.names, {}, but=_known(first))

    def save(self, content: Mapping[str, Any]) -> None:
        """存下改好的内容。 Refuses: as ``save_list_draft``."""
        acts.save_list_draft(**self.given, content=content)

    def page(self, template: str, *, status: int = 200, **facts: Any) -> HttpResponse:
        """草稿的一页。"""
        shown = {"draft": self.draft, "kind": self.kind, **facts}
        return backstage_page(
            self.request, f"backstage/publishing/{template}.html", here=HERE, status=status, **shown
        )


@require_safe
def draft_page(request: HttpRequest, uid: str) -> HttpResponse:
    """一份草稿：文件头、没写好的、各行、比原来改了什么。"""
    work = _opened(request, uid)
    kind, content = work.kind, work.draft.content
    left = queries.unwritten(kind, content)
    paths = queries.list_tables(kind)
    here = _table(request, paths)
    facts: dict[str, Any] = {
        "head": head_facts(kind, content, work.names),
        "left": [(each, _where(work, each.path)) for each in left[:SHOWN]],
        "left_count": len(left),
        "tabs": [(path, zh, len(content.get(path) or []), path == here) for path, zh in paths],
        "table": here,
        "shown": listing(kind, here, content.get(here) or [], names=work.names, asked=request.GET),
        "picks": _picked_by(kind, here),
        "changes": _changes(work),
    }
    return work.page("draft", **facts)


@require_form
def head(request: HttpRequest, uid: str) -> HttpResponse:
    """文件头：写对的存下，写错的说明。"""
    work = _opened(request, uid)
    if request.method != "POST":
        return _form_page(work, "")
    filled = work.blank("").read(request.POST)
    try:
        work.save({**work.draft.content, **filled.values})
    except Refusal as refusal:
        return _form_page(work, "", filled=filled, refused=refusal)
    if filled.problems:
        return _form_page(_opened(request, uid), "", filled=filled, status=422)
    messages.success(request, gettext("已保存"))
    return redirect("backstage:list_draft", uid)


@require_form
def row(request: HttpRequest, uid: str, told: str) -> HttpResponse:
    """一行：都写对了才存，写的不会丢。"""
    work = _opened(request, uid)
    if request.method != "POST":
        return _form_page(work, told)
    filled = work.blank(told).read(request.POST)
    if filled.problems:
        return _form_page(work, told, filled=filled, status=422)
    try:
        work.save(queries.put_row(work.kind, work.draft.content, told, filled.values))
    except Refusal as refusal:
        return _form_page(work, told, filled=filled, refused=refusal)
    messages.success(request, gettext("已保存"))
    return redirect(_back(work, told))


@require_form
def pick(request: HttpRequest, uid: str, name: str) -> HttpResponse:
    """挑选：从目录或者许可清单里找，勾上的一次加进来。"""
    work = _opened(request, uid)
    first = _picked_by(work.kind, name)
    if not first:
        raise Http404
    if request.method != "POST":
        return _pick_page(work, name, first)
    filled = work.to_pick(name, first).read(request.POST)
    chosen = request.POST.getlist("pick")
    if filled.problems or not chosen:
        return _pick_page(work, name, first, filled=filled, status=422)
    try:
        fresh = picked_rows(work.kind, work.names, chosen, first=first, others=filled.values)
        rows = [*(work.draft.content.get(name) or []), *fresh]
        work.save({**work.draft.content, name: rows})
    except Refusal as refusal:
        messages.error(request, f"{refusal}。{refusal.advice}")
        return _pick_page(work, name, first, filled=filled, status=refusal.status)
    messages.success(request, gettext("已加进 %(n)s 行") % {"n": len(fresh)})
    return redirect(_back(work, f"{name}.0"))


@require_POST
def step(request: HttpRequest, uid: str, act: str) -> HttpResponse:
    """取消一行、试着公布、公布、废弃。"""
    work = _opened(request, uid)
    if act not in _STEPS:
        raise Http404
    try:
        return _STEPS[act](work)
    except Refusal as refusal:
        messages.error(request, f"{refusal}。{refusal.advice}")
    return redirect("backstage:list_draft", uid)


def _strike(work: Writing) -> HttpResponse:
    told = work.request.POST.get("row", "")
    work.save(queries.struck(work.kind, work.draft.content, told))
    messages.success(work.request, gettext("已取消这一行"))
    return redirect(_back(work, told))


def _try(work: Writing) -> HttpResponse:
    acts.try_list_draft(**work.given)
    messages.success(work.request, gettext("检查过了，可以公布"))
    return redirect("backstage:list_draft", work.draft.uid)


def _publish(work: Writing) -> HttpResponse:
    acts.publish_list_draft(**work.given)
    messages.success(work.request, gettext("已公布：%(title)s") % {"title": work.draft.title})
    if work.kind is BookKind.TRANSFER:
        return redirect("backstage:transfers")
    return redirect("backstage:list_kind", work.kind.value)


def _drop(work: Writing) -> HttpResponse:
    acts.drop_list_draft(**work.given)
    messages.success(work.request, gettext("草稿已废弃"))
    return redirect("backstage:list_kind", work.kind.value)


_STEPS: Mapping[str, Callable[[Writing], HttpResponse]] = {
    "strike": _strike,
    "try": _try,
    "publish": _publish,
    "drop": _drop,
}


def _opened(request: HttpRequest, uid: str) -> Writing:
    return Writing(queries.list_draft(uid=uid, by=officer_of(request)), request)


def _form_page(
    work: Writing,
    told: str,
    *,
    filled: Filled | None = None,
    refused: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    table = _table_of(told)
    standing = queries.row_at(work.kind, work.draft.content, told) if told else work.draft.content
    shown = work.blank(told).form(filled)
    laid = shown.parts(shown.version.form)
    if refused:
        messages.error(work.request, f"{refused}。{refused.advice}")
    named = dict(queries.list_tables(work.kind, table.rpartition(".")[0]))
    facts = {
        "called": _called(work, table, standing) if told else "",
        "heading": named.get(table, gettext("文件头")),
        "parts": laid,
        "errors": sheet.summary(laid),
        "back_url": _back(work, told),
        "below": _below(work, told, table, standing),
        "base": _revision_of(work, told, refused),
    }
    return work.page("row", status=refused.status if refused else status, **facts)


def _called(work: Writing, table: str, row: Mapping[str, Any]) -> str:
    """What the row is about: the name behind the code in its first column."""
    first = queries.list_columns(work.kind, table)[0][0]
    return work.names.told(first, str(row.get(first) or ""))


def _revision_of(work: Writing, told: str, refused: Refusal | None) -> str | int:
    """Told that somebody saved meanwhile, a head or a new row may be saved all the same; the place of a row may have moved."""
    sent = work.request.POST.get("base", "")
    moves = told and not told.endswith(f".{NEW}")
    return sent if refused and sent and moves else work.draft.revision


def _below(work: Writing, told: str, table: str, standing: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The small tables within a row that is there already."""
    if not told or told.endswith(f".{NEW}"):
        return []
    return [
        _small_table(work, told, path, zh, standing) for path, zh in queries.list_tables(work.kind, table)
    ]


def _small_table(work: Writing, told: str, path: str, zh: str, standing: Mapping[str, Any]) -> dict[str, Any]:
    name = path.rpartition(".")[2]
    rows = standing.get(name) or []
    known = {key: called for key, called, _ in work.names.later(str(standing.get("item", "")))}
    shown = Listing(work.kind, path, rows, work.names, work.request.GET, known=known)
    return {
        "zh": zh.rpartition("·")[2],
        "heads": shown.heads,
        "rows": [ShownRow(f"{told}.{name}.{n}", shown.cells(row)) for n, row in enumerate(rows)],
        "add_url": _row_url(work, f"{told}.{name}.new"),
    }


def _pick_page(
    work: Writing, name: str, first: str, *, filled: Filled | None = None, status: int = 200
) -> HttpResponse:
    asked = work.request.POST if filled else work.request.GET
    text, department = asked.get("q", "").strip()[:100], asked.get("by", "")
    there = {str(each.get(first)) for each in work.draft.content.get(name) or []}
    offered = [each for each in work.names.to_pick(work.kind, first) if each.key not in there]
    found = [
        each for each in offered if text in f"{each.key} {each.name}" and department in ("", each.department)
    ]
    shown = work.to_pick(name, first).form(filled)
    laid = shown.parts(shown.version.form)
    errors = sheet.summary(laid)
    if filled and not work.request.POST.getlist("pick"):
        errors.insert(0, {"text": gettext("请勾选要加进来的"), "href": "#picks"})
    present = dict.fromkeys(each.department for each in offered)
    facts = {
        "name": name,
        "heading": dict(queries.list_tables(work.kind))[name],
        "text": text,
        "departments": [(d, work.names.departments.get(d, d), d == department) for d in present],
        "found": found[:PICKS],
        "found_count": len(found),
        "chosen": work.request.POST.getlist("pick"),
        "parts": laid,
        "errors": errors,
        "back_url": _back(work, f"{name}.0"),
        "base": work.request.POST.get("base") or work.draft.revision,
    }
    return work.page("pick", status=status, **facts)


def _changes(work: Writing) -> list[dict[str, Any]]:
    """What the draft changes in the document that it was made from."""
    if not work.draft.after:
        return []
    try:
        before = queries.published_document(
            region=work.draft.region, kind=work.kind, document_no=work.draft.after
        )
    except NoSuchList:
        return []
    return shown_changes(work.request, work.kind, (before, work.draft.content), work.names)


def _table(request: HttpRequest, paths: list[tuple[str, str]]) -> str:
    asked = request.GET.get("table", "")
    return asked if asked in dict(paths) else paths[0][0]


def _table_of(told: str) -> str:
    return ".".join(told.split(".")[::2])


def _picked_by(kind: BookKind, name: str) -> str:
    """The column by which rows of this table are picked; empty where they are written."""
    if name not in dict(queries.list_tables(kind)):
        return ""
    first = queries.list_columns(kind, name)[0][0]
    return first if first in PICKED else ""


def _known(first: str) -> tuple[str, ...]:
    """What a picked entry says of itself."""
    return (first, "from") if first == "licence_no" else (first,)


def _where(work: Writing, path: str) -> str:
    return _row_url(work, path) if path else reverse("backstage:list_head", args=[work.draft.uid])


def _row_url(work: Writing, path: str) -> str:
    return reverse("backstage:list_row", args=[work.draft.uid, path])


def _back(work: Writing, told: str) -> str:
    """Out of a row to its table, out of a small table to the row around it."""
    parts = told.split(".")
    if len(parts) > 2:
        return _row_url(work, ".".join(parts[:-2]))
    page = reverse("backstage:list_draft", args=[work.draft.uid])
    return f"{page}?table={parts[0]}#rows" if told else page

"""设计器页面上小表以外的东西：左边各部分、各行的列表、谁也在写、规范检查的话；加一行、挪一行、去一行。"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext

from tongban.doors.backstage.designing import parts, trying
from tongban.doors.backstage.designing.parts import Pane
from tongban.doors.backstage.designing.work import Spot, Work
from tongban.foundation.pages.forms.sheet import Note
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import FieldKind, LintFinding, Severity

Content = Mapping[str, Any]
FIELD_KEY = "f-"
PREVIEWS = {"form": "form", "situations": "guide", "materials": "guide", "result": "result"}
"""写哪一部分，框里先看什么。"""


def page(work: Work, spot: Spot) -> dict[str, Any]:
    """每一页都要的：事项名称、各部分、这一部分、退得回吗、谁也在写、框里看什么。"""
    name = spot.pane.within or spot.pane.name
    outer = parts.pane(name)
    return {
        "work": work,
        "draft": work.draft,
        "pane": spot.pane,
        "outer": outer,
        "told": spot.told,
        "outline": [_outlined(work, each, name) for each in parts.panes()],
        "others": others(work),
        "golden": trying.golden(work),
        "seeing": PREVIEWS.get(name, "guide"),
        "back_url": work.url("design_back"),
        "again_url": work.url("design_again"),
        "next_url": onward(work, Spot(outer)) if outer else "",
        "crumbs": _crumbs(work),
        "heading": heading(work, spot),
        "save_url": work.url("design_row_save", spot.pane.name, spot.told)
        if spot.told
        else work.url("design_save", spot.pane.name),
    }


def heading(work: Work, spot: Spot) -> str:
    """这一页的标题：部分的名称，或者这一行写的是什么。"""
    if not spot.told:
        return spot.pane.zh
    title = _titled(spot.pane, spot.row(work.content))
    return f"{spot.pane.word}：{title}" if title else gettext("新的%(word)s") % {"word": spot.pane.word}


def _crumbs(work: Work) -> list[dict[str, str]]:
    return [
        {"text": gettext("事项清单"), "url": reverse("backstage:items")},
        {"text": work.draft.name, "url": reverse("backstage:version", args=[work.uid])},
        {"text": gettext("编写"), "url": ""},
    ]


def _outlined(work: Work, pane: Pane, here: str) -> dict[str, Any]:
    found = [finding for at, some in work.findings.items() if parts.holds(pane, at) for finding in some]
    return {
        "text": pane.zh,
        "url": work.url("design_part", pane.name),
        "current": pane.name == here,
        "rows": _count(work.content, pane),
        "errors": sum(finding.severity is Severity.ERROR for finding in found),
        "warnings": sum(finding.severity is not Severity.ERROR for finding in found),
    }


def _count(content: Content, pane: Pane) -> int | None:
    if pane.name == "form":
        return sum(len(section.get("fields", ())) for section in catalogue.rows(content, "form"))
    return len(catalogue.rows(content, pane.rows)) if pane.rows else None


def others(work: Work) -> list[str]:
    """此刻也在写这份草稿的人。"""
    return [f"{one.name}（{one.seen_at:%H:%M}）" for one in work.draft.others]


def label_of(pane: Pane, path: str) -> str:
    """某一栏的名称。"""
    name = path.partition(".")[0]
    return next((str(each["label"]) for each in pane.asked if each["name"] == name), name)


def disputed(spot: Spot, names: Iterable[str]) -> str:
    """与别人同时改了的要素：照别人的留着，请再看。"""
    told = "、".join(label_of(spot.pane, name) for name in names)
    return gettext("“%(labels)s”刚才有别人改成了另一个样子，已照他的显示；还要用您的，请再改一次") % {
        "labels": told
    }


def listing(work: Work, pane: Pane) -> dict[str, Any]:
    """各行的列表，和加一行的小表；没有行的部分为空。"""
    listed = pane if pane.rows else parts.within(pane)
    if listed is None:
        return {}
    inner = parts.within(listed) if listed.name == "form" else None
    return {
        "rows_of": listed,
        "inner": inner,
        "rows": [
            _listed(work, listed, place, each, inner)
            for place, each in enumerate(catalogue.rows(work.content, listed.rows))
        ],
        "kinds": [(kind.value, kind.zh) for kind in FieldKind],
    }


def _listed(work: Work, pane: Pane, place: int, row: Any, inner: Pane | None) -> dict[str, Any]:
    told = str(row.get(pane.key, place)) if isinstance(row, Mapping) else str(place)
    at = f"{pane.rows}.{place}"
    shown = {
        "told": told,
        "title": _titled(pane, row),
        "about": _about(pane, row, work.content),
        "branches": _branches(row, work.content) if pane.name == "situations" else [],
        "url": work.url("design_row", pane.name, told),
        "findings": _findings(work, at, but=f"{at}.fields" if inner else ""),
        "place": place,
    }
    if inner is not None:
        around = f"form.{place}.fields"
        shown["fields"] = [
            _listed_field(work, inner, around, nth, field) for nth, field in enumerate(row.get("fields", ()))
        ]
    return shown


def _listed_field(
    work: Work, pane: Pane, around: str, place: int, field: Mapping[str, Any]
) -> dict[str, Any]:
    told = str(field.get("name", place))
    return {
        "told": told,
        "title": _titled(pane, field),
        "about": _about(pane, field, work.content),
        "url": work.url("design_row", pane.name, told),
        "findings": _findings(work, f"{around}.{place}"),
    }


def _findings(work: Work, at: str, *, but: str = "") -> list[LintFinding]:
    """What the linter says of this row; what it says of the rows within stands beside those."""
    places = (where for where in work.findings if _under(where, at) and not (but and _under(where, but)))
    return [finding for where in places for finding in work.findings[where]]


def _under(where: str, at: str) -> bool:
    return where == at or where.startswith(f"{at}.")


def _titled(pane: Pane, row: Any) -> str:
    return str(row) if isinstance(row, str) else str(row.get(pane.titled, ""))


def _about(pane: Pane, row: Any, content: Content) -> list[str]:
    """One line under the title: the elements a person looks for, in words."""
    if isinstance(row, str):
        return []
    return [text for text in (_ABOUT[pane.name](row, content) if pane.name in _ABOUT else []) if text]


def _about_material(row: Mapping[str, Any], content: Content) -> list[str]:
    needs = {"1": gettext("必要"), "2": gettext("非必要"), "3": gettext("容缺后补")}
    base = gettext("所有人都要") if row.get("base", True) else gettext("只在某些情形下要")
    free = gettext("共享核验免交") if row.get("share_api") else ""
    return [
        needs.get(str(row.get("is_need", 1)), ""),
        base,
        free,
        str(row.get("by_law") or gettext("还没有写依据")),
    ]


def _about_field(row: Mapping[str, Any], content: Content) -> list[str]:
    kind = next((k.zh for k in FieldKind if k == row.get("type")), "")
    must = gettext("必填") if row.get("required") else gettext("选填")
    shows = gettext("有条件才显示") if row.get("show_when") else ""
    known = gettext("预填") if row.get("prefill") else ""
    return [kind, must, known, shows]


def _about_line(row: Mapping[str, Any], content: Content) -> list[str]:
    source = str(row.get("source", ""))
    if source.startswith("'"):
        return [source.strip("'")]
    return [next((o.label for o in catalogue.sources_on_offer(content) if o.key == source), source)]


def _about_step(row: Mapping[str, Any], content: Content) -> list[str]:
    return [gettext("%(n)s 个工作日") % {"n": row.get("days", 0)}, str(row.get("says", ""))]


_ABOUT = {
    "materials": _about_material,
    "field": _about_field,
    "line": _about_line,
    "steps": _about_step,
    "laws": lambda row, content: [str(row.get("article", "")), str(row.get("says", ""))],
    "questions": lambda row, content: [str(row.get("answer", ""))],
    "fee": lambda row, content: [str(row.get("fee_stand", ""))],
}


def _branches(row: Mapping[str, Any], content: Content) -> list[dict[str, Any]]:
    """One branch an option: what choosing it adds, spares, says or ends."""
    names = {o.key: o.label for o in catalogue.materials_on_offer(content)}
    return [
        {
            "label": option.get("label", ""),
            "adds": [names.get(key, key) for key in option.get("adds", ())],
            "removes": [names.get(key, key) for key in option.get("removes", ())],
            "says": option.get("says", ""),
            "ends": option.get("ends", ""),
        }
        for option in row.get("options", ())
    ]


def notes(work: Work, spot: Spot) -> dict[str, tuple[Note, ...]]:
    """规范检查的话，放到各栏旁边：``{栏: 提醒}``；一组里面的归到这一组。"""
    base, told = _place_of(spot, work.content), {}
    for name in (str(each["name"]) for each in spot.pane.asked):
        where = f"{base}.{name}" if base else name
        found = [one for at, some in work.findings.items() if _under(at, where) for one in some]
        told[name] = tuple(Note(text=one.says, grave=one.severity is Severity.ERROR) for one in found)
    return told


def _place_of(spot: Spot, content: Content) -> str:
    if spot.pane.rows:
        at, place = spot.at(content)
        return f"{at}.{place}"
    return spot.pane.within_row


def add(work: Work, pane: Pane, given: Mapping[str, str]) -> tuple[str, bool]:
    """加一行：答它的代号或者序号；随手写了名称的已经有了样子 (True)，没写的去那一行接着写。"""
    around = given.get("around", "0")
    if not around.isascii() or not around.isdigit():
        raise Http404
    at = pane.at(int(around))
    row: Any = dict(pane.fresh) if isinstance(pane.fresh, Mapping) else pane.fresh
    title = given.get("title", "").strip()[:200]
    if isinstance(row, dict):
        row |= _named(work, pane, at) | ({pane.titled: title} if title else {}) | _kind(pane, given)
    else:
        row = title
    work.change(catalogue.added(work.content, at, row))
    told = str(row.get(pane.key, "")) if isinstance(row, dict) else ""
    return told or str(len(catalogue.rows(work.content, at))), bool(title)


def _named(work: Work, pane: Pane, at: str) -> dict[str, str]:
    if not pane.stem:
        return {}
    return {pane.key: catalogue.fresh_key(catalogue.keys_of(work.content, at, name=pane.key), stem=pane.stem)}


def _kind(pane: Pane, given: Mapping[str, str]) -> dict[str, Any]:
    kind = given.get("kind", "")
    return {"type": kind} if pane.name == "field" and kind in FieldKind.slugs() else {}


def rearranged(work: Work, spot: Spot, done: str) -> dict[str, Any]:
    """挪一行或者去一行以后的内容。 Refuses: NoSuchRow."""
    at, place = spot.at(work.content)
    match done:
        case "up":
            return catalogue.moved(work.content, at, place, by=-1)
        case "down":
            return catalogue.moved(work.content, at, place, by=1)
        case "remove":
            return catalogue.without(work.content, at, place)
    raise Http404


def onward(work: Work, spot: Spot) -> str:
    """存好往下走：一行的回到它那一部分，一部分的去下一部分，写完了的去看这一版。"""
    if spot.told:
        return work.url("design_part", spot.pane.within or spot.pane.name) + "#rows"
    names = [pane.name for pane in parts.panes()]
    place = names.index(spot.pane.name) + 1
    if place < len(names):
        return work.url("design_part", names[place])
    return reverse("backstage:version", args=[work.uid])

"""存草稿：整页提交的、边填边存的；同一栏别处改过，两边的值都摆出来，谁也不盖掉谁。"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext

from tongban.doors.portal import situation as situations
from tongban.doors.portal.application import CHECK, FORM, Application, opened
from tongban.foundation.http.arrival import arrived
from tongban.foundation.http.input import BadInput, small_number
from tongban.foundation.pages.forms import sheet
from tongban.rooms.cases import acts as cases
from tongban.rooms.cases.errors import DraftConflict
from tongban.rooms.cases.words import Typed
from tongban.rooms.catalogue.words import Version

Flat = Mapping[str, Any]


def keep(application: Application, request: HttpRequest, given: Flat) -> None:
    """存下整页送来的栏，要去掉的一组清空。 Refuses: DraftConflict, DraftSubmitted, TooMuch."""
    changes = sheet.changed(given, application.draft.values)
    if row := request.POST.get("remove"):
        changes |= sheet.without_row({**application.draft.values, **given}, row)
    if changes:
        _save(application, request, Typed(based_on=opened_at(request, application), changes=changes))


def keep_answers(application: Application, request: HttpRequest, answers: situations.Answers) -> None:
    """存下情形的回答：后答的算数。"""
    told = situations.stored(answers)
    if told != application.draft.answers:
        _save(application, request, Typed(based_on=application.draft.revision, changes={}, answers=told))


def _save(application: Application, request: HttpRequest, typed: Typed) -> int:
    at = arrived(request)
    return cases.save_draft(draft_uid=application.uid, by=application.by, typed=typed, at=at).revision


def autosave(request: HttpRequest, uid: str, sent: Any) -> dict[str, Any]:
    """边填边存的答复：新修订号、几时存的、冲突的栏、别处新改的栏。

    Refuses: BadInput, NoSuchDraft, DraftSubmitted, TooMuch.
    """
    application = opened(request, uid)
    if not isinstance(sent, dict) or not isinstance(sent.get("changes"), dict):
        raise BadInput(why="缺少改动")
    given = sheet.read(sent["changes"], application.version)
    base = small_number(sent.get("base"), otherwise=application.draft.revision)
    changes, conflicts = sheet.changed(given, application.draft.values), {}
    try:
        revision = _save(application, request, Typed(based_on=base, changes=changes))
    except DraftConflict as conflict:
        revision, conflicts = int(conflict.facts["revision"]), conflict.facts["conflicts"]
    return {
        "revision": revision,
        "saved": f"{arrived(request):%H:%M}",
        "conflicts": {path: _sides(one) for path, one in conflicts.items()},
        "elsewhere": _elsewhere(application, base=base, but=given),
    }


def _sides(conflict: Mapping[str, Any]) -> dict[str, Any]:
    return {"label": conflict["label"], "theirs": sheet.texts(conflict["stored"])}


def _elsewhere(application: Application, *, base: int, but: Flat) -> dict[str, list[str]]:
    """What other pages saved since this page was built, so that it neither shows nor sends back what is stale."""
    newer = (path for path, revision in application.draft.touched.items() if revision > base)
    values = application.draft.values
    return {path: sheet.texts(values.get(path)) for path in newer if path not in but and path in values}


def conflict_words(conflict: DraftConflict) -> dict[str, str]:
    """各冲突栏的一句话：别处改成了什么，这里显示的是您这次填的。"""
    says = gettext("刚才在别的页面改成了“{theirs}”；这里是您这次填的，再点一次“保存并继续”就用这里的")
    conflicts: Mapping[str, Mapping[str, Any]] = conflict.facts["conflicts"]  # type: ignore[assignment]
    return {
        path: says.format(theirs="、".join(sheet.texts(one["stored"])) or gettext("空白"))
        for path, one in conflicts.items()
    }


def form_onward(request: HttpRequest, application: Application, given: Flat, *, one_by_one: bool) -> str:
    """存好之后去哪里：多一组、少一组回到那里；有错回到本页；没错往下走。"""
    values = {**application.draft.values, **given}
    version, place = application.version, place_of(request, application.version)
    here = application.url(FORM)
    kept = {"place": str(place)} | ({"back": CHECK} if back_of(request) else {})
    if group := request.POST.get("more") or request.POST.get("remove", "").partition(".")[0]:
        more = {"more": group} if "more" in request.POST else {}
        return f"{here}?{urlencode(kept | more)}#f-{_fresh_row(version, values, group) if more else group}"
    shown = version.form[place : place + 1] if one_by_one else version.form
    names = {field.name for section in shown for field in section.fields}
    problems = application.sheet(values).checked()[1]
    if any(path.partition(".")[0] in names for path in problems):
        return f"{here}?{urlencode({**kept, 'checked': '1'})}"
    if one_by_one and place + 1 < len(version.form) and not back_of(request):
        return f"{here}?{urlencode({'place': place + 1})}"
    return onward(request, application, FORM)


def _fresh_row(version: Version, values: Flat, group: str) -> str:
    """The first box of the blank row that the next page will show."""
    of = next((field for field in version.fields if field.name == group and field.fields), None)
    if of is None:
        return group
    return f"{group}.{sheet.row_numbers(values, of, more=True)[-1]}.{of.fields[0].name}"


def onward(request: HttpRequest, application: Application, step: str) -> str:
    """往下走；从核对页来改的，改完直接回核对页。"""
    return application.url(CHECK) if back_of(request) else application.after(step)


def back_of(request: HttpRequest) -> str:
    """是不是从核对页来的。"""
    told = request.POST.get("back") or request.GET.get("back")
    return CHECK if told == CHECK else ""


def opened_at(request: HttpRequest, application: Application) -> int:
    """这一页打开时草稿的修订号。"""
    return small_number(request.POST.get("base"), otherwise=application.draft.revision)


def place_of(request: HttpRequest, version: Version) -> int:
    """长辈版的第几节（0 起）。"""
    told = small_number(request.POST.get("place") or request.GET.get("place"), otherwise=0)
    return min(told, max(len(version.form) - 1, 0))

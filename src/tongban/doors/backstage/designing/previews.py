"""框里的样子：申请人在手机上会看到的申请表、办事指南和拿到的结果，照草稿此刻的内容。"""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext

from tongban.doors.backstage.designing.work import Work
from tongban.foundation.http.middleware import CONTENT_SECURITY_POLICY
from tongban.foundation.pages.forms.sheet import Sheet
from tongban.rooms.catalogue import queries as catalogue

FRAMED = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
"""只有自己的页面可以把它放进框里。"""


def seen(work: Work, what: str, given: QueryDict) -> tuple[str, dict[str, Any]]:
    """要看的一种样子：模板和事实。"""
    see = _SEEN.get(what)
    if see is None:
        raise Http404
    return f"backstage/design/preview_{what}.html", {
        "draft": work.draft,
        "ways": _ways(work, what),
        **see(work, given),
    }


def _ways(work: Work, here: str) -> list[dict[str, Any]]:
    names = {"guide": gettext("办事指南"), "form": gettext("申请表"), "result": gettext("结果")}
    return [
        {"text": text, "url": work.url("design_preview", key), "current": key == here}
        for key, text in names.items()
    ]


def _form(work: Work, given: QueryDict) -> dict[str, Any]:
    version = catalogue.read_sketch(work.content)
    shown = Sheet(version=version, values=given.dict(), answers={}, rules=catalogue)
    return {"parts": shown.parts(version.form)}


def _guide(work: Work, given: QueryDict) -> dict[str, Any]:
    version = catalogue.read_sketch(work.content)
    told = {q.key: given.getlist(q.key) if q.many else given.get(q.key, "") for q in version.situations}
    checked = catalogue.check_answers(version, told)
    return {
        "version": version,
        "asked": [{"question": q, "told": told[q.key], "many": q.many} for q in version.situations],
        "materials": catalogue.required_materials(version, checked.answers),
    }


def _result(work: Work, given: QueryDict) -> dict[str, Any]:
    version = catalogue.read_sketch(work.content)
    result = version.results[0] if version.results else None
    named = {o.key: o.label.partition("：")[2] or o.label for o in catalogue.sources_on_offer(work.content)}
    lines = [(line.label, _sample(line.source, named)) for line in result.template] if result else []
    return {"result": result, "lines": lines, "version": version}


def _sample(source: str, named: Mapping[str, str]) -> str:
    """What will stand there: a fixed text as it is, everything else by the name of its source."""
    return source[1:-1] if source.startswith("'") else f"〔{named.get(source, source)}〕"


_SEEN = {"form": _form, "guide": _guide, "result": _result}

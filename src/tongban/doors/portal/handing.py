"""交材料：每份材料此刻的样子，和一次提交里的上传、移除、再用一次。"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext

from tongban.doors.portal.application import MATERIALS, Application
from tongban.doors.portal.guiding import copies
from tongban.doors.portal.saving import onward as after_saving
from tongban.doors.portal.situation import need_word
from tongban.foundation.http.arrival import arrived
from tongban.foundation.refusal import Refusal
from tongban.rooms.cases import acts as cases
from tongban.rooms.cases import queries as case_queries
from tongban.rooms.cases.words import MaterialSource
from tongban.rooms.catalogue.words import Material
from tongban.rooms.catalogue.words import MaterialSource as Origin

BY_SYSTEM, SHARED, OWN, MANDATED = "system", "shared", "own", "mandated"


@dataclass(frozen=True)
class HandingRow:
    """页面上的一份材料：``way`` 是系统生成、共享核验、委托已登记或自己交；``file`` 是交了的那一份。"""

    material: Material
    way: str
    copies: str
    need: str
    sample: str
    file: Any
    earlier: list[Any]
    error: str
    pages: list[case_queries.DraftPageView]

    @property
    def key(self) -> str:
        """材料代号。"""
        return self.material.key

    @property
    def reused(self) -> bool:
        """用的是以前交过的。"""
        return bool(self.file) and self.file.source is MaterialSource.REUSE

    @property
    def size_words(self) -> str:
        """文件大小。"""
        return size_words(self.file.size if self.file else 0)

    @property
    def parts(self) -> list[dict[str, str]]:
        """几页合成的，各页的名字、大小和移除时送什么。"""
        return [
            {"name": page.name, "size": size_words(page.size), "remove": f"{self.key}.{page.place}"}
            for page in self.pages
        ]

    @property
    def required(self) -> bool:
        """必须自己交。"""
        return self.way == OWN and not self.need


def size_words(size: int) -> str:
    """文件大小的人话写法。"""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{-(-size // 1000)} KB"


def rows(application: Application, errors: dict[str, str], *, again: bool = True) -> list[HandingRow]:
    """全部材料，按清单次序；``again`` 时附上各页，还没交的附上以前交过的同名材料 (one statement, and one for each of those)."""
    pages = case_queries.draft_pages(uid=application.uid, by=application.by) if again else {}
    found = [
        _row(application, m, errors.get(m.key, ""), again=again) for m in application.situation.materials
    ]
    return [replace(row, pages=pages.get(row.key, [])) for row in found]


def _row(application: Application, m: Material, error: str, *, again: bool) -> HandingRow:
    way = _way(application, m)
    file = application.draft.files.get(m.key)
    applicant = application.draft.applicant
    wanted = again and way == OWN and file is None
    earlier = case_queries.materials_handed_in(applicant=applicant, name=m.name, limit=3) if wanted else []
    sample = static(f"tongban/sample-{'licence' if m.source is Origin.GOVERNMENT else 'form'}.svg")
    return HandingRow(m, way, copies(m), need_word(m), sample, file, earlier, error, [])


def _way(application: Application, m: Material) -> str:
    if m.made_by_system:
        return BY_SYSTEM
    if m.by_mandate and m.key in _spared(application):
        return MANDATED
    return SHARED if m.shared else OWN


def _spared(application: Application) -> set[str]:
    """What the register of mandates stands in for."""
    return {line.key for line in application.draft.check.materials if line.source == MaterialSource.MANDATE}


def handle(request: HttpRequest, application: Application) -> dict[str, str]:
    """办完这次提交里的事，返回没办成的：``{材料: 一句话}``；要往下走的，还查缺哪份。"""
    errors = dict(_refused(request, application))
    if not errors and "next" in request.POST:
        errors = _missing(application, given=set(request.FILES))
    return errors


def _refused(request: HttpRequest, application: Application) -> Iterator[tuple[str, str]]:
    if told := request.POST.get("remove"):
        yield from _tried(told.partition(".")[0], lambda: _remove(request, application, told))
    if told := request.POST.get("reuse"):
        yield from _tried(told.partition(".")[0], lambda: _reuse(request, application, told))
    for key in request.FILES:
        yield from _tried(key, lambda key=key: _upload(request, application, key))  # type: ignore[misc]


def _tried(key: str, act: Any) -> Iterator[tuple[str, str]]:
    try:
        act()
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        yield key, f"{refusal}。{refusal.advice}"


def _reuse(request: HttpRequest, application: Application, told: str) -> None:
    key, _, number = told.partition(".")
    material_id = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    at = arrived(request)
    cases.reuse_material(
        draft_uid=application.uid, by=application.by, key=key, material_id=material_id, at=at
    )


def _remove(request: HttpRequest, application: Application, told: str) -> None:
    """The whole material, or one page of it: ``key`` or ``key.page``."""
    key, _, place = told.partition(".")
    draft = {"draft_uid": application.uid, "by": application.by, "key": key}
    if place.isascii() and place.isdigit() and len(place) < 4:
        cases.remove_page(**draft, place=int(place), at=arrived(request))
    else:
        cases.remove_file(**draft)


def _upload(request: HttpRequest, application: Application, key: str) -> None:
    """Each file is a page of its own, behind those that are there; each that is taken is kept, whatever the next one is."""
    for file in filter(None, request.FILES.getlist(key)):
        sent = cases.Upload(file, file.name or key)
        cases.add_page(draft_uid=application.uid, by=application.by, key=key, file=sent, at=arrived(request))


def _missing(application: Application, *, given: set[str]) -> dict[str, str]:
    have = set(application.draft.files) | given | _spared(application)
    return {
        m.key: gettext("请上传{name}").format(name=m.name)
        for m in application.situation.materials
        if not (m.made_by_system or m.shared or need_word(m)) and m.key not in have
    }


def onward(request: HttpRequest, application: Application) -> str:
    """往下走，或者留在本页接着交。"""
    if "next" in request.POST:
        return after_saving(request, application, MATERIALS)
    here = application.url(MATERIALS)
    key = (request.POST.get("remove") or request.POST.get("reuse", "")).partition(".")[0]
    back = "?back=check" if request.POST.get("back") else ""
    return f"{here}{back}#m-{key}" if key else here + back

"""电子表格：事项全册和各种清单导出、改好导入；哪一格不对逐处说明，一格不对一条也不存。"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from tongban.doors.backstage.shell import backstage_page, officer_of
from tongban.foundation.http.arrival import arrived
from tongban.foundation.http.downloads import workbook_answer
from tongban.foundation.refusal import Refusal
from tongban.foundation.workbooks import LARGEST, WorkbookUnreadable
from tongban.rooms.catalogue import acts as catalogue_acts
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.errors import WorkbookWrong
from tongban.rooms.catalogue.words import BookKind
from tongban.rooms.organisation import queries as organisation
from tongban.rooms.organisation.words import Role

FILE = "file"
GOLDEN = "golden"


@require_http_methods(["GET", "HEAD", "POST"])
def excel(request: HttpRequest) -> HttpResponse:
    """导出导入的一页；导入的结果或者毛病也在这一页。"""
    told = _imported(request) if request.method == "POST" else {}
    status = 422 if told.get("problems") or told.get("refused") else 200
    return backstage_page(
        request,
        "backstage/excel.html",
        here="backstage:excel",
        status=status,
        units=_units(request),
        books=tuple(BookKind),
        publishes=_publishes(request),
        **told,
    )


@require_safe
def items_file(request: HttpRequest) -> HttpResponse:
    """事项全册，或者其中一个部门的。"""
    department = request.GET.get("department", "")
    known = {unit.code: unit.name for unit in _units(request)}
    file = catalogue.items_workbook(
        region=officer_of(request).region, department=department if department in known else ""
    )
    name = gettext("事项全册")
    return workbook_answer(file, name=f"{known.get(department, '')}{name}_{arrived(request):%Y%m%d}")


@require_safe
def golden_file(request: HttpRequest) -> HttpResponse:
    """黄金样例一册；还没有样例的是空表。"""
    file = catalogue.golden_book(region=officer_of(request).region)
    return workbook_answer(file, name=f"{gettext('黄金样例')}_{arrived(request):%Y%m%d}")


@require_safe
def list_file(request: HttpRequest, kind: str) -> HttpResponse:
    """一种清单公布的各份；没有公布过的是空表。"""
    if kind not in BookKind.slugs():
        raise Http404
    book = BookKind.of(kind)
    file = catalogue.list_book(region=officer_of(request).region, kind=book)
    return workbook_answer(file, name=f"{gettext(book.zh)}_{arrived(request):%Y%m%d}")


def _imported(request: HttpRequest) -> dict[str, Any]:
    given = request.FILES.get(FILE)
    try:
        if given is None:
            raise WorkbookUnreadable(why=gettext("没有选文件"))
        if (given.size or 0) > LARGEST:
            raise WorkbookUnreadable(why=gettext("文件太大"))
        return _kept(request, given.read())
    except WorkbookWrong as wrong:
        return {"problems": wrong.problems, "refused": wrong}
    except Refusal as refusal:
        return {"refused": refusal}


def _kept(request: HttpRequest, content: bytes) -> dict[str, Any]:
    """Which book it is, the form says; a book of another kind is refused by its heads."""
    officer = officer_of(request)
    sheets = catalogue.read_sheets(file=content)
    given = {"sheets": sheets, "region": officer.region, "by": officer, "at": arrived(request)}
    kind = request.POST.get("book", "")
    if kind in BookKind.slugs():
        book = BookKind.of(kind)
        return {"report": catalogue_acts.import_lists(kind=book, **given), "book": book}
    if kind == GOLDEN:
        return {"report": catalogue_acts.import_golden(**given), "golden": True}
    return {"report": catalogue_acts.import_workbook(**given)}


def _publishes(request: HttpRequest) -> bool:
    """Lists are the whole district's: who manages all of it publishes them."""
    officer = officer_of(request)
    return officer.may(Role.CATALOGUE_ADMIN, region=officer.region, department="")


def _units(request: HttpRequest) -> list[Any]:
    officer = officer_of(request)
    return [
        unit
        for unit in organisation.departments(region=officer.region)
        if officer.may(Role.CATALOGUE_ADMIN, region=unit.region, department=unit.code)
    ]

"""材料和文书的文件：原样给浏览器看，不许脚本，不许别的网站框住 (files as they are, harmless)."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from tongban.doors.desk.shell import officer_of
from tongban.foundation.http.arrival import arrived
from tongban.foundation.http.downloads import pdf_answer, stored_file
from tongban.rooms.cases import acts as cases
from tongban.rooms.cases import queries

LOOKED = "办理中查看材料"


@require_safe
def material(request: HttpRequest, case_no: str, key: str) -> HttpResponseBase:
    """一份材料的文件；看材料也是看个人信息，每天留痕一次。"""
    officer = officer_of(request)
    file = queries.material_file(case_no=case_no, key=key, by=officer)
    cases.open_case(case_no=case_no, by=officer, purpose=LOOKED, at=arrived(request))
    return stored_file(file.digest, kind=file.kind, name=file.file_name)


@require_safe
def document(request: HttpRequest, case_no: str, uid: str) -> HttpResponseBase:
    """一份文书的 PDF。"""
    found = queries.document_of(uid=uid, by=officer_of(request), case_no=case_no)
    content = cases.document_pdf(uid=found.uid)
    return pdf_answer(request, content, name=found.number)

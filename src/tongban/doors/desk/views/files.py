"""材料和文书的文件：原样给浏览器看，不许脚本，不许别的网站框住 (files as they are, harmless)."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from tongban.doors.desk.shell import officer_of
from tongban.foundation.files.kind import FileKind
from tongban.foundation.files.store import FileStore
from tongban.foundation.http.arrival import arrived
from tongban.rooms.cases import acts as cases
from tongban.rooms.cases import queries

LOOKED = "办理中查看材料"
# Chromium shows no PDF in a sandboxed document; a PDF runs no script of ours either way.
SEEN_ONLY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'"
SHOWN = frozenset({FileKind.PDF, FileKind.JPG, FileKind.PNG, FileKind.WEBP})


@require_safe
def material(request: HttpRequest, case_no: str, key: str) -> HttpResponseBase:
    """一份材料的文件；看材料也是看个人信息，每天留痕一次。"""
    officer = officer_of(request)
    file = queries.material_file(case_no=case_no, key=key, by=officer)
    cases.open_case(case_no=case_no, by=officer, purpose=LOOKED, at=arrived(request))
    kept = FileStore(Path(settings.FILES_DIR)).open(file.digest)
    kind = FileKind.of(file.kind)
    return _inline(FileResponse(kept, content_type=kind.media_type), file.file_name, kind)


@require_safe
def document(request: HttpRequest, case_no: str, uid: str) -> HttpResponseBase:
    """一份文书的 PDF。"""
    found = queries.document_of(uid=uid, by=officer_of(request), case_no=case_no)
    response = HttpResponse(cases.document_pdf(uid=found.uid), content_type=FileKind.PDF.media_type)
    return _inline(response, f"{found.number}.pdf", FileKind.PDF)


def _inline(response: HttpResponseBase, name: str, kind: FileKind) -> HttpResponseBase:
    response["Content-Security-Policy"] = SEEN_ONLY
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = content_disposition_header(kind not in SHOWN, name) or "inline"
    return response

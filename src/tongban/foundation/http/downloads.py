"""给出文件：带着中文名，能看的就地看，其余存下；不许在本站里跑，也不许缓存 (how a file leaves the site)."""

from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

from tongban.foundation.files import FileKind, FileStore

SHOWN = frozenset({FileKind.PDF, FileKind.JPG, FileKind.PNG, FileKind.WEBP})
# Within our own pages and nowhere else; nothing in the file may run or load.
SEEN_ONLY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'"


def pdf_answer(request: HttpRequest, content: bytes, *, name: str, plain: str = "") -> HttpResponse:
    """一份排好的 PDF：地址里有 ``?download`` 的存下，否则就地打开。

    ``name`` and ``plain`` are without their ending; ``plain`` is in letters and digits, for a browser that reads no other.
    """
    answer = HttpResponse(content, content_type=FileKind.PDF.media_type)
    fallback = f"{plain}.pdf" if plain else ""
    _harmless(answer, FileKind.PDF, name=f"{name}.pdf", save="download" in request.GET, plain=fallback)
    return answer


def workbook_answer(content: bytes, *, name: str) -> HttpResponse:
    """一册电子表格，存下 (``name`` without its ending)."""
    answer = HttpResponse(content, content_type=FileKind.XLSX.media_type)
    _harmless(answer, FileKind.XLSX, name=f"{name}.xlsx")
    return answer


def stored_file(digest: str, *, kind: str, name: str) -> FileResponse:
    """存着的一份材料 (``digest`` as the store names it, ``kind`` as the row keeps it). Refuses: NoSuchFile."""
    known = FileKind.of(kind)
    answer = FileResponse(FileStore(Path(settings.FILES_DIR)).open(digest), content_type=known.media_type)
    _harmless(answer, known, name=name)
    return answer


def _harmless(
    answer: HttpResponseBase, kind: FileKind, *, name: str, save: bool = False, plain: str = ""
) -> None:
    manner = "inline" if kind in SHOWN and not save else "attachment"
    fallback = f'filename="{plain}"; ' if plain else ""
    answer["Content-Disposition"] = f"{manner}; {fallback}filename*=UTF-8''{quote(name, safe='')}"  # RFC 6266
    # Chromium shows no PDF in a sandboxed document; a PDF runs no script of ours either way.
    answer["Content-Security-Policy"] = SEEN_ONLY if kind is FileKind.PDF else f"{SEEN_ONLY}; sandbox"
    answer["Cache-Control"] = "private, no-store"

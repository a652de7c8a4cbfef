"""给出文件：PDF 和自己交的材料，只当文件给，不许在本站里跑，也不许缓存 (how a file leaves this door)."""

from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tongban.foundation.files import FileKind, FileStore

TYPES = {FileKind.PDF: "application/pdf", FileKind.JPG: "image/jpeg", FileKind.PNG: "image/png"}
# Shown inside our own viewer, and nowhere else; nothing in the file may run or load.
POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
)
PDF_POLICY = "default-src 'none'; object-src 'self'; plugin-types application/pdf; frame-ancestors 'self'"


def pdf(request: HttpRequest, content: bytes, *, name: str) -> HttpResponse:
    """一份 PDF：``?download`` 存下，否则就地打开。"""
    manner = "attachment" if "download" in request.GET else "inline"
    return _file(content, kind="application/pdf", name=f"{name}.pdf", manner=manner)


def stored(digest: str, *, kind: str, name: str) -> HttpResponse:
    """存着的一份材料；浏览器打不开的种类一律下载。 Refuses: NoSuchFile."""
    known = TYPES.get(FileKind.of(kind), "")
    with FileStore(Path(settings.FILES_DIR)).open(digest) as file:
        content = file.read()
    manner = "inline" if known else "attachment"
    return _file(content, kind=known or "application/octet-stream", name=name, manner=manner)


def disposition(manner: str, name: str, *, plain: str = "") -> str:
    """文件怎么给、叫什么名字：中文名之外，给不认的浏览器留一个只有字母数字的 (RFC 6266)."""
    fallback = f'filename="{plain}"; ' if plain else ""
    return f"{manner}; {fallback}filename*=UTF-8''{quote(name, safe='')}"


def _file(content: bytes, *, kind: str, name: str, manner: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = disposition(manner, name)
    response["Content-Security-Policy"] = PDF_POLICY if kind == "application/pdf" else POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response

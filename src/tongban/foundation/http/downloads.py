"""下载：一份文件带着中文名交给浏览器存下。"""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attachment(content: bytes, *, name: str, kind: str) -> HttpResponse:
    """存为文件 (``kind`` is the media type; nobody's cache keeps it)."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    response["Cache-Control"] = "no-store"
    return response

"""给看文件：自己交的材料原样给浏览器，不许脚本，不许别的网站框住。"""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse

from tongban.foundation.files.kind import FileKind
from tongban.foundation.files.store import FileStore

SEEN_ONLY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'"
SHOWN = frozenset({FileKind.PDF, FileKind.JPG, FileKind.PNG, FileKind.WEBP})


def kept_file(digest: str, kind: str) -> FileResponse:
    """库里的一个文件；浏览器看不了的就下载。 Refuses: NoSuchFile."""
    known = FileKind.of(kind)
    kept = FileStore(Path(settings.FILES_DIR)).open(digest)
    response = FileResponse(kept, content_type=known.media_type, as_attachment=known not in SHOWN)
    response["Content-Security-Policy"] = SEEN_ONLY
    response["Cache-Control"] = "private, no-store"
    return response

"""合成：几张照片、几个 PDF 按次序合成一个 PDF，像窗口把几页钉成一份 (several pages become one document)."""

import io
from collections.abc import Iterable

from PIL import Image

from tongban.foundation.files.kind import IMAGES, FileKind
from tongban.foundation.files.refusals import FileBroken, FileNotCombinable

DOTS_PER_INCH = 150
QUALITY = 90  # of JPEG; a page photographed at 2,000 pixels stays legible
COMBINABLE = IMAGES | {FileKind.PDF}


def refuse_uncombinable(kinds: Iterable[FileKind]) -> None:
    """合不成的先说：只有照片和 PDF 能合。 Refuses: FileNotCombinable."""
    for kind in kinds:
        if kind not in COMBINABLE:
            raise FileNotCombinable(kind=kind.zh)


def combined(parts: Iterable[tuple[bytes, FileKind]]) -> bytes:
    """按次序合成一个 PDF；照片一张一页。 Refuses: FileNotCombinable, FileBroken."""
    from pypdf import PdfReader, PdfWriter  # loaded when pages are put together, not with the house
    from pypdf.errors import PyPdfError

    writer = PdfWriter()
    for content, kind in parts:
        refuse_uncombinable([kind])
        page = content if kind is FileKind.PDF else _as_page(content)
        try:
            writer.append(PdfReader(io.BytesIO(page)), import_outline=False)
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            # What pypdf raises on a broken structure depends on where it is broken.
            raise FileBroken(why="这个 PDF 的结构有问题，不能和别的页合在一起") from None
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _as_page(picture: bytes) -> bytes:
    """Pictures here were re-encoded when they came in: small enough, upright, without surprises."""
    made = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").save(made, "PDF", resolution=DOTS_PER_INCH, quality=QUALITY)
    return made.getvalue()

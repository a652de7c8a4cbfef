"""图片净化：解码再编码，去掉元数据（位置、设备）与尾随内容，方向先转正。"""

import io
import struct
import warnings
import zlib
from pathlib import Path

from PIL import Image, ImageOps

from tongban.foundation.files.kind import FileKind
from tongban.foundation.files.refusals import FileBroken, FileTooLarge

MOST_PIXELS = 40_000_000
_FORMATS = {FileKind.JPG: "JPEG", FileKind.PNG: "PNG", FileKind.WEBP: "WEBP"}
_UNREADABLE = (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, struct.error, zlib.error)
_QUALITY = 90


def reencode(path: Path, *, kind: FileKind) -> tuple[bytes, FileKind]:
    """重新编码：返回净化后的字节与种类；WebP 改存为 JPG（各处都能打开），只取第一帧。

    Refuses: FileTooLarge above 40 million pixels (judged from the header, before decoding), FileBroken.
    """
    picture = _decoded(path, _FORMATS[kind])
    target = FileKind.PNG if kind is FileKind.PNG else FileKind.JPG
    if target is FileKind.JPG:
        picture = _opaque(picture)
    # Savers copy what they find in `info` (comments, colour profiles, resolution); nothing of it shall go along.
    picture.info = {}
    out = io.BytesIO()
    picture.save(out, format=_FORMATS[target], **({"quality": _QUALITY} if target is FileKind.JPG else {}))
    return out.getvalue(), target


def _decoded(path: Path, form: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=[form]) as image:
                _check_pixels(image.size)
                image.load()
                ImageOps.exif_transpose(image, in_place=True)
                return _plain(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except _UNREADABLE as error:
        raise FileBroken(why="图片打不开") from error


def _check_pixels(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> FileTooLarge:
    return FileTooLarge(what="图片像素过多", limit=f"{MOST_PIXELS // 10_000}万像素")


def _plain(image: Image.Image) -> Image.Image:
    """One of the modes both savers take; sixteen-bit scans are scaled to eight bits, not clipped to white."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("1", "L", "RGB", "RGBA") and "transparency" not in image.info:
        return image
    see_through = image.mode in ("LA", "PA", "La", "RGBa") or "transparency" in image.info
    return image.convert("RGBA" if see_through else "RGB")


def _opaque(image: Image.Image) -> Image.Image:
    if image.mode == "1":
        return image.convert("L")
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper

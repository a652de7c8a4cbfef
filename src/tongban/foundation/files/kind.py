"""文件种类：按内容（开头字节与压缩包成员）认种类，白名单之外一律不收。"""

from dataclasses import dataclass
from pathlib import Path

from tongban.foundation.files import archive, pdf
from tongban.foundation.files.refusals import FileBroken, FileEmpty, FileKindRefused
from tongban.foundation.word import Word

MEGABYTE = 1024 * 1024


class FileKind(Word):
    """文件种类：代号即标准扩展名。"""

    PDF = "pdf", "PDF 文档"
    JPG = "jpg", "JPG 图片"
    PNG = "png", "PNG 图片"
    WEBP = "webp", "WebP 图片"
    OFD = "ofd", "OFD 版式文档"
    DOCX = "docx", "Word 文档"
    XLSX = "xlsx", "Excel 表格"
    ZIP = "zip", "ZIP 压缩包"

    @property
    def suffixes(self) -> tuple[str, ...]:
        """适合此种类的扩展名，首个为标准写法。"""
        return (".jpg", ".jpeg") if self is FileKind.JPG else (f".{self.value}",)

    @property
    def media_type(self) -> str:
        """IANA 媒体类型，供下载响应使用。"""
        return _MEDIA_TYPES[self]


_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.WEBP: "image/webp",
    FileKind.OFD: "application/ofd",
    FileKind.DOCX: f"{_OFFICE}.wordprocessingml.document",
    FileKind.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    FileKind.ZIP: "application/zip",
}
IMAGES = frozenset({FileKind.JPG, FileKind.PNG, FileKind.WEBP})
EVERYDAY = frozenset(FileKind) - {FileKind.ZIP}
_MARKS = {b"%PDF-": FileKind.PDF, b"\xff\xd8\xff": FileKind.JPG, b"\x89PNG\r\n\x1a\n": FileKind.PNG}
_MEMBERS = {
    FileKind.DOCX: {"[Content_Types].xml", "word/document.xml"},
    FileKind.XLSX: {"[Content_Types].xml", "xl/workbook.xml"},
    FileKind.OFD: {"OFD.xml"},
}


@dataclass(frozen=True, slots=True)
class Admission:
    """准入：收哪些种类、最大多少字节；``opening_view`` 为真时放过只定位页面的 PDF 打开动作。"""

    kinds: frozenset[FileKind] = EVERYDAY
    max_bytes: int = 20 * MEGABYTE
    opening_view: bool = False


EVERYDAY_ADMISSION = Admission()


def inspect(path: Path, *, admission: Admission) -> FileKind:
    """验文件：认出种类，按准入决定收不收，并查危险内容（图片另由重新编码净化）。

    Refuses: FileEmpty, FileKindRefused, FileBroken, FileTooLarge.
    """
    kind = _by_first_bytes(path)
    if kind is FileKind.ZIP:
        kind = _by_members(archive.inspect_archive(path))
    if kind not in admission.kinds:
        raise FileKindRefused(why=f"这里不收{kind.zh}")
    if kind is FileKind.PDF:
        pdf.inspect_pdf(path, opening_view=admission.opening_view)
    return kind


def _by_first_bytes(path: Path) -> FileKind:
    with path.open("rb") as file:
        head = file.read(16)
    if not head:
        raise FileEmpty()
    if head.startswith(archive.MARK):
        return FileKind.ZIP
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileKind.WEBP
    for mark, kind in _MARKS.items():
        if head.startswith(mark):
            return kind
    raise FileKindRefused(why="不是可以接收的文件类型")


def _by_members(names: frozenset[str]) -> FileKind:
    found = [kind for kind, members in _MEMBERS.items() if members <= names]
    if len(found) > 1:
        raise FileBroken(why="同时像几种文档")
    return found[0] if found else FileKind.ZIP

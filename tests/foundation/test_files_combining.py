"""几页合成一份：次序、页数、照片的大小都在；合不成的说清为什么。"""

import io

import pytest
from pypdf import PdfReader

from tests.foundation.test_files_kinds import PLENTY, pdf, picture
from tongban.foundation import files
from tongban.foundation.files import FileBroken, FileKind, FileNotCombinable
from tongban.foundation.files.combining import combined


def test_photographs_and_documents_become_one_document_in_their_order(tmp_path) -> None:
    made = combined(
        [
            (picture("JPEG", (1500, 750)), FileKind.JPG),
            (pdf(), FileKind.PDF),
            (picture("PNG", (300, 600), "RGBA"), FileKind.PNG),
        ]
    )
    shapes = [page.mediabox.width / page.mediabox.height for page in PdfReader(io.BytesIO(made)).pages]
    assert [round(float(shape), 2) for shape in shapes] == [2.0, 1.0, 0.5]
    kept = files.FileStore(tmp_path / "files").put(made, name="a.pdf", owner="person:7", quota=PLENTY)
    assert kept.kind is FileKind.PDF


@pytest.mark.parametrize("kind", [FileKind.OFD, FileKind.DOCX, FileKind.XLSX])
def test_what_has_no_pages_that_we_could_bind_is_refused(kind: FileKind) -> None:
    with pytest.raises(FileNotCombinable) as caught:
        combined([(pdf(), FileKind.PDF), (b"", kind)])
    assert str(caught.value) == f"{kind.zh}不能和别的文件合成一份"


@pytest.mark.parametrize("content", [b"%PDF-1.7\n%%EOF", b"%PDF-1.7\nstartxref\n9\n%%EOF", b"%PDF-", b""])
def test_a_document_that_cannot_be_opened_is_refused_and_not_a_bug(content: bytes) -> None:
    with pytest.raises(FileBroken):
        combined([(pdf(), FileKind.PDF), (content, FileKind.PDF)])

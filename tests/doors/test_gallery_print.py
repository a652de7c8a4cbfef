"""Printed sheets: one A4 page, one 80 mm slip, fonts inside, no buttons on paper."""

import io
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfReader

from tests.doors.browser import DESK, Visit

pytestmark = [pytest.mark.browser]
Visitor = Callable[..., Visit]
MILLIMETRE = 72 / 25.4


def printed(visit: Visit, path: str) -> PdfReader:
    return PdfReader(io.BytesIO(visit.open(path).pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize(
    ("path", "millimetres"), [("/_components/print-page", (210, 297)), ("/_components/slip-page", (80, 200))]
)
def test_a_sheet_is_one_page_of_its_paper(visitor: Visitor, path: str, millimetres: tuple[int, int]) -> None:
    sheet = printed(visitor(size=DESK), path)
    box = sheet.pages[0].mediabox
    assert len(sheet.pages) == 1
    assert (round(box.width / MILLIMETRE), round(box.height / MILLIMETRE)) == millimetres


def embedded(font: Any) -> bool:
    """A Type 3 font is drawn in the file itself; any other must bring its letters along."""
    drawn = font.get("/DescendantFonts", [font])[0].get_object()
    return font["/Subtype"] == "/Type3" or any("FontFile" in key for key in drawn["/FontDescriptor"])


def test_paper_carries_the_text_and_its_fonts_but_no_buttons(visitor: Visitor) -> None:
    page = printed(visitor(size=DESK), "/_components/print-page").pages[0]
    text = unicodedata.normalize("NFKC", page.extract_text())  # fonts map 一 to the radical ⼀
    assert "补正材料一次性告知书" in text
    assert "打印" not in text
    assert [embedded(one.get_object()) for one in page["/Resources"]["/Font"].values()].count(False) == 0

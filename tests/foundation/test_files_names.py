"""显示名：怎么写的名字都能安全地给人看，也从不成为路径。"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.foundation.files import display_name

PDF = (".pdf",)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("营业执照.pdf", "营业执照.pdf"),
        ("营业执照.PDF", "营业执照.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\a\\合同.pdf", "合同.pdf"),
        ("..", "未命名.pdf"),
        ("", "未命名.pdf"),
        (".pdf", "未命名.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("con.pdf", "_con.pdf"),
        ("CON", "_CON.pdf"),
        ("nul.txt", "_nul.txt.pdf"),
        ("com1.pdf", "_com1.pdf"),
        ("consent.pdf", "consent.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ("a\x00.pdf", "a.pdf"),
        ("照片\u202efdp.exe", "照片fdp.exe.pdf"),
        ("零\u200b宽\ufeff.pdf", "零宽.pdf"),
        ("a%00.pdf", "a_00.pdf"),
        ('<svg onload="x">.pdf', "_svg onload=_x__.pdf"),
        ("半\ud800个.pdf", "半个.pdf"),
        ("evil.html", "evil.html.pdf"),
        ("  . a . .pdf ", "a.pdf"),
    ],
)
def test_a_name_is_made_fit_to_be_shown(name, shown):
    assert display_name(name, suffixes=PDF) == shown


def test_a_long_name_is_cut_between_characters_and_keeps_its_ending():
    shown = display_name("长" * 300 + ".jpeg", suffixes=(".jpg", ".jpeg"))
    assert shown == "长" * 78 + ".jpeg"
    assert len(shown.encode()) <= 240


@given(
    st.text(alphabet=st.characters(exclude_categories=()), max_size=400)
    | st.text(alphabet="./\\ con:\u202e\x00")
)
def test_whatever_the_name_it_is_one_visible_part_with_the_right_ending(name):
    shown = display_name(name, suffixes=PDF)
    assert shown.endswith(".pdf") and len(shown) > 4
    assert len(shown.encode("utf-8")) <= 240
    assert not set(shown) & set('/\\<>:"|?*%\x00\r\n\u202e') and shown[0] != "."
    assert shown.isprintable() or " " in shown or not shown.isascii()
    assert display_name(shown, suffixes=PDF) == shown

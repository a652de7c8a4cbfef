"""What the pages weigh and where their parts come from."""

import re
from pathlib import Path

from django.template import Context, Template
from django.utils import translation

from tests.doors.browser import REPOSITORY
from tongban.foundation.pages import assets, messages

STATIC = Path(assets.PAGES) / "static" / "tongban"


def test_no_own_script_passes_three_kilobytes() -> None:
    assert {one.name: one.stat().st_size for one in STATIC.glob("js/*.js") if one.stat().st_size > 3072} == {}


def test_the_styles_of_a_citizen_page_stay_below_25_kilobytes() -> None:
    assert sum((STATIC / "css" / name).stat().st_size for name in ("base.css", "components.css")) <= 25 * 1024


def test_the_lock_file_names_no_host() -> None:
    assert re.findall(r"https?://", (REPOSITORY / "package-lock.json").read_text()) == []


def test_no_template_holds_an_inline_script_style_or_handler() -> None:
    inline = re.compile(
        r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(?:\bsrc=|application/json))|javascript:"
    )
    pages = assets.PACKAGE.rglob("*.html")
    assert [one.name for one in pages if inline.search(one.read_text(encoding="utf-8"))] == []


def test_a_second_copy_changes_nothing(tmp_path: Path) -> None:
    source = tmp_path / "font.ttf"
    source.write_bytes(b"letters")
    target = tmp_path / "fonts" / "font.ttf"
    assert [assets.put(source, target), assets.put(source, target), target.read_bytes()] == [
        True,
        False,
        b"letters",
    ]


def test_what_was_not_fetched_is_named(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(assets, "NODE_MODULES", tmp_path / "nowhere")
    lacking = assets.missing(fonts=tmp_path, vendor=tmp_path)
    assert [one.name for one in lacking] == [
        "htmx.min.js",
        "NotoSansSC_400Regular.ttf",
        "NotoSansSC_700Bold.ttf",
        "NotoSerifSC_400Regular.ttf",
        "NotoSerifSC_700Bold.ttf",
    ]


def test_messages_are_compiled_and_english_follows(tmp_path: Path) -> None:
    source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_bytes((messages.LOCALE / "en" / "LC_MESSAGES" / "django.po").read_bytes())
    assert [assets.compile_messages(source), assets.compile_messages(source)] == [True, False]
    page = Template("{% load i18n %}{% trans '跳到正文' %}")
    with translation.override("en"):
        assert page.render(Context()) == "Skip to content"
    with translation.override("zh-hans"):
        assert page.render(Context()) == "跳到正文"


def test_a_translation_keeps_every_placeholder() -> None:
    names = re.compile(r"%\(\w+\)s|{\w+}")
    catalogue = messages.translated("en")
    broken = [
        one.id
        for one in catalogue
        if one.string and set(names.findall(one.id)) != set(names.findall(one.string))
    ]
    assert broken == []


def test_sentences_of_templates_and_code_are_harvested() -> None:
    found = messages.harvest()
    assert [text in found for text in ("跳到正文", "剩 %(left)s %(unit)s", "请填写身份证号码")] == [
        True,
        True,
        True,
    ]

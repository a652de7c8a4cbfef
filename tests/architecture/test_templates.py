"""Templates: nothing inline that the content security policy would stop, and every Chinese sentence can be translated."""

import re

import pytest

from tests.architecture.sources import hold, templates

INLINE = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.I),
    "inline style": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "on… handler": re.compile(r"<[^>]*\s(?:hx-)?on[a-z:-]+\s*=", re.I),
    "javascript: address": re.compile(r"""["']\s*javascript:""", re.I),
    "outside origin": re.compile(
        r"""<(?:script|link|img|iframe)[^>]*(?:src|href)\s*=\s*["'](?:https?:)?//""", re.I
    ),
}
TAG = re.compile(r"{%.*?%}", re.S)
TRANSLATED = (
    re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}", re.S),
    re.compile(r"{#.*?#}", re.S),
    re.compile(r"<!--.*?-->", re.S),
    re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.S),
    re.compile(r"""{%\s*trans(?:late)?\s+(?:"[^"]*"|'[^']*').*?%}""", re.S),
    re.compile(r"""\b_\(\s*(?:"[^"]*"|'[^']*')\s*\)""", re.S),
)
CHINESE = re.compile(r"[\u3400-\u9fff][^\n<{]*")


def inline(texts: dict[str, str]) -> list[str]:
    """What the content security policy would stop."""
    return [
        f"{path}: {what}: {match.group()[:60]}"
        for path, text in texts.items()
        for what, pattern in INLINE.items()
        for match in pattern.finditer(TAG.sub(" ", text))
    ]


def untranslatable(texts: dict[str, str]) -> list[str]:
    """Chinese outside trans, blocktrans and _()."""
    found = []
    for path, text in texts.items():
        for pattern in TRANSLATED:
            text = pattern.sub("", text)
        found += [f"{path}: {match.group()[:40]}" for match in CHINESE.finditer(text)]
    return found


def test_no_template_holds_anything_inline() -> None:
    hold(inline(templates()))


def test_every_chinese_sentence_can_be_translated() -> None:
    hold(untranslatable(templates()))


@pytest.mark.parametrize(
    "text",
    [
        "<script>go()</script>",
        '<script type="module">go()</script>',
        "<style>p{}</style>",
        '<p class="a" style="color:red">',
        '<a onclick="go()">',
        '<form\n  onsubmit = "go()">',
        '<div hx-on:click="go()">',
        '<a href="javascript:go()">',
        '<script src="https://cdn.example/x.js"></script>',
        '<img src="//pictures.example/x.png">',
    ],
)
def test_something_inline_is_caught(text: str) -> None:
    assert len(inline({"x.html": text})) == 1


def test_own_files_and_data_blocks_are_welcome() -> None:
    welcome = """<script src="{% static 'x.js' %}" defer></script>
    <a class="x" href="?m={{ m }}"{% if one == m %} aria-current="page"{% endif %}><script type="application/json">{}</script>
    <button data-on="1" @click="open = true" x-on:click="close">"""
    assert inline({"x.html": welcome}) == []


@pytest.mark.parametrize(
    "text",
    ["<p>受理</p>", '<a title="受理">', '{% include "x.html" with label="受理" %}', "{{ x|default:'无' }}"],
)
def test_chinese_that_cannot_be_translated_is_caught(text: str) -> None:
    assert len(untranslatable({"x.html": text})) == 1


def test_chinese_that_can_be_translated_is_welcome() -> None:
    welcome = """{% trans "受理" %}{% blocktrans with n=1 trimmed %}共{{ n }}件{% endblocktrans %}
    {% include "x.html" with label=_("受理") %}{# 受理 #}{% comment %}受理{% endcomment %}"""
    assert untranslatable({"x.html": welcome}) == []

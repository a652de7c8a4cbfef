"""Settled templates: what is the same on every page is written once, and every page reads as it would without."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Engine, Template, engines
from django.template.base import TextNode

from tongban.foundation.pages.settled import settle

SAME = """{% load i18n static %}<p>{% trans "办件" %}</p><a href="{% url 'portal:home' %}">{% trans "首页" %}</a>
{% for n in all %}{% if n %}<b>{% trans "有" %}</b>{{ n }}{% else %}<i>{% trans "没有" %}</i>{% endif %}{% endfor %}"""
OWN = """{% load i18n %}{% trans said %}{% trans "办件" as word %}{{ word }}{% trans "a & b"|upper %}{% url name %}"""
ABSENT = """{% if False %}{% url 'nowhere:at_all' %}{% endif %}好"""
FACTS: dict[str, Any] = {"all": [0, 1, 2], "said": "话", "name": "portal:home"}


@pytest.mark.parametrize("text", [SAME, OWN, ABSENT])
def test_a_settled_template_reads_as_it_did(text: str) -> None:
    plain, settled = Template(text), Template(text)
    settle(settled.nodelist)
    assert settled.render(Context(FACTS)) == plain.render(Context(FACTS))


def test_constants_become_one_text_at_every_depth() -> None:
    settled = Template(SAME)
    settle(settled.nodelist)
    kinds = [type(node).__name__ for node in settled.nodelist]
    assert kinds == ["LoadNode", "TextNode", "ForNode"]
    loop = settled.nodelist[2].nodelist_loop  # type: ignore[attr-defined]
    with_n, without = (nodelist for _, nodelist in loop[0].conditions_nodelists)
    assert [type(node).__name__ for node in with_n] == ["TextNode", "VariableNode"]
    assert [node.s for node in without if isinstance(node, TextNode)] == ["<i>没有</i>"]


def test_what_depends_on_the_page_stays_open() -> None:
    settled = Template(OWN)
    before = [type(node).__name__ for node in settled.nodelist]
    settle(settled.nodelist)
    assert [type(node).__name__ for node in settled.nodelist] == before


def test_a_site_in_two_languages_settles_nothing(settings: Any) -> None:
    settings.LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
    engine = Engine(
        libraries=engines["django"].engine.libraries,  # type: ignore[attr-defined]
        loaders=[
            (
                "tongban.foundation.pages.settled.Loader",
                [("django.template.loaders.locmem.Loader", {"page": SAME})],
            )
        ],
    )
    found = engine.get_template("page")
    assert "TranslateNode" in [type(node).__name__ for node in found.nodelist]
    assert found.render(Context({**FACTS, "request": SimpleNamespace()})).startswith("<p>办件</p>")

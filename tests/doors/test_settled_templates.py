"""Settled templates: a page is put together once a process, reads as Django would write it, and keeps nothing of a request."""

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import Context, Engine, RequestContext, Template, engines
from django.template.base import NodeList, TextNode
from django.test import RequestFactory
from django.utils.safestring import SafeString

from tongban.foundation.pages.display import Display
from tongban.foundation.pages.gallery import catalogue
from tongban.foundation.pages.settled import Loader
from tongban.foundation.pages.settled.settling import Settling

SETTLED, LOCAL = "tongban.foundation.pages.settled.Loader", "django.template.loaders.locmem.Loader"
PAGES = {
    "same": """{% load i18n static %}<p>{% trans "办件" %}</p><a href="{% url 'portal:home' %}">{% trans "首页" %}</a>
{% for n in all %}{% if n %}<b>{% trans "有" %}</b>{{ n }}{% else %}<i>{% trans "没有" %}</i>{% endif %}{% endfor %}""",
    "own": """{% load i18n %}{% trans said %}{% trans "a & b"|upper %}{% url name %}{% url 'portal:my_case' number %}""",
    "kept": """{% load i18n %}{% trans "办件" as word %}{{ word }}{% if flag %}{% trans "别的" as word %}{% endif %}{{ word }}
{% url 'nowhere:at_all' as none %}{% if none %}有{% else %}无{% endif %}{% url 'portal:home' as none %}{{ none }}""",
    "loop": """{% load i18n %}{% trans "头" as w %}{% for n in all %}{{ w }}{{ forloop.counter }}
{% if n %}{% url 'portal:home' as w %}{% endif %}{% endfor %}{{ w }}{% for w in all %}{{ w }}{% endfor %}
{% for a, b in pairs.items %}{{ a }}{{ b }}{% empty %}空{% endfor %}{% for a in none %}{{ a }}{% empty %}空{% endfor %}""",
    "absent": """{% if False %}{% url 'nowhere:at_all' %}{% include "nowhere" %}{% endif %}好
{% if True %}真{% else %}假{% endif %}""",
    "root": """{% block a %}根{% endblock %}-{% block b %}{% block c %}内{% endblock %}{% endblock %}
{% block d %}{% endblock %}""",
    "middle": """{% extends "root" %}{% load i18n %}{% block a %}{% trans "词" as w %}中{{ block.super }}{{ w }}{% endblock %}
{% block c %}[{{ block.super }}]{% endblock %}""",
    "leaf": """{% extends "middle" %}{% block a %}{% if flag %}{{ block.super }}{% endif %}{{ w }}叶{% endblock %}
{% block d %}{% include "part" with one=said two="文" %}{% include "part" with one=said only %}{{ two }}{% endblock %}""",
    "part": """{% load i18n %}({{ one }}{{ two|default:"无" }}{% url 'portal:home' as home %}{{ home }}{{ said }})""",
    "itself": """{{ depth.word }}{% with depth=depth.next %}{% if depth %}{% include "itself" %}{% endif %}{% endwith %}""",
    "chosen": """{% extends which %}{% block a %}所选{% endblock %}""",
    "values": """{{ record.name }}{{ record.missing }}{{ missing }}{{ missing|default:"无" }}{{ pairs.x }}{{ pairs.items }}
{{ all.0 }}{{ all.9 }}{{ record.tell }}{{ record.read }}{{ safe }}{{ said }}{{ number }}{{ day }}{{ none }}{{ count }}
{{ record.inner.name.upper }}{% if missing.x %}有{% endif %}{% if said == "话<" %}等{% endif %}""",
    "sentence": """{% load i18n %}
{% blocktrans with a=said b=missing|default:"无" %}请{{ a }}和{{ b }}，{{ number }}，100%{% endblocktrans %}
{% blocktrans with w="字" asvar line %}定{{ w }}{% endblocktrans %}{{ line }}{% blocktrans %}缺{{ missing }}{% endblocktrans %}
{% blocktrans count n=count %}一{% plural %}多{{ n }}{% endblocktrans %}{% autoescape off %}{{ said }}{% endautoescape %}""",
}


class Record:
    """An object with an attribute, a method and a property, as a view might hand over."""

    name = "名&"
    inner = SimpleNamespace(name="abc")

    def tell(self) -> str:
        return "说"

    @property
    def read(self) -> str:
        return str(self.inner.name)


def facts() -> dict[str, Any]:
    chain = SimpleNamespace(
        word="一", next=SimpleNamespace(word="二", next=SimpleNamespace(word="三", next=None))
    )
    return {
        "all": [0, 1, 2], "said": "话<", "name": "portal:home", "number": "X-1", "flag": True, "pairs": {"x": "乘"},
        "record": Record(), "safe": SafeString("<b>"), "day": date(2026, 11, 26), "none": None, "count": 3,
        "depth": chain, "which": "root",
    }  # fmt: skip


def engine(*, loader: Any) -> Engine:
    shipped: Any = engines["django"]
    return Engine(libraries=shipped.engine.libraries, loaders=[loader])


PLAIN = engine(loader=(LOCAL, PAGES))


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_settled_page_reads_as_django_writes_it(name: str) -> None:
    settled = engine(loader=(SETTLED, [(LOCAL, PAGES)]))
    wanted = PLAIN.get_template(name).render(Context(facts()))
    for _ in range(2):
        assert settled.get_template(name).render(Context(facts())) == wanted


def test_the_answer_that_a_condition_has_may_change_from_page_to_page() -> None:
    settled = engine(loader=(SETTLED, [(LOCAL, PAGES)]))
    for flag in (True, False, True):
        told = {**facts(), "flag": flag}
        assert settled.get_template("leaf").render(Context(told)) == PLAIN.get_template("leaf").render(
            Context(told)
        )


def settle(text: str, known: Mapping[str, Any] | None = None) -> NodeList:
    template = Template(text)
    return Settling(blank=template).settled(template.nodelist, known or {})


def test_constants_become_one_text_at_every_depth() -> None:
    nodes = settle(PAGES["same"])
    assert [type(node).__name__ for node in nodes] == ["TextNode", "ForNode"]
    loop: Any = nodes[1]
    with_n, without = (nodelist for _, nodelist in loop.nodelist_loop[0].conditions_nodelists)
    assert [type(node).__name__ for node in with_n] == ["TextNode", "QuickVariableNode"]
    assert [node.s for node in without if isinstance(node, TextNode)] == ["<i>没有</i>"]


def test_a_site_in_two_languages_settles_nothing(settings: Any) -> None:
    settings.LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
    found = engine(loader=(SETTLED, [(LOCAL, PAGES)])).get_template("same")
    assert "TranslateNode" in [type(node).__name__ for node in found.nodelist]
    assert found.render(Context(facts())).startswith("<p>办件</p>")


# ── nothing of a request is kept ────────────────────────────────────────────────────────────────

GREETING = """{% if actor_name %}{{ actor_name }}您好，{% endif %}{{ district.name }}"""


def strangers_seen(known: Mapping[str, Any]) -> bool:
    """Whether the second person reads the first one's name on his page."""
    template = Template(GREETING)
    template.nodelist = Settling(blank=template).settled(template.nodelist, known)
    pages = [template.render(Context({**known, "actor_name": name})) for name in ("张*", "王*")]
    return "张*" in pages[1]


def test_a_page_settled_from_what_everybody_is_told_shows_nobody_anothers_name() -> None:
    assert not strangers_seen({"district": {"name": "X区"}})


def test_planted_a_page_settled_from_what_one_request_brought_is_caught() -> None:
    assert strangers_seen({"district": {"name": "X区"}, "actor_name": "张*"})


def test_the_loader_settles_a_page_from_the_district_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[set[str]] = []
    real = Settling.settled

    def listen(self: Settling, nodes: NodeList, known: Mapping[str, Any]) -> NodeList:
        given.append(set(known))
        return real(self, nodes, known)

    monkeypatch.setattr(Settling, "settled", listen)
    Loader(PLAIN, [(LOCAL, {"page": GREETING})]).get_template("page")
    assert given[0] == {"district"}


# ── the shipped components, every state in every way of showing ────────────────────────────────


def shipped(loader: Any) -> Engine:
    real: Any = engines["django"]
    told = [one for one in real.engine.context_processors if "messages" not in one]
    return Engine(libraries=real.engine.libraries, context_processors=told, loaders=[loader])


FOLDERS = "django.template.loaders.app_directories.Loader"


@pytest.fixture(scope="module")
def both() -> tuple[Engine, Engine]:
    return shipped((SETTLED, [FOLDERS])), shipped(("django.template.loaders.cached.Loader", [FOLDERS]))


def shown(engine: Engine, name: str, display: Display) -> str:
    component = catalogue.components()[name]
    request: HttpRequest = RequestFactory().get(f"/_components/{name}")
    request.display = display  # type: ignore[attr-defined]
    request.user = SimpleNamespace(is_authenticated=False)  # type: ignore[assignment]
    told = {"component": component, "mode": next(iter(catalogue.MODES.values())), "modes": catalogue.MODES}
    context = RequestContext(request)
    context.push({**told, **component.facts, "csrf_token": "T"})
    return engine.get_template(component.page).render(context)


@pytest.mark.parametrize("name", sorted(catalogue.components()))
def test_every_component_reads_as_django_writes_it(both: tuple[Engine, Engine], name: str) -> None:
    for display in (Display(), Display(mode="elder", size="20", contrast="high")):
        settled, plain = (shown(engine, name, display) for engine in both)
        assert settled == plain

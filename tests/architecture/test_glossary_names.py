"""Names: one English word for one Chinese word, no pinyin, and none of the names that say nothing."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest
from pypinyin import lazy_pinyin

from setup.glossary import PAGE as GLOSSARY_PAGE
from setup.glossary import Term, page, terms
from tests.architecture.sources import Source, hold, house, planted

# Names that Django, allauth or the OIDC standard give us and that we must spell as they do.
THEIR_NAMES = {
    "create_user",
    "create_superuser",
    "get_user_model",
    "AUTH_USER_MODEL",
    "ACCOUNT_USER_MODEL_USERNAME_FIELD",
    "ACCOUNT_USER_MODEL_EMAIL_FIELD",
    "EMAIL_HOST_USER",
}
# Where somebody else's signature makes us say `user`: allauth's adapters, and subprocess's account of the machine.
THEIR_USER = ("wiring/identity", "foundation/postgres/account.py")
# Where Django looks for an engine's DatabaseWrapper.
THEIR_MODULE = "foundation/postgres/engine/base.py"
EMPTY_WORDS = {"manager", "helper", "helpers", "util", "utils", "processor", "base", "data", "info"}
EMPTY_MODULES = {"utils", "util", "common", "helpers", "helper", "misc", "shared", "base", "managers"}


def bound_names(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Every name that a file gives to something: what it only refers to was named by somebody else."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node, node.name
            case ast.arg():
                yield node, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node, node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node, node.attr
            case ast.alias(asname=str()):
                yield node, str(node.asname)


def words(name: str) -> str:
    """`CaseAccepted`, `case_accepted` and `CASE_ACCEPTED` alike as `_case_accepted_`."""
    return f"_{re.sub(r'(?<=[a-z0-9])(?=[A-Z])', '_', name).lower().strip('_')}_"


def forbidden(path: str, glossary: list[Term]) -> Iterator[tuple[str, str]]:
    """What nothing in this file may be called, and what it should be called instead."""
    for term in glossary:
        if path.startswith(term.within):
            yield from ((name, term.en) for name in term.never)
        yield from ((name, term.en) for name in pinyin(term.zh))


@cache
def pinyin(zh: str) -> tuple[str, ...]:
    """A word spelt out: 受理 as shou_li and shouli."""
    return ("_".join(lazy_pinyin(zh)), "".join(lazy_pinyin(zh))) if len(zh) > 1 else ()


def never_names(sources: list[Source], glossary: list[Term]) -> list[str]:
    """Names that the glossary forbids."""
    return [
        line for source in sources for line in _never_names_in(source, list(forbidden(source.path, glossary)))
    ]


def _never_names_in(source: Source, never: list[tuple[str, str]]) -> Iterator[str]:
    names = [
        (node, name, words(name)) for node, name in bound_names(source.tree) if not _theirs(source, name)
    ]
    for node, name, spelt in names:
        yield from (
            source.at(node, f"{name} is called {right}") for wrong, right in never if f"_{wrong}_" in spelt
        )


def _theirs(source: Source, name: str) -> bool:
    return name in THEIR_NAMES or (name == "user" and source.path.startswith(THEIR_USER))


def empty_names(sources: list[Source]) -> list[str]:
    """Classes and functions that are a Something-manager or a base-something; modules whose name says nothing."""
    found = [
        source.at(node, f"{node.name} says nothing")
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        if EMPTY_WORDS & {words(node.name).split("_")[-2], words(node.name).split("_")[1]}
    ]
    folders = [
        (s, part.removesuffix(".py")) for s in sources for part in s.path.split("/") if s.path != THEIR_MODULE
    ]
    return found + [f"{s.path}: no module is called {part}" for s, part in folders if part in EMPTY_MODULES]


def test_no_name_is_one_that_the_glossary_forbids() -> None:
    hold(never_names(house(), terms()))


def test_no_name_says_nothing() -> None:
    hold(empty_names(house()))


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("def approve_case(): ...", "grant"),
        ("class CaseRejected: ...", "deny"),
        ("def accept(*, user): ...", "applicant"),
        ("current_user = 1", "applicant"),
        ("class Case: ticket_no = 1", "case"),
        ("order = 1", "case"),
        ("def shouli(): ...", "accept"),
        ("ban_jian = 1", "case"),
        ("self.licenseNumber = 1", "licence"),
        ("from x import y as scenario", "situation"),
    ],
)
def test_a_forbidden_name_is_caught(text: str, instead: str) -> None:
    found = never_names(planted("rooms/cases/acts.py", text), terms())
    assert {line.rsplit(" ", 1)[1] for line in found} >= {instead}


def test_a_ticket_is_welcome_where_it_is_no_case() -> None:
    assert never_names(planted("rooms/queueing/acts.py", "ticket = order = 1"), terms()) == []


def test_what_django_named_may_be_referred_to() -> None:
    assert never_names(planted("doors/desk/views.py", "account = request.user"), terms()) == []


@pytest.mark.parametrize("text", ["class CaseManager: ...", "def process_data(): ...", "class BaseCase: ..."])
def test_an_empty_name_is_caught(text: str) -> None:
    assert len(empty_names(planted("rooms/cases/acts.py", text))) == 1


@pytest.mark.parametrize("path", ["rooms/cases/utils.py", "foundation/common/x.py", "doors/desk/helpers.py"])
def test_an_empty_module_is_caught(path: str) -> None:
    assert len(empty_names(planted(path, ""))) == 1


def test_every_term_has_its_own_identifier_and_word() -> None:
    glossary = terms()
    assert len({t.en for t in glossary}) == len(glossary) == len({t.zh for t in glossary})


def test_the_page_of_the_glossary_is_up_to_date() -> None:
    assert GLOSSARY_PAGE.read_text() == page()

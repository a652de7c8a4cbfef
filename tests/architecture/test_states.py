"""States: only the room that owns a state compares it; everybody else asks a question or reads an answer."""

import ast
import re

import pytest

from tests.architecture.sources import Source, dotted, hold, house, imports, planted, templates

IN_A_TEMPLATE = re.compile(
    r"{%\s*(?:el)?if\b[^%]*?(\b[\w.]*\.(?:state|status)(?:\.\w+)?)\s*(?:==|!=|in\b|not in\b|<|>)"
)


def foreign_state_comparisons(sources: list[Source]) -> list[str]:
    """Comparisons of a state outside the room whose words hold it."""
    return [
        source.at(node, f"compares {dotted(side)}, which is not its own")
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Compare | ast.match_case)
        for side in _sides(node)
        if _is_foreign(source, dotted(side))
    ]


def _sides(node: ast.Compare | ast.match_case) -> list[ast.AST]:
    within = node.pattern if isinstance(node, ast.match_case) else node
    return [n for n in ast.walk(within) if isinstance(n, ast.Attribute)]


def _is_foreign(source: Source, name: str) -> bool:
    owners = {word.rsplit(".", 1)[1]: word.split(".")[2] for _, word in imports(source) if _is_state(word)}
    owner = owners.get(name.split(".")[0])
    if owner:
        return owner != source.room
    return source.path.startswith("doors/") and name.endswith((".state", "_state"))


def _is_state(word: str) -> bool:
    return bool(re.match(r"tongban\.rooms\.\w+\.words\.\w*State$", word))


def template_comparisons(texts: dict[str, str]) -> list[str]:
    """Comparisons of a state in a door's template (the foundation's components show steps and files of no room)."""
    doors = {path: text for path, text in texts.items() if path.startswith("doors/")}
    return [
        f"{path}: compares {found}" for path, text in doors.items() for found in IN_A_TEMPLATE.findall(text)
    ]


def test_a_state_is_compared_only_in_the_room_that_owns_it() -> None:
    hold(foreign_state_comparisons(house()))
    hold(template_comparisons(templates()))


FOREIGN = "from tongban.rooms.cases.words import CaseState\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("doors/desk/views.py", f"{FOREIGN}x = case.state == CaseState.ACCEPTED"),
        ("doors/desk/views.py", "x = case.state == 'accepted'"),
        ("doors/desk/views.py", "x = case.state in ('accepted', 'granted')"),
        ("rooms/oversight/reactions.py", f"{FOREIGN}x = s in (CaseState.ACCEPTED, CaseState.GRANTED)"),
        ("rooms/oversight/rules.py", f"{FOREIGN}match s:\n    case CaseState.ACCEPTED: pass"),
    ],
)
def test_a_foreign_comparison_is_caught(path: str, text: str) -> None:
    assert foreign_state_comparisons(planted(path, text)) != []


def test_a_room_may_compare_its_own_state() -> None:
    own = f"{FOREIGN}x = self.state == CaseState.ACCEPTED"
    assert foreign_state_comparisons(planted("rooms/cases/rules.py", own)) == []


def test_a_comparison_in_a_template_is_caught() -> None:
    assert (
        len(template_comparisons({"doors/desk/templates/x.html": '{% if case.state == "accepted" %}'})) == 1
    )
    assert (
        template_comparisons(
            {"doors/desk/templates/x.html": "{% if case.may_accept %}{{ case.state.zh }}{% endif %}"}
        )
        == []
    )

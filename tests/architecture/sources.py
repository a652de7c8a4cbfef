"""The source files of the house as the architecture tests read them: parsed once, and plantable."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.conftest import REPOSITORY

PACKAGE = REPOSITORY / "src" / "tongban"


@dataclass(frozen=True)
class Source:
    """One Python file: its path below src/tongban, and its syntax tree."""

    path: str
    tree: ast.Module = field(compare=False)

    @property
    def room(self) -> str:
        """The room it stands in, or nothing."""
        parts = self.path.split("/")
        return parts[1] if parts[0] == "rooms" and len(parts) > 2 else ""

    @property
    def floor(self) -> str:
        """The floor of its room (acts, rules …), or nothing."""
        return self.path.split("/")[2].removesuffix(".py") if self.room else ""

    def at(self, node: ast.AST, says: str) -> str:
        """One breach in one line."""
        return f"{self.path}:{getattr(node, 'lineno', 0)}: {says}"


def planted(path: str, text: str) -> list[Source]:
    """A file that exists in a test only."""
    return [Source(path, ast.parse(text))]


@cache
def house() -> list[Source]:
    """Every Python file of the product, migrations left out."""
    return [
        Source(path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text()))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts
    ]


@cache
def templates() -> dict[str, str]:
    """Every HTML template of the product, by path below src/tongban."""
    return {
        path.relative_to(PACKAGE).as_posix(): path.read_text()
        for path in sorted(Path(PACKAGE).rglob("*.html"))
        if "templates" in path.parts
    }


def dotted(node: ast.AST) -> str:
    """`a.b.c` of a name or an attribute chain; a call in the chain shows as ()."""
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            return f"{dotted(node.value)}.{node.attr}"
        case ast.Call():
            return f"{dotted(node.func)}()"
    return "?"


def calls(source: Source) -> Iterator[ast.Call]:
    """Every call in a file."""
    return (node for node in ast.walk(source.tree) if isinstance(node, ast.Call))


def imports(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Every imported dotted name in a file: `from a import b` imports a.b."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def hold(breaches: list[str]) -> None:
    """There is no breach; if there is one, say all of them."""
    assert breaches == [], "\n" + "\n".join(breaches)

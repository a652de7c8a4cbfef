"""发布只有这几条路：本区发布的只有一条，过检查和黄金样例的闸门；别的各有理由（docs/adr/0008）。"""

import ast
from collections import defaultdict
from pathlib import Path

from tongban import doors, rooms, wiring

ACTS = Path(rooms.__path__[0]) / "catalogue" / "acts"
PUBLISHING = {"keep", "record_published"}
"""What in the models makes a version a published one."""
WAYS = {
    "reviewing.py": {"record_published"},  # the district's own: linter and golden cases, then the list
    "publish.py": {"keep"},  # what ships with the product: its linting and golden cases are tests
    "load.py": {"keep"},  # the same, whole
    "import_items.py": {"keep"},  # published elsewhere, taken in as it stands
    "transfers.py": {"keep"},  # in force already, under the new organ's code from the day of the document
}
UNGATED = {"publish", "publish_all", "import_items", "load_catalogue", "take_effect"}
CALLED_BY = {
    "commands/import_items.py": {"import_items"},  # the installer's command
    "demo.py": {"load_catalogue"},
}


def called(file: Path, names: set[str]) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {f.attr for f in calls if isinstance(f, ast.Attribute) and f.attr in names}


def callers(folder: Path, names: set[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for file in folder.rglob("*.py"):
        if hit := called(file, names):
            found[file.relative_to(folder).as_posix()] |= hit
    return dict(found)


def test_a_version_becomes_published_in_these_acts_and_in_no_other() -> None:
    assert callers(ACTS, PUBLISHING) == WAYS


def test_the_one_way_of_the_district_itself_goes_through_the_gate() -> None:
    assert called(ACTS / "reviewing.py", {"open_gate"}) == {"open_gate"}


def test_no_door_reaches_a_way_around_the_gate() -> None:
    assert callers(Path(doors.__path__[0]), UNGATED) == {}
    assert callers(Path(wiring.__path__[0]), UNGATED) == CALLED_BY

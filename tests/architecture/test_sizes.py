"""Sizes: small functions, short files, few arguments; the table that CI prints is made from the same figures."""

from pathlib import Path

import pytest

from setup.sizes import breaches, long_files, measure, p95, sizes_in, table
from tests.architecture.sources import hold

SMALL = "def small(a):\n    return a\n"


def test_our_code_keeps_the_sizes_of_the_house() -> None:
    hold(breaches(measure(), long_files=long_files()))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("def f(a, b, *, c, d, e, g): ...", "arguments"),
        (SMALL * 20 + "def f(a):\n" + "".join(f"    if a: a = {n}\n" for n in range(8)), "complexity"),
        ("def f():\n" + "    a = 1\n" * 7, "median"),
        (SMALL * 10 + "def f():\n" + "    a = 1\n" * 30, "95th"),
    ],
)
def test_something_too_large_is_caught(text: str, says: str) -> None:
    found = breaches(list(sizes_in(text, name="x.py")))
    assert len(found) == 1
    assert says in found[0]


def test_a_long_file_is_caught(tmp_path: Path) -> None:
    (tmp_path / "long.py").write_text("a = 1\n" * 401)
    (tmp_path / "short.py").write_text("a = 1\n" * 400)
    assert long_files(tmp_path) == ["long.py"]
    assert breaches(list(sizes_in(SMALL, name="x.py")), long_files=["long.py"]) == [
        "long.py: more than 400 lines"
    ]


def test_docstrings_comments_and_blank_lines_are_not_counted() -> None:
    text = 'def f(self, a):\n    """One.\n\n    Two.\n    """\n\n    # three\n    return a\n'
    assert [(s.lines, s.complexity, s.arguments) for s in sizes_in(text, name="x.py")] == [(2, 1, 1)]


def test_the_95th_percentile_is_the_nearest_rank() -> None:
    assert p95(range(1, 101)) == 95
    assert p95([3]) == 3


def test_the_table_has_a_line_for_the_whole_and_for_each_part() -> None:
    sizes = [*sizes_in(SMALL, name="rooms/a.py"), *sizes_in(SMALL, name="doors/a.py")]
    assert [line.split()[0] for line in table(sizes)] == ["part", "all", "doors", "rooms"]

"""The size table of our own code: `python setup/sizes.py` prints it and fails where a limit of the house is passed.

A function's lines are its lines of code: neither docstring, nor comment, nor blank line. Complexity is McCabe's (one, and
one for every branch). Arguments leave out self and cls. Migrations are not counted.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

SOURCE = Path(__file__).resolve().parents[1] / "src" / "tongban"
MEDIAN_LINES, P95_LINES, COMPLEXITY, FILE_LINES, ARGUMENTS = 7, 30, 8, 400, 5
BRANCHES = (
    ast.If,
    ast.For,
    ast.While,
    ast.AsyncFor,
    ast.ExceptHandler,
    ast.match_case,
)  # as ruff C901 counts
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Size:
    """一个函数的大小：在哪里、几行、几岔、几个参数。"""

    where: str
    lines: int
    complexity: int
    arguments: int


def measure(source: Path = SOURCE) -> list[Size]:
    """量一量：包里每个函数的大小。"""
    return [
        size
        for file in files(source)
        for size in sizes_in(file.read_text(), name=file.relative_to(source).as_posix())
    ]


def files(source: Path = SOURCE) -> list[Path]:
    """要量的文件，迁移不算。"""
    return sorted(f for f in source.rglob("*.py") if "migrations" not in f.parts)


def sizes_in(text: str, *, name: str) -> Iterator[Size]:
    """一个文件里每个函数的大小。"""
    code = {
        number
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.strip().startswith("#")
    }
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, Function):
            yield Size(
                f"{name}:{node.lineno} {node.name}", _lines(node, code), _complexity(node), _arguments(node)
            )


def _lines(function: Function, code: set[int]) -> int:
    first = function.body[0]
    has_docstring = ast.get_docstring(function) is not None
    docstring = set(range(first.lineno, (first.end_lineno or 0) + 1)) if has_docstring else set()
    return len(code & set(range(function.lineno, (function.end_lineno or 0) + 1)) - docstring)


def _complexity(function: Function) -> int:
    return 1 + sum(isinstance(node, BRANCHES) for node in ast.walk(function))


def _arguments(function: Function) -> int:
    names = [a.arg for a in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls")])


def p95(numbers: Iterable[int]) -> int:
    """第 95 百分位：至少 95% 的数不大于它 (nearest rank)."""
    ordered = sorted(numbers)
    return ordered[-(-len(ordered) * 95 // 100) - 1]


def breaches(sizes: list[Size], *, long_files: Iterable[str] = ()) -> list[str]:
    """超限的地方，一处一句。"""
    lines = [size.lines for size in sizes]
    found = [f"{name}: more than {FILE_LINES} lines" for name in long_files]
    found += (
        [f"median {median(lines)} lines, more than {MEDIAN_LINES}"] if median(lines) > MEDIAN_LINES else []
    )
    found += [f"95th percentile {p95(lines)} lines, more than {P95_LINES}"] if p95(lines) > P95_LINES else []
    for size in sizes:
        if size.complexity > COMPLEXITY:
            found.append(f"{size.where}: complexity {size.complexity}, more than {COMPLEXITY}")
        if size.arguments > ARGUMENTS:
            found.append(f"{size.where}: {size.arguments} arguments, more than {ARGUMENTS}")
    return found


def long_files(source: Path = SOURCE) -> list[str]:
    """过长的文件。"""
    return [
        f.relative_to(source).as_posix()
        for f in files(source)
        if len(f.read_text().splitlines()) > FILE_LINES
    ]


def table(sizes: list[Size]) -> Iterator[str]:
    """大小表：每一部分一行。"""
    yield f"{'part':<12}{'functions':>10}{'median':>8}{'p95':>6}{'max':>6}{'complexity':>12}{'arguments':>11}"
    for part in ["", *sorted({_part(size) for size in sizes})]:
        of = [size for size in sizes if part in ("", _part(size))]
        lines = [size.lines for size in of]
        worst = max(size.complexity for size in of), max(size.arguments for size in of)
        numbers = (
            f"{len(of):>10}{median(lines):>8g}{p95(lines):>6}{max(lines):>6}{worst[0]:>12}{worst[1]:>11}"
        )
        yield f"{part or 'all':<12}{numbers}"


def _part(size: Size) -> str:
    return size.where.split("/")[0] if "/" in size.where else "tongban"


def main() -> int:
    """印表；有超限的印在后面。"""
    sizes = measure()
    wrong = breaches(sizes, long_files=long_files())
    print("\n".join([*table(sizes), f"files over {FILE_LINES} lines: {len(long_files())}", *wrong]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

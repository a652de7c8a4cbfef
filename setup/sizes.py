"""尺寸表：自己的代码有多大，各项限度在哪里 (the size table of our own code beside its limits)."""

import ast
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
SOURCE = CLONE / "src" / "tongban"
BRANCHES = (
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.IfExp,
    ast.Assert,
    ast.match_case,
)


@dataclass(frozen=True)
class Function:
    """一个函数：名称、行数（不含文档字符串）、分支复杂度、参数个数。"""

    name: str
    lines: int
    complexity: int
    arguments: int


def functions(path: Path) -> Iterator[Function]:
    """文件里的全部函数。"""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Function(
                f"{path.relative_to(CLONE)}:{node.name}", _lines(node), _complexity(node), _arguments(node)
            )


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    documented = ast.get_docstring(node, clean=False) is not None
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if documented else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - docstring


def _complexity(node: ast.AST) -> int:
    inside = list(ast.walk(node))
    paths = sum(isinstance(each, BRANCHES) for each in inside)
    paths += sum(len(each.values) - 1 for each in inside if isinstance(each, ast.BoolOp))
    return 1 + paths + sum(len(each.ifs) for each in inside if isinstance(each, ast.comprehension))


def _arguments(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return sum(each.arg not in ("self", "cls") for each in every)


def percentile(values: list[int], *, share: float) -> int:
    """第 ``share`` 分位的值（最近秩）。"""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def table(files: list[Path]) -> list[tuple[str, float, float]]:
    """每行：项目、现值、限度。"""
    found = [each for path in files for each in functions(path)]
    lines = [each.lines for each in found] or [0]
    longest = max((len(path.read_text(encoding="utf-8").splitlines()) for path in files), default=0)
    return [
        ("函数行数中位数 function lines, median", statistics.median(lines), 7),
        ("函数行数 95 分位 function lines, p95", percentile(lines, share=0.95), 30),
        ("最大复杂度 highest complexity", max((each.complexity for each in found), default=0), 8),
        ("最多参数 most arguments", max((each.arguments for each in found), default=0), 5),
        ("最长文件 longest file", longest, 400),
    ]


def main() -> int:
    """打印尺寸表；限度由 tests/architecture 把守，这里只让人看见。"""
    files = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
    total = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)
    print(f"{len(files)} 个文件 files, {total} 行 lines")
    for name, value, limit in table(files):
        print(f"  {'!' if value > limit else ' '} {name}: {value:g} (≤ {limit:g})")
    return 0


if __name__ == "__main__":
    sys.exit(main())

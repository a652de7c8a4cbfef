"""Makes docs/glossary.md from docs/glossary.yml (`python setup/glossary.py`; `--check` only says whether it is up to date)."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

DOCS = Path(__file__).resolve().parents[1] / "docs"
SOURCE = DOCS / "glossary.yml"
PAGE = DOCS / "glossary.md"
HEAD = """# 词汇表 Glossary

<!-- Made from glossary.yml by setup/glossary.py. Change that file, not this one. -->

一个中文词在代码里只有一个英文名。“不得称作”一栏的词出现在 `src/` 的任何命名里，测试即不通过；拼音一律不得用作命名。
One Chinese word, one English identifier. A name from the last column in `src/` fails the tests, and so does pinyin.
"""


@dataclass(frozen=True)
class Term:
    """一个词条：中文、英文名、释义、不得称作什么（限于哪个文件夹）。"""

    zh: str
    en: str
    meaning: str
    never: tuple[str, ...] = ()
    within: str = ""


def parts(source: Path = SOURCE) -> dict[str, list[Term]]:
    """词汇表的各部分，按文件中的先后。"""
    read = yaml.load(source.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {
        part["part"]: [Term(**{**word, "never": tuple(word.get("never", ()))}) for word in part["words"]]
        for part in read
    }


def terms(source: Path = SOURCE) -> list[Term]:
    """全部词条。"""
    return [term for part in parts(source).values() for term in part]


def page(source: Path = SOURCE) -> str:
    """词汇表的网页文本。"""
    return "\n".join([HEAD, *_lines(source)])


def _lines(source: Path) -> Iterator[str]:
    for title, words in parts(source).items():
        yield f"## {title}\n\n| 中文 | identifier | 释义 | 不得称作 never |\n|---|---|---|---|"
        yield from (f"| {t.zh} | `{t.en}` | {t.meaning} | {_never(t)} |" for t in words)
        yield ""


def _never(term: Term) -> str:
    names = "、".join(f"`{name}`" for name in term.never)
    return f"{names}（在 `{term.within}` 中）" if term.within else names


def main(arguments: list[str]) -> int:
    """写出网页；或只核对它是不是最新的。"""
    if "--check" not in arguments:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()
    if not fresh:
        print("docs/glossary.md is not up to date: run python setup/glossary.py", file=sys.stderr)
    return 0 if fresh else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

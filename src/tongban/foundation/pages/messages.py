"""Owns the harvest of texts: every sentence in templates and code, gathered into the catalogue of each language.

``python -m tongban.foundation.pages.messages`` adds what is new, keeps what is translated, drops what is gone.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, extract, pofile
from django.utils.translation.template import templatize

from tongban.foundation.pages.assets import PACKAGE

LOCALE = PACKAGE / "locale"
PLAIN = re.compile(r"""(?<![\w.])n?gettext\((u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")""")
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}

HEADER = """\
# English catalogue of Tongban; the source language is Chinese.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def in_template(path: Path) -> Iterator[str]:
    """模板里的句子。"""
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for quoted in re.findall(r"""\b_\((u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")\)""", source):
        yield unquote(quoted)
    for quoted in PLAIN.findall(source):
        yield unquote(quoted)


def unquote(quoted: str) -> str:
    """去掉引号与转义。"""
    inner = quoted.lstrip("u")[1:-1]
    return inner.replace("\\'", "'").replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")


def in_code(path: Path) -> Iterator[str]:
    """代码里的句子。"""
    with path.open("rb") as source:
        for _line, message, _comments, _context in extract.extract("python", source, KEYWORDS):
            yield message if isinstance(message, str) else message[-1]


def harvest() -> Catalog:
    """全部句子与其出处。"""
    catalogue = Catalog(domain="django")
    for path in sorted(PACKAGE.rglob("*.html")):
        _gather(catalogue, path, in_template(path))
    for path in sorted(PACKAGE.rglob("*.py")):
        _gather(catalogue, path, in_code(path))
    return catalogue


def _gather(catalogue: Catalog, path: Path, found: Iterator[str]) -> None:
    for message in found:
        catalogue.add(message, locations=[(path.relative_to(PACKAGE).as_posix(), 0)])


def translated(language: str) -> Catalog:
    """某语言现有的消息目录。"""
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as source:
        return pofile.read_po(source, locale=language, domain="django")


def main() -> None:
    """把新句子补进英文目录。"""
    catalogue = translated("en")
    catalogue.update(harvest(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    path = LOCALE / "en" / "LC_MESSAGES" / "django.po"
    with path.open("wb") as written:
        written.write(HEADER.encode())
        pofile.write_po(
            written, catalogue, width=100, sort_output=True, include_lineno=False, omit_header=True
        )
    lacking = sum(1 for message in catalogue if message.id and not message.string)
    sys.stdout.write(f"英文目录 {len(catalogue)} 句，未译 {lacking} 句\n")


if __name__ == "__main__":
    main()

"""排版：模板加事实，得到内嵌字体的 PDF/A-2b (a template and the facts become a PDF/A-2b with its fonts inside).

Facts travel as JSON in ``sys.inputs.facts``: they are values to the template, never code. A warm page costs 4 to 9 ms.
"""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typst
from django.conf import settings

from tongban.foundation.documents import fonts
from tongban.foundation.documents.errors import FontsMissing, GlyphsMissing

TEMPLATES = Path(__file__).parent / "templates"
LETTERHEAD = TEMPLATES / "letterhead.typ"
LICENCE = TEMPLATES / "licence.typ"
SLIP = TEMPLATES / "slip.typ"
LIST = TEMPLATES / "list.typ"


class _Press:
    """One warm compiler. It is not re-entrant ("Already borrowed"), hence the lock; a page takes milliseconds."""

    def __init__(self, template: Path, folders: Sequence[Path]) -> None:
        self._lock = threading.Lock()
        self._compiler = typst.Compiler(
            str(template),
            root=str(template.parent),
            font_paths=[str(folder) for folder in folders],
            ignore_system_fonts=True,
        )

    def print(self, inputs: dict[str, str], at: datetime) -> bytes:
        with self._lock:
            page = self._compiler.compile(
                format="pdf",
                sys_inputs=inputs,
                pdf_standards=["a-2b"],
                timestamp=at.astimezone(UTC).replace(
                    microsecond=0
                ),  # it takes whole seconds of a fixed offset
            )
        if not isinstance(page, bytes):
            raise TypeError("one PDF was asked for")
        return page


class Typesetter:
    """排版机：每个模板一台热机，只用指定文件夹里的字体 (one warm compiler per template; never the system's fonts)."""

    def __init__(self, font_paths: Sequence[Path]) -> None:
        """备好字体。 Refuses: FontsMissing when no font is found in any of the folders."""
        self._folders = tuple(font_paths)
        if not fonts.covered(self._folders):
            raise FontsMissing(folder="、".join(map(str, font_paths)))
        self._presses: dict[Path, _Press] = {}
        self._lock = threading.Lock()

    def typeset(self, template: Path, facts: Mapping[str, object], *, at: datetime) -> bytes:
        """排版：事实须可写成 JSON，时刻记入文件属性 (same facts, same moment: same bytes).

        Refuses: GlyphsMissing when a character of the facts is in none of the fonts.
        """
        if missing := self.missing_glyphs("".join(_texts(facts))):
            raise GlyphsMissing(characters=_listed(missing))
        inputs = {"facts": json.dumps(facts, ensure_ascii=False)}
        return self._press(template).print(inputs, at)

    def missing_glyphs(self, text: str) -> set[str]:
        """印不出的字：登记人名、字号时即可先查。"""
        return fonts.missing_glyphs(text, folders=self._folders)

    def _press(self, template: Path) -> _Press:
        with self._lock:
            if template not in self._presses:
                self._presses[template] = _Press(template, self._folders)
            return self._presses[template]


@cache
def _typesetter_for(folder: Path) -> Typesetter:
    return Typesetter([folder])


def house_typesetter() -> Typesetter:
    """本机排版机：配置指定的字体文件夹，一个进程一台 (settings FONTS_DIR). Refuses: FontsMissing."""
    return _typesetter_for(Path(settings.FONTS_DIR))


def _texts(facts: object) -> Iterator[str]:
    """Every text in the facts, at any depth; keys are the template's and not printed."""
    if isinstance(facts, str):
        yield facts
    elif isinstance(facts, Mapping):
        yield from _texts(list(facts.values()))
    elif isinstance(facts, list | tuple):
        for part in facts:
            yield from _texts(part)


def _listed(characters: set[str]) -> str:
    """Unprintable marks are named by number only, so that they do not disturb the sentence about them."""
    return "、".join(f"{c if c.isprintable() else ''}（U+{ord(c):04X}）" for c in sorted(characters))

"""词素：一个事项在搜索行里的词、双字、单字、拼音和首字母。

Kinds of lexeme, told apart by their first character: Chinese as it is (words, character pairs, single characters),
``p:`` two neighbouring syllables, ``y:`` one syllable, ``i:`` three neighbouring initials. Weights of tsvector are not
used: array_to_tsvector makes lexemes without positions, and ``setweight`` weighs positions only.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from tongban.rooms.catalogue.words import Version

if TYPE_CHECKING:
    from rjieba import Jieba

DICTIONARY_EDITION = 1
"""词典或切法变了就加一：搜索行据此重做。"""

MOST_TOKENS = 1500
LONGEST_TEXT = 600
_PUNCTUATION = re.compile(r"[^\w]+|_+")
_CHINESE = re.compile("[\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Tokens:
    """一个搜索行：``tokens`` 词素，``aliases`` 俗称和说明（用顿号连起来，供比较）。"""

    tokens: tuple[str, ...]
    aliases: str


def dictionary_text(name: str) -> str:
    """词典文件夹里的一个文件。"""
    return (files("tongban.rooms.catalogue") / "dictionary" / name).read_text(encoding="utf-8")


@cache
def cutter() -> "Jieba":
    """切词器：通用词典加上政务用词。"""
    from rjieba import Jieba  # a dictionary: loaded with the first search, not with the house

    jieba = Jieba()
    for line in dictionary_text("words.txt").splitlines():
        for word in [] if line.startswith("#") else line.split():
            jieba.add_word(word, 20_000, None)
    return jieba


def plain(text: str) -> str:
    """写成一种样子：全角变半角、小写，标点变成一个空格。"""
    return _PUNCTUATION.sub(" ", unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).lower()).strip()


@lru_cache(maxsize=65_536)
def words_of(text: str) -> tuple[str, ...]:
    """切成词（长词的内部词也在内），不要空白。"""
    return tuple(dict.fromkeys(w for w in cutter().cut_for_search(text, False) if w.strip()))


def pairs_of(text: str) -> list[str]:
    """相邻的两字，不跨标点。"""
    return [a + b for run in text.split() for a, b in pairwise(run)]


@cache
def all_syllables() -> frozenset[str]:
    """普通话的全部音节。"""
    lines = dictionary_text("syllables.txt").splitlines()
    return frozenset(s for line in lines if not line.startswith("#") for s in line.split())


@lru_cache(maxsize=65_536)
def _word_syllables(word: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # a dictionary too

    read = lazy_pinyin(word)
    return tuple(
        part for s in read for part in ([s] if is_chinese(word) and s in all_syllables() else list(s.strip()))
    )


@lru_cache(maxsize=16_384)
def syllables_of(text: str) -> tuple[str, ...]:
    """逐字的拼音（不计声调）；字母和数字照原样一字一个。"""
    return tuple(s for word in cutter().cut(text, False) for s in _word_syllables(word))


def initials_of(syllables: tuple[str, ...]) -> str:
    """首字母连成的串。"""
    return "".join(s[0] for s in syllables)


def tokens_of(version: Version) -> Tokens:
    """一个版本的词素：名称和俗称取全，说明和主项只取词。"""
    aliases = "、".join(version.aliases)
    found: dict[str, None] = {}
    for named in (version.name, *version.aliases):
        found |= dict.fromkeys(_named(plain(named)))
    for told in (version.plain_words, version.main_item):
        found |= dict.fromkeys(words_of(plain(told)))
    return Tokens(tokens=tuple(found)[:MOST_TOKENS], aliases=aliases[:2000])


@lru_cache(maxsize=4096)
def _named(text: str) -> tuple[str, ...]:
    syllables = syllables_of(text)
    initials = initials_of(syllables)
    return (
        *words_of(text),
        *pairs_of(text),
        *(char for char in text if char != " "),
        *(f"y:{s}" for s in syllables),
        *(f"p:{a}{b}" for a, b in pairwise(syllables)),
        *(f"i:{initials[n : n + 3]}" for n in range(max(1, len(initials) - 2))),
    )


def is_chinese(text: str) -> bool:
    """有汉字。"""
    return bool(_CHINESE.search(text))

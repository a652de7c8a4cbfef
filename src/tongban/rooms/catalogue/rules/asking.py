"""听懂问句：去掉废话，认出说法，列出要在目录里找的词素。"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tongban.rooms.catalogue.rules.synonyms import LONGEST_SAY, actions_said, meanings, noise
from tongban.rooms.catalogue.rules.tokens import (
    all_syllables,
    is_chinese,
    pairs_of,
    plain,
    syllables_of,
    words_of,
)

LONGEST_QUESTION = 60
MOST_CONCEPTS = 12


@dataclass(frozen=True, slots=True)
class Concept:
    """问句里的一个意思：原话 ``said`` 和可以换成的说法 ``means``。"""

    said: str
    means: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """听懂了的问句；``syllables`` 是拼音（打的拼音，或者汉字的读音，供认错别字），``initials`` 是首字母。"""

    core: str
    concepts: tuple[Concept, ...]
    pairs: frozenset[str]
    syllables: tuple[str, ...]
    initials: str
    actions: frozenset[str]

    @property
    def sounds(self) -> frozenset[str]:
        """相邻的两个音节。"""
        return frozenset(a + b for a, b in pairwise(self.syllables))


@lru_cache(maxsize=1024)
def asked(text: str) -> Asked:
    """听懂一句问话：汉字的认说法和读音，字母的认拼音和首字母。"""
    whole = plain(text[:LONGEST_QUESTION])
    if not is_chinese(whole):
        return _latin(whole)
    concepts = tuple(_concepts(whole))
    core = _without_noise(whole)
    return Asked(
        core=core,
        concepts=concepts[:MOST_CONCEPTS],
        pairs=frozenset(pairs_of(core)),
        syllables=syllables_of(core.replace(" ", "")),
        initials="",
        actions=actions_said(whole),
    )


def _latin(text: str) -> Asked:
    letters = text.replace(" ", "")
    syllables = tuple(s for part in text.split() for s in (spelt(part) or ()))
    spelt_out = "".join(syllables) == letters
    return Asked(
        core=text,
        concepts=(Concept(text, ()),) if text else (),
        pairs=frozenset(),
        syllables=syllables if spelt_out else (),
        initials=""
        if spelt_out and len(syllables) > 1 and len(letters) > 2 * len(syllables) - 1
        else letters,
        actions=frozenset(),
    )


@lru_cache(maxsize=4096)
def spelt(letters: str) -> tuple[str, ...] | None:
    """把连写的拼音断成音节，音节最少的断法；断不开为 None；最后没打完的音节也算一个。"""
    best: list[tuple[str, ...] | None] = [(), *([None] * len(letters))]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 6), end):
            before, piece = best[start], letters[start:end]
            fits = piece in all_syllables() or (end == len(letters) and start > 0 and _begins(piece))
            if fits and before is not None and (best[end] is None or len(before) + 1 < len(best[end] or ())):
                best[end] = (*before, piece)
    return best[-1]


@lru_cache(maxsize=4096)
def _begins(piece: str) -> bool:
    return any(s.startswith(piece) for s in all_syllables())


def _without_noise(text: str) -> str:
    rest = text
    for word in noise():
        rest = rest.replace(word, " ")
    rest = " ".join(rest.split())
    return rest or text


def _concepts(text: str) -> Iterator[Concept]:
    """Known sayings first, longest first and none inside another; what is left is cut into words."""
    spans = _sayings(text)
    left = list(text)
    for start, end in spans:
        left[start:end] = " " * (end - start)
        yield Concept(text[start:end], meanings()[text[start:end]])
    for word in words_of(_without_noise("".join(left)) if any(c != " " for c in left) else ""):
        if len(word) > 1 and word.strip():
            yield Concept(word, ())


def _sayings(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for length in range(min(LONGEST_SAY, len(text)), 0, -1):
        for start in range(len(text) - length + 1):
            end = start + length
            if text[start:end] in meanings() and all(end <= a or b <= start for a, b in found):
                found.append((start, end))
    return found


def lexemes(question: Asked) -> dict[str, float]:
    """要在目录里找的词素和各自的分量：``{词素: 分量}``；首字母的带 ``:*`` 表示前缀。"""
    found: dict[str, float] = {}
    for concept in question.concepts:
        for phrase, weight in ((concept.said, 1.0), *((m, 0.9) for m in concept.means)):
            for word in words_of(phrase) if is_chinese(phrase) else ():
                if len(word) > 1:
                    found[word] = max(found.get(word, 0.0), weight)
    found |= {pair: max(found.get(pair, 0.0), 0.6) for pair in question.pairs}
    found |= {f"p:{sound}": 0.5 for sound in question.sounds}
    if len(question.syllables) == 1 or (len(question.core) < 3 and is_chinese(question.core)):
        found |= {f"y:{s}": 0.5 for s in question.syllables} | dict.fromkeys(question.core, 0.5)
    letters = question.initials
    return found | {f"i:{letters[n : n + 3]}": 1.0 for n in range(max(len(letters) - 2, 1)) if letters}

"""排名：一个候选事项有多合乎问句；都是 0 到 1 的小分，按权相加（权数由自编的考题定，见 tests/search）。"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tongban.rooms.catalogue.rules.asking import Asked, Concept
from tongban.rooms.catalogue.rules.synonyms import actions_named
from tongban.rooms.catalogue.rules.tokens import initials_of, pairs_of, plain, syllables_of, words_of

PHRASE, PAIRS, SOUNDS, EXPLAINED, ALIAS, ACTION, WHOLE = 1.0, 0.5, 0.45, 0.45, 0.35, 0.35, 0.5
_IN_NAME, _IN_ALIAS, _IN_SUMMARY = 1.0, 0.95, 0.5


@dataclass(frozen=True, slots=True)
class Lexemes:
    """词频：事项总数，和各词素出现在几个事项里（没有的当作 1）。"""

    edition: int
    items: int
    counts: Mapping[str, int]

    def telling(self, lexeme: str) -> float:
        """一个词素多能区分事项 (inverse document frequency, at least 0.3)."""
        return max(0.3, math.log((self.items + 1) / (self.counts.get(lexeme, 1) + 0.5)))


@dataclass(frozen=True, slots=True)
class Face:
    """一个候选的样子：名称、俗称、说明和它们的读音。"""

    name: str
    aliases: tuple[str, ...]
    summary: str
    pairs: frozenset[str]
    alias_pairs: frozenset[str]
    sounds: frozenset[str]
    syllables: tuple[str, ...]
    initials: tuple[str, ...]
    actions: frozenset[str]


@lru_cache(maxsize=20_000)
def face(name: str, aliases: str, summary: str) -> Face:
    """看清一个候选。"""
    written = plain(name)
    others = tuple(plain(alias) for alias in aliases.split("、") if alias)
    read = [syllables_of(written), *(syllables_of(other) for other in others)]
    return Face(
        name=written,
        aliases=others,
        summary=plain(summary),
        pairs=frozenset(pairs_of(written)),
        alias_pairs=frozenset(pair for other in others for pair in pairs_of(other)),
        sounds=frozenset(a + b for syllables in read for a, b in pairwise(syllables)),
        syllables=read[0],
        initials=tuple(initials_of(syllables) for syllables in read),
        actions=actions_named(written),
    )


def score(question: Asked, candidate: Face, words: Lexemes) -> float:
    """得分：越大越合乎问句。"""
    if question.initials:
        return max(_initials(question.initials, written) for written in candidate.initials)
    total = SOUNDS * _shared(question.sounds, candidate.sounds, words, "p:")
    if not question.pairs and len(question.core) > 1:
        return total + 0.3 * _density(len(question.syllables), len(candidate.syllables))
    told = candidate.pairs | candidate.alias_pairs
    return (
        total
        + PHRASE * _phrases(question, candidate, words)
        + PAIRS * _shared(question.pairs, told, words, "")
        + EXPLAINED * _explained(question, candidate)
        + ALIAS * _alias(question, candidate)
        + ACTION * _action(question, candidate)
        + WHOLE * _whole(question, candidate)
    )


def _shared(asked: frozenset[str], told: frozenset[str], words: Lexemes, kind: str) -> float:
    weights = {pair: words.telling(kind + pair) for pair in asked}
    everything = sum(weights.values())
    return sum(w for pair, w in weights.items() if pair in told) / everything if everything else 0.0


def _phrases(question: Asked, candidate: Face, words: Lexemes) -> float:
    weighed = [(_weight(c, words), _met(c, candidate)) for c in question.concepts]
    everything = sum(weight for weight, _ in weighed)
    return sum(weight * met for weight, met in weighed) / everything if everything else 0.0


def _weight(concept: Concept, words: Lexemes) -> float:
    phrases = concept.means or (concept.said,)
    rarest = max((words.telling(w) for w in words_of(phrases[0])), default=1.0)
    return min(rarest, 6.0) * (1.5 if concept.means else 1.0)


def _met(concept: Concept, candidate: Face) -> float:
    best = _found(concept.said, candidate)
    for rank, phrase in enumerate(concept.means):
        best = max(best, (0.95 - 0.02 * rank) * _found(phrase, candidate))
    return best


def _found(phrase: str, candidate: Face) -> float:
    if phrase in candidate.name:
        return _IN_NAME
    if any(phrase in alias for alias in candidate.aliases):
        return _IN_ALIAS
    if phrase in candidate.summary:
        return _IN_SUMMARY
    asked = pairs_of(phrase)
    part = sum(pair in candidate.pairs for pair in asked) / len(asked) if asked else 0.0
    return 0.9 * part if part >= 0.5 else 0.0


def _explained(question: Asked, candidate: Face) -> float:
    """How much of the candidate's own name the question accounts for: the plain item before its special cases."""
    said = set(question.pairs)
    for concept in question.concepts:
        for phrase in (concept.said, *concept.means):
            if phrase in candidate.name or _found(phrase, candidate) > 0.5:
                said.update(pairs_of(phrase))
    return len(said & candidate.pairs) / (len(candidate.pairs) or 1)


def _alias(question: Asked, candidate: Face) -> float:
    """An everyday name of the item stands in the question; the longer, the surer."""
    longest = max((len(a) for a in candidate.aliases if len(a) > 1 and a in question.core), default=0)
    return min(longest / 4, 1.0)


def _action(question: Asked, candidate: Face) -> float:
    if question.actions:
        return 1.0 if question.actions & candidate.actions else -0.2
    return -0.6 if candidate.actions else 0.0


def _whole(question: Asked, candidate: Face) -> float:
    core = question.core
    return float(core in candidate.name or candidate.name in core or core in candidate.aliases)


def _density(asked: int, told: int) -> float:
    return min(asked / told, 1.0) if told else 0.0


def _initials(letters: str, written: str) -> float:
    """Initials typed: all in a row best, then in order with gaps; the more of the name they cover, the better."""
    if letters in written:
        return 1.0 + 0.3 * written.startswith(letters) + 0.5 * _density(len(letters), len(written))
    rest = iter(written)
    in_order = all(letter in rest for letter in letters)
    threes = {letters[n : n + 3] for n in range(len(letters) - 2)}
    part = sum(three in written for three in threes) / len(threes) if threes else 0.0
    return 0.5 * in_order + 0.4 * part + 0.3 * _density(len(letters), len(written))

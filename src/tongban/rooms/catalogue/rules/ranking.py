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
    all_aliases: str
    pairs: frozenset[str]
    told: frozenset[str]
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
    pairs = frozenset(pairs_of(written))
    return Face(
        name=written,
        aliases=others,
        summary=plain(summary),
        all_aliases="\n".join(others),
        pairs=pairs,
        told=pairs.union(*(pairs_of(other) for other in others)),
        sounds=frozenset(a + b for syllables in read for a, b in pairwise(syllables)),
        syllables=read[0],
        initials=tuple(initials_of(syllables) for syllables in read),
        actions=actions_named(written),
    )


@dataclass(frozen=True, slots=True)
class _Weighed:
    """一个意思在名称里怎么认：``(说法, 分量, 说法的双字)`` 和这个意思的分量。"""

    phrases: tuple[tuple[str, float, tuple[str, ...]], ...]
    weight: float


class Measure:
    """一句问话的尺子：凡是只看问句和词频的都先算好，量一个候选只剩比对。"""

    def __init__(self, question: Asked, words: Lexemes) -> None:
        self.question = question
        self.pairs = {pair: words.telling(pair) for pair in question.pairs}
        self.sounds = {sound: words.telling("p:" + sound) for sound in question.sounds}
        self.concepts = tuple(_weighed(concept, words) for concept in question.concepts)
        self.all_pairs = sum(self.pairs.values()) or 1.0
        self.all_sounds = sum(self.sounds.values()) or 1.0
        self.all_concepts = sum(concept.weight for concept in self.concepts) or 1.0

    def score(self, candidate: Face) -> float:
        """得分：越大越合乎问句。"""
        question = self.question
        if question.initials:
            return max(_initials(question.initials, written) for written in candidate.initials)
        total = SOUNDS * _shared(self.sounds, candidate.sounds) / self.all_sounds
        if not question.pairs and len(question.core) > 1:
            return total + 0.3 * _density(len(question.syllables), len(candidate.syllables))
        return (
            total
            + PAIRS * _shared(self.pairs, candidate.told) / self.all_pairs
            + self._phrases(candidate)
            + ALIAS * _alias(question, candidate)
            + ACTION * _action(question, candidate)
            + WHOLE * _whole(question, candidate)
        )

    def _phrases(self, candidate: Face) -> float:
        """How much of the question is met, and how much of the candidate's own name the question accounts for."""
        met, said = 0.0, set(self.question.pairs)
        for concept in self.concepts:
            best = 0.0
            for phrase, strength, pairs in concept.phrases:
                found = _found(phrase, pairs, candidate)
                best = max(best, strength * found)
                if found > 0.5:
                    said.update(pairs)
            met += concept.weight * best
        explained = len(said & candidate.pairs) / (len(candidate.pairs) or 1)
        return PHRASE * met / self.all_concepts + EXPLAINED * explained


def _shared(asked: Mapping[str, float], told: frozenset[str]) -> float:
    return sum(weight for pair, weight in asked.items() if pair in told)


def _weighed(concept: Concept, words: Lexemes) -> _Weighed:
    meant = [(phrase, 0.95 - 0.02 * rank) for rank, phrase in enumerate(concept.means)]
    phrases = [(concept.said, 1.0), *meant]
    first = concept.means[0] if concept.means else concept.said
    rarest = max((words.telling(word) for word in words_of(first)), default=1.0)
    return _Weighed(
        phrases=tuple((phrase, strength, tuple(pairs_of(phrase))) for phrase, strength in phrases),
        weight=min(rarest, 6.0) * (1.5 if concept.means else 1.0),
    )


def _found(phrase: str, pairs: tuple[str, ...], candidate: Face) -> float:
    if phrase in candidate.name:
        return _IN_NAME
    if phrase in candidate.all_aliases:
        return _IN_ALIAS
    if phrase in candidate.summary:
        return _IN_SUMMARY
    part = sum(pair in candidate.pairs for pair in pairs) / len(pairs) if pairs else 0.0
    return 0.9 * part if part >= 0.5 else 0.0


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

"""同义词典：大白话对到政务用语，和表示办哪一步（变更、延续、补办、注销……）的词。"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from tongban.foundation.written import read_yaml
from tongban.rooms.catalogue.rules.tokens import dictionary_text, plain

LONGEST_SAY = 12


@dataclass(frozen=True, slots=True)
class Action:
    """办哪一步：名称里的词、问句里的词，长的在前。"""

    key: str
    names: tuple[str, ...]
    say: tuple[str, ...]


@cache
def _book() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml(dictionary_text("synonyms.yml"))
    return found


@cache
def meanings() -> dict[str, tuple[str, ...]]:
    """``{大白话: (政务用语, …)}``；同一句话写了几处的合在一起，先写的在前。"""
    book: dict[str, dict[str, None]] = {}
    for entry in _book()["words"]:
        for said in entry["say"]:
            book.setdefault(plain(str(said)), {}).update(dict.fromkeys(plain(m) for m in entry["means"]))
    return {said: tuple(means) for said, means in book.items()}


@cache
def actions() -> tuple[Action, ...]:
    """表示办哪一步的词。"""
    return tuple(
        Action(key=key, names=_longest_first(entry["names"]), say=_longest_first(entry["say"]))
        for key, entry in _book()["actions"].items()
    )


@cache
def noise() -> tuple[str, ...]:
    """不指明办什么事的话，长的在前。"""
    lines = dictionary_text("noise.txt").splitlines()
    return _longest_first([w for line in lines if not line.startswith("#") for w in line.split()])


def _longest_first(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(map(str, words), key=len, reverse=True))


def actions_named(name: str) -> frozenset[str]:
    """一个名称说的是哪几步。"""
    return frozenset(a.key for a in actions() if any(word in name for word in a.names))


def actions_said(text: str) -> frozenset[str]:
    """一句问话说的是哪几步。"""
    return frozenset(a.key for a in actions() if any(word in text for word in a.say))

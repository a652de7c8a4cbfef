"""情形：从网址或表单里读出回答，摆成一题一组，算出要交哪些材料、还能不能往下办。"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import Material, Need, Option, Question, Version

PREFIX = "s."
Answers = dict[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class Choice:
    """一个选项，选没选。"""

    key: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """一题：名称、问什么、单选还是多选、选项、错误。"""

    name: str
    ask: str
    many: bool
    choices: list[Choice]
    error: str = ""


@dataclass(frozen=True)
class Situation:
    """一次回答的全部结果：各题、材料、选项要说的话、不必办的去向。"""

    asked: list[Asked]
    answers: Answers
    complete: bool
    materials: tuple[Material, ...]
    possible: tuple[Material, ...]
    says: list[str]
    ends: str
    query: str

    @property
    def settled(self) -> bool:
        """材料定了：没有题，或者都答了。"""
        return self.complete or not self.asked

    @property
    def uncertain(self) -> int:
        """几份要看没答的题。"""
        return len(self.possible) - len(self.materials)

    @property
    def told(self) -> list[tuple[str, str]]:
        """答了的题和选了什么。"""
        picked = ((one.ask, "、".join(c.label for c in one.choices if c.chosen)) for one in self.asked)
        return [(ask, label) for ask, label in picked if label]

    @property
    def started(self) -> bool:
        """答了至少一题。"""
        return bool(self.answers)

    @property
    def required(self) -> list[Material]:
        """要自己交的：系统生成的不算。"""
        return [m for m in self.materials if not m.made_by_system]


def read(given: QueryDict, version: Version) -> Answers:
    """读出回答：只认本事项的题和选项。"""
    raw: Mapping[str, Sequence[str]] = {q.key: given.getlist(PREFIX + q.key)[:50] for q in version.situations}
    return dict(catalogue.check_answers(version, raw).answers)


def situation(version: Version, answers: Answers, *, asked_all: bool = False) -> Situation:
    """摆出一次回答的结果；``asked_all`` 时没答的题标出来。"""
    checked = catalogue.check_answers(version, answers)
    options = [option for question in version.situations for option in chosen(question, answers)]
    ends = next((option.ends for option in options if option.ends), "")
    problems = checked.problems if asked_all and not ends else {}
    return Situation(
        asked=[_asked(q, answers, problems.get(q.key, "")) for q in version.situations],
        answers=checked.answers,
        complete=checked.ok,
        materials=catalogue.required_materials(version, answers),
        possible=catalogue.possible_materials(version, answers),
        says=[option.says for option in options if option.says],
        ends=ends,
        query=urlencode(
            [(PREFIX + key, each) for key, told in checked.answers.items() for each in _many(told)]
        ),
    )


def chosen(question: Question, answers: Mapping[str, object]) -> list[Option]:
    """一题里选中的选项。"""
    told = set(_many(answers.get(question.key, "")))
    return [option for option in question.options if option.key in told]


def need_word(material: Material) -> str:
    """必要性的一个词；必要的不写。"""
    return "" if material.need is Need.REQUIRED else material.need.zh


def _asked(question: Question, answers: Mapping[str, object], error: str) -> Asked:
    told = set(_many(answers.get(question.key, "")))
    choices = [Choice(o.key, o.label, o.key in told) for o in question.options]
    return Asked(PREFIX + question.key, question.ask, question.many, choices, error)


def _many(told: object) -> tuple[str, ...]:
    if isinstance(told, str):
        return (told,) if told else ()
    return tuple(map(str, told)) if isinstance(told, list | tuple) else ()


def stored(answers: Answers) -> dict[str, str | list[str]]:
    """存进草稿的写法：多选写成列表。"""
    return {key: told if isinstance(told, str) else list(told) for key, told in answers.items()}

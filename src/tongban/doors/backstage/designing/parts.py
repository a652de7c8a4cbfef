"""各部分的定义：问什么、放在内容的哪里、可以选什么 (read once from content/designer.yml; what it offers depends on the draft)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from tongban.foundation.written import read_yaml
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import (
    ContentPart,
    FieldKind,
    HandleType,
    MaterialSource,
    Need,
    ProjectType,
    ResultKind,
    ServiceTarget,
    TaskType,
)

Content = Mapping[str, Any]
Definition = Mapping[str, Any]
FIXED = "fixed"


@dataclass(frozen=True)
class Pane:
    """一部分（或者一部分里的一种行）的定义。

    ``rows`` is the path of its rows in the content, with ``{}`` for the number of the row around it; empty where the part
    is a single sheet, whose elements lie in the content itself or, if ``within_row`` names one, in that row or group.
    """

    name: str
    says: str
    word: str
    rows: str
    within: str
    within_row: str
    titled: str
    stem: str
    key: str
    fresh: Any
    asked: tuple[Definition, ...] = field(repr=False)

    @property
    def zh(self) -> str:
        """印出来的名称：部分的名称，部分里的行用行的名称。"""
        return self.word if self.within else ContentPart.of(self.name).zh

    def keeps(self, name: str) -> str:
        """这一栏怎样存进内容。"""
        return next((str(f.get("keep", "text")) for f in self.asked if f["name"] == name), "text")

    def at(self, *around: int) -> str:
        """各行在内容里的地方，``around`` 是外面那一行的序号。"""
        return self.rows.format(*around)


def pane(name: str) -> Pane | None:
    """某一部分；没有的为空。"""
    return _panes().get(name)


def panes() -> list[Pane]:
    """各部分，按编写的顺序；部分里的行不在其中。"""
    return [each for each in _panes().values() if not each.within]


def within(outer: Pane) -> Pane | None:
    """这一部分里的行：表单小节里的栏目、结果里的各行、收费里的项目。"""
    return next((each for each in _panes().values() if each.within == outer.name), None)


def holds(of: Pane, at: str) -> bool:
    """内容里的这个地方归不归这一部分。"""
    own = {str(each["name"]) for each in of.asked} if not of.rows and not of.within_row else set()
    inner = within(of)
    stems = {stem.partition(".")[0] for stem in (of.rows, of.within_row, inner.rows if inner else "") if stem}
    return at.partition(".")[0] in own | stems


def asked(of: Pane, content: Content, *, before: str = "") -> list[dict[str, Any]]:
    """这张小表的栏目，选项已按草稿的内容备好；没有可选的不问；``before`` 是正在写的栏目的代号。"""
    return _ready(of.asked, content, before)


def _ready(told: Sequence[Definition], content: Content, before: str) -> list[dict[str, Any]]:
    ready = [_with_options(each, content, before) for each in told]
    return [each for each in ready if each.get("options", True)]


def _with_options(each: Definition, content: Content, before: str) -> dict[str, Any]:
    inner = {"fields": _ready(each["fields"], content, before)} if "fields" in each else {}
    options = {"options": _offered(str(each["offers"]), content, before)} if "offers" in each else {}
    return {"basis": "设计器", **each, **inner, **options}


def _offered(name: str, content: Content, before: str) -> list[dict[str, str]]:
    if name in _WRITTEN:
        return [{"key": str(word), "label": word.zh} for word in _WRITTEN[name]]
    if name in _FROM_CONTENT:
        return _FROM_CONTENT[name](content, before)
    if name.startswith("CL-"):
        return [{"key": o.key, "label": o.label} for o in catalogue.codes_on_offer(name)]
    return list(_file()["offers"][name])


def _materials(content: Content, before: str) -> list[dict[str, str]]:
    return [{"key": o.key, "label": o.label} for o in catalogue.materials_on_offer(content)]


def _sources(content: Content, before: str) -> list[dict[str, str]]:
    offers = [{"key": o.key, "label": o.label} for o in catalogue.sources_on_offer(content)]
    return [*offers, {"key": FIXED, "label": "固定的文字"}]


def _deciders(content: Content, before: str) -> list[dict[str, str]]:
    return [{"key": o.key, "label": o.label} for o in catalogue.deciders_on_offer(content, before=before)]


def _registers(content: Content, before: str) -> list[dict[str, str]]:
    return [{"key": o.key, "label": o.label} for o in catalogue.registers_on_offer()]


def _topics(of: str) -> Callable[[Content, str], list[dict[str, str]]]:
    return lambda content, before: [{"key": name, "label": name} for name in catalogue.topics()[of]]


_FROM_CONTENT: Mapping[str, Callable[[Content, str], list[dict[str, str]]]] = {
    "materials": _materials,
    "sources": _sources,
    "deciders": _deciders,
    "registers": _registers,
    "person_topics": _topics("person"),
    "enterprise_topics": _topics("enterprise"),
}
_WRITTEN = {
    "types": [t for t in TaskType if t.applied_for],
    "targets": list(ServiceTarget),
    "project_types": list(ProjectType),
    "handle_types": list(HandleType),
    "needs": list(Need),
    "material_sources": list(MaterialSource),
    "result_kinds": list(ResultKind),
    "kinds": list(FieldKind),
    "plain_kinds": [kind for kind in FieldKind if kind is not FieldKind.REPEAT],
}


@cache
def _panes() -> dict[str, Pane]:
    return {str(told["part"]): _pane(told) for told in _file()["parts"]}


def _pane(told: Definition) -> Pane:
    texts = {
        name: str(told.get(name, ""))
        for name in ("says", "word", "rows", "within", "within_row", "titled", "stem")
    }
    return Pane(
        name=str(told["part"]),
        key=str(told.get("key", "key")),
        fresh=told.get("fresh"),
        asked=tuple(told["fields"]),
        **texts,
    )


@cache
def _file() -> Mapping[str, Any]:
    text = (files("tongban.doors.backstage") / "content" / "designer.yml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = read_yaml(text)
    return found

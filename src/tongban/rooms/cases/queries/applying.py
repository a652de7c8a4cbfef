"""申请：一份草稿照现行版本核对下来是什么样——表单、情形、材料，还缺什么、错在哪里。"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from tongban.foundation.files import FileKind, display_name
from tongban.rooms.cases.errors import FormProblems, MaterialsMissing
from tongban.rooms.cases.models import Draft, DraftFile
from tongban.rooms.cases.words import MaterialLine, MaterialSource, MaterialState
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import Material, Need, Version
from tongban.rooms.people import queries as people
from tongban.rooms.people.words import MandateAct, Party, Wanted


@dataclass(frozen=True, kw_only=True)
class Applied:
    """核对结果：``form`` 是化好的值，``problems`` 是路径到一句话，``missing`` 是还缺的材料名称。"""

    form: dict[str, Any] = field(repr=False)
    answers: dict[str, Any]
    problems: dict[str, str]
    materials: tuple[MaterialLine, ...]
    required: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """应交未交的材料名称，按清单顺序。"""
        return tuple(m.name for m in self.materials if m.key in self.required and not m.is_received)

    @property
    def is_ready(self) -> bool:
        """可以提交了。"""
        return not self.problems and not self.missing

    def refuse_unready(self) -> None:
        """还不能提交的，一次说清。 Refuses: FormProblems, MaterialsMissing."""
        if self.problems:
            raise FormProblems(count=len(self.problems), problems=self.problems)
        if self.missing:
            raise MaterialsMissing(missing="、".join(self.missing))


@dataclass(frozen=True, kw_only=True)
class Given:
    """送来的：``values`` 是摊平的路径到值，``answers`` 是情形回答，``files`` 是材料代号到已交的材料。"""

    values: Mapping[str, Any] = field(repr=False)
    answers: Mapping[str, Any]
    files: Mapping[str, DraftFile]


def applied(*, version: Version, given: Given, on: date | None, mandated: bool = False) -> Applied:
    """核对一份申请；``on`` 是算年龄的那天，``mandated`` 为代办人的委托登记着、此刻有效。

    Law: 民法典 第一百六十五条（授权委托书应当载明的，登记的委托都有）.
    """
    answered = catalogue.check_answers(version, given.answers)
    checked = catalogue.check_form(version, catalogue.nested(given.values), answered.answers, on=on)
    applicable = catalogue.required_materials(version, answered.answers)
    return Applied(
        form=dict(checked.values),
        answers=dict(answered.answers),
        problems={**answered.problems, **checked.problems},
        materials=tuple(line(m, given.files.get(m.key), mandated=mandated) for m in applicable),
        required=tuple(m.key for m in applicable if m.need is not Need.OPTIONAL),
    )


def line(material: Material, handed: DraftFile | None, *, mandated: bool = False) -> MaterialLine:
    """一份材料现在的样子：交了文件或纸质的、由表单生成的、共享核验和委托已登记而免提交的，都算交了。"""
    source = _source(material, handed, mandated)
    state = MaterialState.HANDED_IN.value if source else ""
    if handed is None or not handed.digest:
        return MaterialLine(key=material.key, name=material.name, source=source, state=state)
    return MaterialLine(
        key=material.key,
        name=material.name,
        source=source,
        state=state,
        digest=handed.digest,
        file_name=_file_name(material.name, handed.kind),
        kind=handed.kind,
        size=handed.size,
        handed_in_at=handed.added_at,
    )


@lru_cache(maxsize=4096)
def _file_name(material: str, kind: str) -> str:
    """A material's file is called as the material is; the name it came with may hold a person's."""
    return display_name(material, suffixes=FileKind.of(kind).suffixes)


def _source(material: Material, handed: DraftFile | None, mandated: bool) -> str:
    if handed is not None:
        return str(handed.source)
    if material.made_by_system:
        return str(MaterialSource.FORM)
    if mandated and material.by_mandate:
        return str(MaterialSource.MANDATE)
    return str(MaterialSource.SHARED) if material.shared else ""


def is_mandated(draft: Draft, version: Version, *, at: datetime) -> bool:
    """代办人的委托登记着、此刻有效、管得到这件事 (one statement, and only where an agent files what asks for the letter)."""
    if not draft.agent or not any(material.by_mandate for material in version.materials):
        return False
    wanted = Wanted(act=MandateAct.APPLY, item_code=version.code, item_name=version.name)
    parties = {"agent": Party.of(draft.agent), "principal": Party.of(draft.applicant)}
    return people.is_mandated(**parties, wanted=wanted, at=at)

"""待办的格子：哪个岗位看哪些状态的办件，格子上写什么 (which cases wait for which post, and what the tab says)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tongban.rooms.cases import queries as cases
from tongban.rooms.cases.words import CaseState
from tongban.rooms.organisation.words import Officer, Role

TRAYS: dict[Role, tuple[CaseState, ...]] = {
    Role.INTAKE: (CaseState.SUBMITTED,),
    Role.REVIEWER: (CaseState.ACCEPTED,),
    Role.DECIDER: (CaseState.REVIEWED,),
    Role.ISSUER: (CaseState.GRANTED, CaseState.ISSUED, CaseState.DENIED),
}
WORDS: dict[CaseState, str] = {
    CaseState.SUBMITTED: "待受理",
    CaseState.ACCEPTED: "待审查",
    CaseState.REVIEWED: "待决定",
    CaseState.GRANTED: "待制证",
    CaseState.ISSUED: "待送达",
    CaseState.DENIED: "不予待送达",
}


@dataclass(frozen=True)
class Tray:
    """一格：状态、格子上的字、几件、几件已过期限。"""

    state: CaseState
    text: str
    waiting: int
    late: int

    @property
    def key(self) -> str:
        """网址里的代号。"""
        return str(self.state)


def trays(*, officer: Officer, on: date) -> tuple[Tray, ...]:
    """他的格子，按办理先后；岗位管的都在，哪怕空着；即办件多出来的有件才在。"""
    counts = {found.state: found for found in cases.work_counts(officer=officer, on=on)}
    shown = {*_posts(officer), *counts}
    return tuple(
        Tray(
            state, WORDS.get(state, state.zh), *((c.waiting, c.late) if (c := counts.get(state)) else (0, 0))
        )
        for state in CaseState
        if state in shown
    )


def _posts(officer: Officer) -> Iterable[CaseState]:
    return (state for role, states in TRAYS.items() if role in officer.roles for state in states)

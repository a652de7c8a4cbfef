"""办件的词语：状态与动作、唯一的一张走法表、规则据以判断的事实 (pure)."""

from tongban.rooms.cases.words.facts import (
    ACCEPT_WORKDAYS_AT_MOST,
    CLOCK_ACTOR,
    ISSUE_WORKDAYS,
    LONGEST_TEXT,
    SUPPLEMENT_DAYS,
    Actor,
    CaseFacts,
    MaterialLine,
    Typed,
)
from tongban.rooms.cases.words.moves import MOVES, Move
from tongban.rooms.cases.words.states import (
    DOCUMENT_MARKS,
    HAND_OF_ROLE,
    OVER,
    Act,
    CaseState,
    Channel,
    DocumentKind,
    Hand,
    Manner,
    MaterialSource,
    MaterialState,
)

__all__ = [
    "ACCEPT_WORKDAYS_AT_MOST",
    "CLOCK_ACTOR",
    "DOCUMENT_MARKS",
    "HAND_OF_ROLE",
    "ISSUE_WORKDAYS",
    "LONGEST_TEXT",
    "MOVES",
    "OVER",
    "SUPPLEMENT_DAYS",
    "Act",
    "Actor",
    "CaseFacts",
    "CaseState",
    "Channel",
    "DocumentKind",
    "Hand",
    "Manner",
    "MaterialLine",
    "MaterialSource",
    "MaterialState",
    "Move",
    "Typed",
]

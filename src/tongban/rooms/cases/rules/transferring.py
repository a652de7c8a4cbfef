"""在途办件的规则：事项划转以后，哪些办件移交承接机关 (pure)."""

from tongban.rooms.cases.words import CaseFacts, CaseState
from tongban.rooms.catalogue.words import InTransit

NOT_YET_ACCEPTED = frozenset({CaseState.SUBMITTED, CaseState.CORRECTING})
UNDECIDED = frozenset({CaseState.ACCEPTED, CaseState.REVIEWED})


def goes_over(case: CaseFacts, *, in_transit: InTransit) -> bool:
    """移交不移交：还没有受理的，原机关已无权受理，一律移交；受理了还没有决定的照方案；决定了的由作决定的机关送达办结。

    Source: domain.md 3.5 (in-transit cases finish where accepted unless the plan says otherwise).
    """
    if case.state in NOT_YET_ACCEPTED:
        return True
    return case.state in UNDECIDED and in_transit is InTransit.HAND_OVER

"""办件的定时工作：到期视为受理、逾期未补正退件、送达后办结（时间由定时表给，一件一个事务，别人先办了就放过）。"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import Q

from tongban.foundation.refusal import Refusal
from tongban.foundation.schedule import every
from tongban.rooms.cases import acts
from tongban.rooms.cases.models import Case
from tongban.rooms.cases.rules.clocks import law_date
from tongban.rooms.cases.words import CLOCK_ACTOR, CaseState

logger = logging.getLogger("tongban.cases")
AT_ONCE = 1_000


@every(seconds=300)
def deem_accepted(*, at: datetime) -> int:
    """视为受理：告知期限过了还没有答复的，返回办了几件。 Law: 行政许可法 第三十二条第一款第四项."""
    late = Q(state=CaseState.SUBMITTED, accept_by__lt=law_date(at))
    return _each(_cases(late), lambda case_no: acts.deem_accepted(case_no=case_no, by=CLOCK_ACTOR, at=at))


@every(seconds=300)
def return_expired(*, at: datetime) -> int:
    """退件：补正期限过了还没有补正的，返回办了几件 (domain.md 2.3 K8)."""
    expired = Q(state=CaseState.CORRECTING, supplement_by__lt=law_date(at))
    return _each(_cases(expired), lambda case_no: acts.return_back(case_no=case_no, by=CLOCK_ACTOR, at=at))


@every(seconds=15)
def close_served(*, at: datetime) -> int:
    """办结：送达了的，返回办了几件；申请人由此可以评价。"""
    served = Q(state=CaseState.SERVED)
    return _each(_cases(served), lambda case_no: acts.close(case_no=case_no, by=CLOCK_ACTOR, at=at))


def _cases(which: Q) -> list[str]:
    return list(Case.objects.filter(which).order_by("act_by").values_list("case_no", flat=True)[:AT_ONCE])


def _each(case_nos: Iterable[str], act: Callable[[str], object]) -> int:
    return sum(_done(case_no, act) for case_no in case_nos)


def _done(case_no: str, act: Callable[[str], object]) -> bool:
    """An officer may have acted between the look and the lock: then there is nothing left to do."""
    try:
        act(case_no)
    except Refusal as refusal:
        logger.info("clock_act_refused", extra={"case": case_no, "code": refusal.code})
        return False
    return True

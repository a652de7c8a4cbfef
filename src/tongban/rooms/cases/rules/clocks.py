"""办件的钟：受理期限、法定和承诺办结日、制证送达期限，怎样数、怎样重数 (pure; the calendar is handed in)."""

from dataclasses import dataclass
from datetime import date, datetime

from tongban.rooms.calendar.words import SHANGHAI, DueDate, TimeUnit, Workdays
from tongban.rooms.cases.words import (
    ACCEPT_WORKDAYS_AT_MOST,
    ISSUE_WORKDAYS,
    CaseFacts,
    CaseState,
)
from tongban.rooms.catalogue.words import Period


def law_date(at: datetime) -> date:
    """法定日期：某一时刻在北京时间里是哪一天。"""
    return at.astimezone(SHANGHAI).date()


def acceptance_deadline(*, received_on: date, accept_days: int, workdays: Workdays) -> DueDate:
    """受理期限 K1：收到材料次日起算，事项承诺几日就几日，最长五个工作日。

    Law: 行政许可法 第三十二条第一款第四项、第八十二条.
    """
    return workdays.after(received_on, min(max(accept_days, 1), ACCEPT_WORKDAYS_AT_MOST))


def limit_ends(start: date, limit: Period, *, workdays: Workdays) -> DueDate:
    """办理期限届满日 K2、K3：``start`` 次日起算；按小时、分钟承诺的折成工作日，不满一日的当日办结。

    Law: 行政许可法 第四十二条、第八十二条; 民法典 第二百零一条至第二百零三条.
    """
    if limit.unit in (TimeUnit.HOUR, TimeUnit.MINUTE):
        return workdays.after(start, int(limit.workdays))
    return workdays.within(start, limit.amount, limit.unit)


@dataclass(frozen=True)
class DueDates:
    """承诺办结日和法定办结日。"""

    promised: DueDate
    statutory: DueDate

    @property
    def provisional(self) -> bool:
        """有一个是估算。"""
        return self.promised.provisional or self.statutory.provisional


def due_dates(case: CaseFacts, *, accepted_on: date, workdays: Workdays) -> DueDates:
    """承诺办结日 K3 和法定办结日 K2；法律没有规定期限的，以承诺的为准。

    Law: 行政许可法 第四十二条.
    """
    promised = limit_ends(accepted_on, case.promised, workdays=workdays)
    limited = case.statutory.amount > 0
    return DueDates(
        promised, limit_ends(accepted_on, case.statutory, workdays=workdays) if limited else promised
    )


@dataclass(frozen=True)
class Recomputed:
    """重算的结果：各期限的新日期，是不是估算。"""

    now: dict[str, date]
    provisional: bool


def recomputed(case: CaseFacts, *, decided_on: date | None, workdays: Workdays) -> Recomputed:
    """重算期限：节假日安排变了，还在走的那个期限按新的安排再数一遍。

    Law: 行政许可法 第八十二条. A supplement deadline stays as it was told to the applicant in writing.
    """
    if case.state is CaseState.SUBMITTED:
        by = acceptance_deadline(
            received_on=case.received_on, accept_days=case.accept_days, workdays=workdays
        )
        return Recomputed({"accept_by": by.on}, provisional=by.provisional)
    if case.state in (CaseState.ACCEPTED, CaseState.REVIEWED) and case.accepted_on:
        dates = due_dates(case, accepted_on=case.accepted_on, workdays=workdays)
        now = {"due_on": dates.promised.on, "statutory_due_on": dates.statutory.on}
        return Recomputed(now, provisional=dates.provisional)
    if case.state in (CaseState.GRANTED, CaseState.DENIED, CaseState.ISSUED) and decided_on:
        return Recomputed({"issue_by": workdays.after(decided_on, ISSUE_WORKDAYS).on}, provisional=False)
    return Recomputed({}, provisional=False)


def days_used(*, case: CaseFacts, on: date, workdays: Workdays) -> int:
    """已用工作日：从受理次日到某日（含）的工作日数；未受理为 0。"""
    return max(workdays.between(case.accepted_on, on), 0) if case.accepted_on else 0

"""有效期：从发证之日起算若干年，到对应日的前一日止 (the last day on which a licence is in force).

Source: 民法典 第二百零一条、第二百零二条 (no corresponding day: the last day of the month).
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from tongban.rooms.catalogue.words import Result
from tongban.rooms.licences.rules.filling import zh
from tongban.rooms.licences.words import GrantedCase, Validity

FOR_EVER = "长期"
_NAMED = re.compile(r"载明的(\w{2}期限)")


def validity(result: Result, granted: GrantedCase) -> Validity:
    """有效期：定了年数的算出最后一日；写明“载明的某某期限”的看照面那一行；其余照样本的写法。"""
    months = 12 * (result.years or _whole(granted.form, result.years_field))
    until = last_day(granted.decided_on, months=months) if months else _named(result, granted)
    return Validity(until=until, says=zh(until) if until else result.until or FOR_EVER)


def last_day(start: date, *, months: int) -> date:
    """最后一日（含）：起始日之后若干个月的对应日的前一日；没有对应日的为当月末日。"""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    days = monthrange(year, month + 1)[1]
    if start.day > days:
        return date(year, month + 1, days)
    return date(year, month + 1, start.day) - timedelta(days=1)


def _named(result: Result, granted: GrantedCase) -> date | None:
    """A period that the applicant asked for and the licence prints, as an end date or a number of months."""
    found = _NAMED.search(result.until)
    for line in result.template if found else ():
        stem, _, name = line.source.partition(".")
        if found and stem == "form" and line.label.startswith(found[1]):
            return _until(granted, name, in_months="（月）" in line.label)
    return None


def _until(granted: GrantedCase, name: str, *, in_months: bool) -> date | None:
    if in_months:
        months = _whole(granted.form, name)
        return last_day(granted.decided_on, months=months) if months else None
    told = granted.form.get(name)
    return date.fromisoformat(str(told)) if told else None


def _whole(form: Mapping[str, object], name: str) -> int:
    told = form.get(name) if name else None
    return int(float(str(told))) if told else 0

"""收件：一份草稿成为一个办件，一次提交一个编号，再来一次给同样的答复 (the hot path: no row-by-row ORM here).

Everything that costs time — reading, checking, sealing — is done before the first lock; then `storing` takes the numbers and
writes. Who comes second waits on the draft's row, finds it taken, and is told what the first was told.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tongban.foundation.rows import fresh_row
from tongban.rooms.calendar import queries as calendar
from tongban.rooms.calendar.words import SHANGHAI
from tongban.rooms.cases.acts.storing import GATHERED, Prepared, store
from tongban.rooms.cases.acts.switching import told_of_transfer
from tongban.rooms.cases.errors import DraftConflict, ItemTransferred, KeyReused, NoSuchDraft
from tongban.rooms.cases.events import CaseReceived
from tongban.rooms.cases.models import Case, Draft, Submission
from tongban.rooms.cases.queries import drafts
from tongban.rooms.cases.queries.applying import Applied, Given, applied, is_mandated
from tongban.rooms.cases.queries.sight import Citizen, filler
from tongban.rooms.cases.rules.clocks import acceptance_deadline, law_date
from tongban.rooms.cases.rules.handling import require_listed
from tongban.rooms.cases.words import CaseState, Channel
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import ResultKind, Version
from tongban.rooms.journal import events as journal_events
from tongban.rooms.journal import queries as witnessed
from tongban.rooms.organisation.words import Officer

SUBMITTING = (drafts.DRAFTS.gathered, GATHERED)
"""来提交的要去的几处：读草稿、入库；来了先打招呼的 (`foundation.gathering.on_the_way`)，与同时来的一起办。"""
ATTEMPTS = 5
"""草稿在提交的一刹那又存了几次，就重读几次。"""


@dataclass(frozen=True)
class _Asked:
    """One submission: its key, who, by which channel, when."""

    key: str
    by: Citizen | Officer
    channel: Channel
    at: datetime


def receive(
    *, draft_uid: str, key: str, by: Citizen | Officer, channel: Channel, at: datetime
) -> CaseReceived:
    """收件：核对草稿，给编号，成为办件，出收件凭证。同一提交号或同一草稿再来，答复与第一次相同。

    Law: 行政许可法 第二十九条、第三十二条.
    Refuses: NoSuchDraft, NoSuchItem, FormProblems, MaterialsMissing, NotOnLicenceList, KeyReused, DraftConflict,
    NumbersUsedUp.
    """
    asked = _Asked(key, by, channel, at)
    for _ in range(ATTEMPTS):
        draft = drafts.read(uid=draft_uid, by=asked.by)
        if draft.supplements:
            raise NoSuchDraft
        if draft.submitted_as:
            return _first_answer(draft, asked.key)
        event = _stored(_prepared(draft, asked))
        if event is not None:
            return event
        _refuse_reused(asked.key, draft_uid)
    raise DraftConflict(fields="申请内容")


def _prepared(draft: Draft, asked: _Asked) -> Prepared:
    version = drafts.version_for(draft)
    ready = applied(
        version=version,
        given=Given(values=draft.values, answers=draft.answers, files=drafts.handed(draft)),
        on=law_date(asked.at),
        mandated=is_mandated(draft, version, at=asked.at),
    )
    ready.refuse_unready()
    _refuse_unlisted(draft, version, asked.at)
    case = _case(draft, version, ready, asked)
    return Prepared(draft, version, case, ready, asked.key, filler(asked.by), asked.at)


def _refuse_unlisted(draft: Draft, version: Version, at: datetime) -> None:
    """The licence list of the day (no statement: its edition came with the draft)."""
    edition = getattr(draft, "licence_edition", None)
    listed = catalogue.on_licence_list(version=version, on=law_date(at), edition_no=edition)
    require_listed(listed, item=version.name)


def _agent(draft: Draft, by: Citizen | Officer) -> str:
    himself = isinstance(by, Officer) or filler(by) == draft.applicant
    return draft.agent or ("" if himself else filler(by))


def _case(draft: Draft, version: Version, ready: Applied, asked: _Asked) -> Case:
    workdays = calendar.workdays(region=version.region, edition_no=getattr(draft, "edition_no", None))
    received_on = law_date(asked.at)
    deadline = acceptance_deadline(
        received_on=received_on, accept_days=version.accept_limit_days, workdays=workdays
    )
    case = fresh_row(
        Case,
        query_code=f"{secrets.randbelow(1_000_000):06d}",
        applicant=draft.applicant,
        applicant_masked=draft.applicant_masked,
        agent=_agent(draft, asked.by),
        channel=asked.channel,
        state=CaseState.SUBMITTED,
        received_at=asked.at,
        received_on=received_on,
        accept_by=deadline.on,
        act_by=deadline.on,
        answers=ready.answers,
        required=list(ready.required),
        **_of_version(version),
    )
    case.seal_form(ready.form)
    case.seal_addressee(draft.addressee)
    return case


def _of_version(version: Version) -> dict[str, Any]:
    return {
        "item_code": version.code,
        "item_name": version.name,
        "version_id": version.id,
        "region": version.region,
        "department_code": version.department or version.department_code,
        "on_the_spot": version.on_the_spot,
        "has_result": any(result.kind is not ResultKind.NONE for result in version.results),
        "accept_days": version.accept_limit_days,
        "promised_amount": version.promised.amount,
        "promised_unit": version.promised.unit,
        "statutory_amount": version.statutory.amount,
        "statutory_unit": version.statutory.unit,
    }


def _stored(ready: Prepared) -> CaseReceived | None:
    """None, too, when the item was transferred meanwhile: the next look finds the organ that took it over."""
    try:
        with told_of_transfer():
            return store(ready)
    except ItemTransferred:
        return None


def _refuse_reused(key: str, draft_uid: str) -> None:
    if Submission.objects.filter(key=key).exclude(draft_uid=draft_uid).exists():
        raise KeyReused


def _first_answer(draft: Draft, key: str) -> CaseReceived:
    """What the first submission was told: its own event, word for word."""
    _refuse_reused(key, draft.uid)
    case_no = Case.objects.values_list("case_no", flat=True).get(pk=draft.submitted_as)
    first = witnessed.stream(name=f"case:{case_no}")[0]
    at = first.at.astimezone(SHANGHAI)
    event = journal_events.revive(kind=first.kind, at=at, by=first.by, payload=first.payload or {})
    assert isinstance(event, CaseReceived)  # noqa: S101 - a case's first event is its receipt
    return event

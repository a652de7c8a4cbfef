"""按办件制证：向办件室要来准予的事实，制证；待制的再制一次 (the one place that reads a case)."""

from datetime import datetime

from django.db import transaction

from tongban.rooms.cases import queries as cases
from tongban.rooms.cases.events import CaseGranted
from tongban.rooms.journal import queries as journal
from tongban.rooms.licences.acts.issuing import issue
from tongban.rooms.licences.events import LicenceIssued
from tongban.rooms.licences.models import Held
from tongban.rooms.licences.words import GrantedCase


def issue_for_case(*, case_no: str, conditions: str, at: datetime) -> list[LicenceIssued]:
    """按办件制证，在调用者的事务里；``conditions`` 是准予时写的许可条件与要求。 Refuses: NoSuchCase; and as ``issue`` does."""
    facts = cases.granted_facts(case_no=case_no)
    granted = GrantedCase(
        case_no=case_no,
        version_id=facts.version_id,
        applicant=facts.applicant,
        applicant_masked=facts.applicant_masked,
        decided_on=facts.decided_on,
        form=facts.form,
        answers=facts.answers,
        conditions=conditions,
    )
    return issue(granted=granted, at=at)


def issue_held(*, case_no: str, at: datetime) -> list[LicenceIssued]:
    """待制的证再制一次；制成的不再待制。"""
    with transaction.atomic(durable=True):
        made = issue_for_case(case_no=case_no, conditions=_conditions(case_no), at=at)
        Held.release(case_no)
    return made


def _conditions(case_no: str) -> str:
    granted = [each for each in journal.stream(name=f"case:{case_no}") if each.kind == CaseGranted.kind]
    return str((granted[-1].payload or {}).get("conditions", "")) if granted else ""

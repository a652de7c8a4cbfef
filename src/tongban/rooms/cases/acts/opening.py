"""查看：工作人员打开含个人信息的办件，一人一件一天记一次 (reading a file is an event too).

Law: 个人信息保护法 第五十一条.
"""

from dataclasses import replace
from datetime import datetime

from django.db import connection, transaction

from tongban.rooms.cases.events import CaseOpened
from tongban.rooms.cases.queries.pages import CasePage, case_page
from tongban.rooms.cases.rules.clocks import law_date
from tongban.rooms.journal import acts as journal
from tongban.rooms.organisation.words import Officer

REMEMBER = """
    INSERT INTO cases_opening (case_id, officer, opened_on) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING RETURNING id
"""


def open_case(*, case_no: str, by: Officer, purpose: str, at: datetime) -> CasePage:
    """打开办件：办件页连同申请表明文；当天第一次打开的留痕 (one statement when already opened today).

    Refuses: NoSuchCase, SealBroken.
    """
    page = case_page(case_no=case_no, officer=by, on=law_date(at))
    if not page.opened_today:
        _witnessed(page, by=by, purpose=purpose, at=at)
    return replace(page, form=page.clear_form(), addressee=page.clear_addressee())


def _witnessed(page: CasePage, *, by: Officer, purpose: str, at: datetime) -> None:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(REMEMBER, [page.uid, by.actor, law_date(at)])
        if cursor.fetchone() is None:
            return
        event = CaseOpened(
            case_no=page.facts.case_no,
            item_code=page.facts.item_code,
            version_id=page.facts.version_id,
            applicant=page.facts.applicant,
            department_code=page.facts.department_code,
            purpose=purpose.strip()[:200],
            by=by.actor,
            at=at,
        )
        journal.witness(event)

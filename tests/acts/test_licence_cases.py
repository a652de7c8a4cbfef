"""清单之外不受理：行政许可不在现行清单上的，页面、办理、数据库都不让；已经受理的照办完，还没受理的可以不予受理。"""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.doors.portal_visits import see, signed_in
from tests.factories import cases as sample
from tests.factories import people as persons
from tests.factories import powers
from tests.factories.cases import AT, FOOD, PLAIN, a_case, a_draft, item
from tests.factories.powers import FOOD_NO, a_list, next_list, without
from tongban.foundation.clock import SHANGHAI
from tongban.rooms.cases import acts, jobs, models
from tongban.rooms.cases.errors import NotOnLicenceList
from tongban.rooms.cases.words import CaseState, Channel
from tongban.rooms.catalogue import acts as catalogue

pytestmark = pytest.mark.django_db
MAY = datetime(2026, 5, 6, 9, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _listed_food() -> None:
    """A district whose list has the food licence from February to April and no longer from May on."""
    powers.district()
    sample.world()
    powers.publish(a_list())
    catalogue.publish(content={**sample.contents()[FOOD], "licence_no": FOOD_NO}, by="officer:1", at=AT)


def off_from_may() -> None:
    powers.publish(next_list())


def submit(uid: str, by: object, at: datetime) -> object:
    return acts.receive(draft_uid=uid, key=uid, by=by, channel=Channel.ONLINE, at=at)


def test_a_licence_on_the_list_goes_its_way():
    assert a_case(CaseState.ACCEPTED, key=FOOD).case_no


def test_off_the_list_nothing_is_begun_nor_submitted():
    off_from_may()
    uid, who = a_draft(FOOD)
    with pytest.raises(NotOnLicenceList) as refused:
        submit(uid, who, MAY)
    assert "清单之外不得受理" in str(refused.value)
    with pytest.raises(NotOnLicenceList):
        acts.start_draft(item_code=item(FOOD).code, by=who, at=MAY)
    assert models.Case.objects.count() == 0
    assert submit(uid, who, AT).case_no  # on a day when it still stood on the list


def test_off_the_list_the_page_says_so_and_what_to_do():
    district_list = a_list(document_no="X政办发〔2026〕3号", effective_on=AT.date(), entries=without(FOOD_NO))
    powers.publish(district_list)
    person_id, account_id = persons.citizen(1, name="赵磊")
    persons.firm(1, representative=person_id)
    answered = signed_in(account_id).post(f"/items/{item(FOOD).code}/apply")
    assert answered.status_code == 422
    words = see(answered).words
    assert "不在现行的行政许可事项清单上，清单之外不得受理" in words and "咨询电话" in words
    assert models.Draft.objects.count() == 0


def test_what_is_no_licence_is_not_asked_for_a_list():
    off_from_may()
    assert a_case(CaseState.ACCEPTED, key=PLAIN, at=MAY).case_no


def test_off_the_list_a_case_is_not_accepted_but_can_be_declined():
    case = a_case(key=FOOD, at=MAY - timedelta(days=6))
    off_from_may()
    with pytest.raises(NotOnLicenceList) as refused:
        acts.accept(case_no=case.case_no, by=case.officers.intake, at=MAY)
    assert "不予受理决定" in refused.value.advice
    assert models.Case.objects.get().state == CaseState.SUBMITTED
    acts.decline(
        case_no=case.case_no, by=case.officers.intake, reason="已从清单取消", right_authority="", at=MAY
    )
    assert models.Case.objects.get().state == CaseState.DECLINED


def test_what_was_accepted_while_it_stood_on_the_list_is_finished():
    case = a_case(CaseState.ACCEPTED, key=FOOD)
    off_from_may()
    acts.review(case_no=case.case_no, by=case.officers.reviewer, favourable=True, opinion="符合", at=MAY)
    acts.grant(case_no=case.case_no, by=case.officers.decider, at=MAY)
    assert models.Case.objects.get().state == CaseState.GRANTED


def test_silence_accepts_from_the_day_of_receipt_when_it_still_stood_on_the_list():
    a_case(key=FOOD, at=datetime(2026, 4, 29, 9, tzinfo=SHANGHAI))
    off_from_may()
    assert jobs.deem_accepted(at=MAY + timedelta(days=20)) == 1
    assert models.Case.objects.get().accepted_on.isoformat() == "2026-04-29"


PLAIN_SQL = """
    UPDATE cases_case SET state = %s, accepted_on = %s, due_on = '2026-06-01', statutory_due_on = '2026-06-01'
    WHERE case_no = %s RETURNING state
"""


def by_plain_sql(statement: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


@pytest.mark.parametrize("state", ["accepted", "granted", "closed"])
def test_off_the_list_plain_sql_does_not_accept_either(state):
    case = a_case(key=FOOD, at=MAY - timedelta(days=6))
    off_from_may()
    with pytest.raises(DatabaseError, match="not on the licence list is not accepted"), transaction.atomic():
        by_plain_sql(PLAIN_SQL, state, MAY.date(), case.case_no)
    assert by_plain_sql(PLAIN_SQL, "accepted", AT.date(), case.case_no) == [("accepted",)]


def test_off_the_list_plain_sql_does_not_put_an_accepted_case_in():
    a_case(CaseState.ACCEPTED, key=FOOD)
    off_from_may()
    copied = ", ".join(
        f.column
        for f in models.Case._meta.concrete_fields
        if f.column not in ("uid", "case_no", "short_no", "accepted_on")
    )
    insert = (
        f"INSERT INTO cases_case (uid, case_no, short_no, accepted_on, {copied})"
        f" SELECT %s, %s, %s, %s, {copied} FROM cases_case LIMIT 1 RETURNING state"
    )
    with pytest.raises(DatabaseError, match="not on the licence list is not accepted"), transaction.atomic():
        by_plain_sql(insert, "u2", "n2", "s2", MAY.date())
    assert by_plain_sql(insert, "u3", "n3", "s3", AT.date()) == [("accepted",)]


def test_submitting_a_licence_costs_no_statement_more_than_anything_else():
    a_case(key=FOOD)  # what is kept in the process is read
    uid, who = a_draft(FOOD)
    plain, other = a_draft(PLAIN)
    submit_food, submit_plain = [], []
    for which, (draft, by) in ((submit_food, (uid, who)), (submit_plain, (plain, other))):
        with connection.execute_wrapper(lambda run, sql, *rest: (which.append(sql), run(sql, *rest))[1]):  # noqa: B023
            submit(draft, by, AT)
    # Whoever acts for another is asked for his mandate, whatever the item.
    assert [sql for sql in submit_food if "people_mandate" in sql] == submit_food[1:2]
    assert len(submit_food) - 1 == len(submit_plain)

"""零点划转：正在收件、受理的时候生效，一件不丢、一件不重；先看见没有闸门时丢和重，再看见它们被挡住。"""

import threading
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tests.factories import powers
from tests.factories.cases import an_officer
from tests.factories.powers import COUNTY, EVE, MIDNIGHT, OLD, a_market_case, a_market_draft, plan
from tests.races.test_people_registration_race import at_once
from tongban.foundation import database
from tongban.rooms.cases import acts, models
from tongban.rooms.cases.acts import storing
from tongban.rooms.cases.events import CaseAccepted, CaseReceived
from tongban.rooms.cases.reactions import hand_over_cases
from tongban.rooms.cases.words import CaseState, Channel
from tongban.rooms.catalogue import acts as catalogue
from tongban.rooms.catalogue import models as tables
from tongban.rooms.journal import queries as journal
from tongban.rooms.organisation.words import Role

pytestmark = pytest.mark.django_db(transaction=True)
TRIGGERS = ("cases_received_where_it_belongs", "cases_accepted_where_it_belongs")


@pytest.fixture(autouse=True)
def _the_eve() -> None:
    powers.before_the_transfer()
    plan()


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The naive switch: nobody waits for anybody, and the database lets the old organ go on."""
    monkeypatch.setattr(tables.Transfer, "hold_the_switch", lambda: None)
    with database.as_owner(), connection.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"ALTER TABLE cases_case DISABLE TRIGGER {name}")
    yield
    with database.as_owner(), connection.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"ALTER TABLE cases_case ENABLE TRIGGER {name}")


def takes_effect() -> None:
    """What the worker does a moment after midnight: the act, then the news of it."""
    event = catalogue.take_effect(region=COUNTY, no=1, by="system:clock", at=MIDNIGHT)
    if event is not None:
        with transaction.atomic():
            hand_over_cases(event)


def submits(uid: str, who: object) -> object:
    return lambda: acts.receive(draft_uid=uid, key=uid, by=who, channel=Channel.ONLINE, at=MIDNIGHT)


def accepts(case_no: str) -> object:
    return lambda: acts.accept(case_no=case_no, by=an_officer(Role.INTAKE), at=MIDNIGHT)


def left_behind() -> list[str]:
    """Lost: nobody at the old organ may accept them any more, and the bureau does not see them."""
    return list(
        models.Case.objects.filter(item_code=OLD, state="submitted").values_list("case_no", flat=True)
    )


def test_at_midnight_nothing_is_lost_and_nothing_doubled():
    drafts = [a_market_draft() for _ in range(8)]
    waiting = [a_market_case() for _ in range(8)]
    results = at_once(
        *(submits(uid, who) for uid, who in drafts[:4]),
        takes_effect,
        *(accepts(case.case_no) for case in waiting),
        *(submits(uid, who) for uid, who in drafts[4:]),
    )
    received = [each for each in results if isinstance(each, CaseReceived)]
    assert len({each.case_no for each in received}) == len(drafts)
    assert models.Case.objects.count() == len(drafts) + len(waiting)
    assert left_behind() == []
    for case in models.Case.objects.all():
        kinds = Counter(event.kind for event in journal.stream(name=f"case:{case.case_no}"))
        assert (kinds["case.received"], kinds["case.accepted"] <= 1, kinds["case.handed_over"] <= 1) == (
            1,
            True,
            True,
        )
        at_home = case.item_code == OLD
        assert (case.department_code == "market", kinds["case.handed_over"] and at_home) == (at_home, 0)
    refused = [type(each).__name__ for each in results if isinstance(each, Exception)]
    assert set(refused) <= {"ItemTransferred", "NotYourDesk"}
    assert tables.Succession.objects.count() == 1


def test_two_workers_at_midnight_make_one_switch():
    results = at_once(takes_effect, takes_effect, takes_effect)
    assert results == [None, None, None]
    assert (tables.Succession.objects.count(), tables.ItemVersion.objects.count()) == (1, 2)
    kinds = [event.kind for event in journal.stream(name=f"transfer:{COUNTY}:1")]
    assert kinds.count("catalogue.transfer_took_effect") == 1


def _submitting_while_it_switches(monkeypatch: pytest.MonkeyPatch, *, patience: float) -> list[object]:
    """A submission that has stored its case, but not yet committed, when the switch begins."""
    uid, who = a_market_draft()
    stored, switched = threading.Event(), threading.Event()
    on_commit = storing.transaction.on_commit

    def waits(function: object) -> None:
        if not stored.is_set():  # the submission alone: the switch commits its own news
            stored.set()
            switched.wait(timeout=patience)
        on_commit(function)

    monkeypatch.setattr(storing.transaction, "on_commit", waits)

    def switch_when_stored() -> None:
        stored.wait(timeout=10)
        takes_effect()
        switched.set()

    return at_once(submits(uid, who), switch_when_stored)


@pytest.mark.usefixtures("unguarded")
def test_without_the_lock_a_case_is_left_with_an_organ_that_may_not_accept_it(monkeypatch):
    received, _ = _submitting_while_it_switches(monkeypatch, patience=30)
    assert isinstance(received, CaseReceived)
    assert left_behind() == [received.case_no]


def test_with_the_lock_the_switch_waits_for_it_and_takes_it_along(monkeypatch):
    received, _ = _submitting_while_it_switches(monkeypatch, patience=1)
    assert isinstance(received, CaseReceived)
    assert left_behind() == []
    assert models.Case.objects.get(case_no=received.case_no).department_code == "approval"


def naively_handed_over(case_no: str, meeting: threading.Barrier) -> None:
    """Look, then write: the case goes to the bureau by what was seen a moment ago, without its row being held."""
    seen = models.Case.objects.get(case_no=case_no)
    meeting.wait(timeout=10)
    meeting.wait(timeout=10)
    if seen.state == CaseState.SUBMITTED:
        models.Case.objects.filter(case_no=case_no).update(department_code="approval", state="submitted")


def test_looking_before_writing_has_one_case_accepted_here_and_waiting_there():
    """The control for the second half: doubled is a case that two organs believe to be theirs to accept."""
    case = a_market_case()
    meeting = threading.Barrier(2)

    def accepts_in_between() -> None:
        meeting.wait(timeout=10)
        acts.accept(case_no=case.case_no, by=an_officer(Role.INTAKE), at=EVE)
        meeting.wait(timeout=10)

    at_once(lambda: naively_handed_over(case.case_no, meeting), accepts_in_between)
    found = models.Case.objects.get(case_no=case.case_no)
    kinds = [event.kind for event in journal.stream(name=f"case:{case.case_no}")]
    assert (found.department_code, str(found.state), kinds) == (
        "approval", "submitted", ["case.received", "case.accepted"],
    )  # fmt: skip


def test_accepting_while_it_is_handed_over_is_one_of_the_two():
    waiting = [a_market_case() for _ in range(8)]
    results = at_once(takes_effect, *(accepts(case.case_no) for case in waiting))
    accepted = {each.case_no for each in results if isinstance(each, CaseAccepted)}
    handed = {case.case_no for case in waiting if _handed(case.case_no)}
    # An officer of the district may accept for the bureau too, once the case is there.
    at_home = set(
        models.Case.objects.filter(item_code=OLD, state="accepted").values_list("case_no", flat=True)
    )
    assert (accepted - handed, at_home | handed) == (at_home, {case.case_no for case in waiting})


def _handed(case_no: str) -> bool:
    return any(event.kind == "case.handed_over" for event in journal.stream(name=f"case:{case_no}"))

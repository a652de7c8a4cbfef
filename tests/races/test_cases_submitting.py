"""办件的竞争：两人同时办一件事，只成一件；先看见竞争，再看见它被挡住 (each race is first shown without its guard)."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests.factories import cases as sample
from tests.factories.cases import AT, PLAIN, a_case, a_draft, an_officer
from tests.races.test_people_registration_race import at_once
from tongban.foundation import database
from tongban.foundation.gathering import Gathering
from tongban.rooms.cases import acts, errors, models, queries
from tongban.rooms.cases.acts import numbering, receiving, storing
from tongban.rooms.cases.events import CaseReceived
from tongban.rooms.cases.words import CaseState, Channel, Typed
from tongban.rooms.journal import queries as journal
from tongban.rooms.organisation.words import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _world() -> None:
    sample.world()


def submits(uid: str, by: object, key: str) -> Callable[[], object]:
    return lambda: acts.receive(draft_uid=uid, key=key, by=by, channel=Channel.ONLINE, at=AT)


def named(results: list[object]) -> Counter[str]:
    return Counter(type(result).__name__ for result in results)


def test_a_double_click_fifty_times_at_once_makes_one_case_and_fifty_equal_answers():
    uid, who = a_draft()
    results = at_once(*[submits(uid, who, "the one key")] * 50)
    assert named(results) == {"CaseReceived": 50}
    assert [result for result in results if result != results[0]] == []
    assert (models.Case.objects.count(), models.Document.objects.count()) == (1, 1)
    assert models.Counter.objects.get(scope__startswith="document").n == 1


def test_two_people_submitting_one_draft_make_one_case():
    uid, who = a_draft()
    for _ in range(5):
        results = at_once(submits(uid, who, "tab one"), submits(uid, who, "tab two"))
        assert named(results) == {"CaseReceived": 2}
    assert models.Case.objects.count() == 1


def test_one_key_for_two_drafts_at_once_makes_one_case_and_one_refusal():
    first, who = a_draft()
    second, _ = a_draft(by=who)
    results = at_once(submits(first, who, "k"), submits(second, who, "k"))
    assert named(results) == {"CaseReceived": 1, "KeyReused": 1}
    assert (models.Case.objects.count(), models.Submission.objects.count()) == (1, 1)


def test_forty_submissions_at_once_are_numbered_without_a_gap_or_a_twin():
    drafts = [a_draft() for _ in range(40)]
    results = at_once(*(submits(uid, who, uid) for uid, who in drafts))
    assert named(results) == {"CaseReceived": 40}
    events = [result for result in results if isinstance(result, CaseReceived)]
    assert sorted(int(event.case_no[-5:]) for event in events) == list(range(1, 41))
    assert sorted(int(event.short_no.split("-")[2]) for event in events) == list(range(1, 41))
    numbers = models.Document.objects.values_list("number", flat=True)
    assert sorted(int(number[-6:-1]) for number in numbers) == list(range(1, 41))


def test_numbers_stay_without_a_gap_when_one_in_ten_is_rolled_back():
    kept: list[int] = []

    def take(n: int) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            number = numbering.take(cursor, "document:X行:D04:2026")
            if n % 10 == 0:
                raise ValueError("the act failed after its number was taken")
            kept.append(number)

    at_once(*(lambda n=n: take(n) for n in range(60)))
    assert sorted(kept) == list(range(1, 55))


def naive_number(meeting: threading.Barrier) -> int:
    """MAX() + 1: the form that everybody writes first."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(n), 0) + 1 FROM cases_counter WHERE scope LIKE 'naive%%'")
        number = int(cursor.fetchone()[0])
        meeting.wait(timeout=10)
        cursor.execute(
            "INSERT INTO cases_counter (scope, n) VALUES (%s, %s)", [f"naive{threading.get_ident()}", number]
        )
    return number


def test_the_largest_number_plus_one_gives_two_people_the_same_number():
    meeting = threading.Barrier(2)
    assert at_once(lambda: naive_number(meeting), lambda: naive_number(meeting)) == [1, 1]


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Submission without its guards: nobody asks whether the draft is taken, the registry forgets, each is stored alone."""
    claim = storing.CLAIM.replace("AND submitted_as = ''", "")
    monkeypatch.setattr(storing, "CLAIM", claim)
    monkeypatch.setattr(storing, "GATHERED", Gathering(storing._stored, most=1))
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_submission DROP CONSTRAINT cases_submission_draft_uid_key")
    yield
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE cases_submission")
        cursor.execute(
            "ALTER TABLE cases_submission ADD CONSTRAINT cases_submission_draft_uid_key UNIQUE (draft_uid)"
        )


@pytest.mark.usefixtures("unguarded")
def test_without_the_guards_one_draft_becomes_two_cases(monkeypatch):
    uid, who = a_draft()
    meeting, read = threading.Barrier(2), receiving._prepared

    def both_have_read(*args, **options):
        ready = read(*args, **options)
        meeting.wait(timeout=10)
        return ready

    monkeypatch.setattr(receiving, "_prepared", both_have_read)
    results = at_once(submits(uid, who, "tab one"), submits(uid, who, "tab two"))
    assert named(results) == {"CaseReceived": 2}
    assert models.Case.objects.count() == 2


def test_what_is_saved_while_somebody_submits_is_in_the_case_or_refused_and_never_lost():
    for n in range(10):
        uid, who = a_draft()
        typed = Typed(based_on=99, changes={"remark": "最后一刻写的"})
        results = at_once(
            submits(uid, who, f"k{n}"),
            lambda uid=uid, who=who, typed=typed: acts.save_draft(draft_uid=uid, by=who, typed=typed, at=AT),
        )
        case = models.Case.objects.get(pk=models.Draft.objects.get(pk=uid).submitted_as)
        saved = isinstance(results[1], acts.Saved)
        assert saved == (case.form.get("remark") == "最后一刻写的")
        assert saved or isinstance(results[1], errors.DraftSubmitted)


def test_two_pages_saving_at_once_lose_no_field():
    uid, who = a_draft()
    seen = queries.draft(uid=uid, by=who).revision

    def saves(**changes: str) -> Callable[[], object]:
        typed = Typed(based_on=seen, changes=changes)
        return lambda: acts.save_draft(draft_uid=uid, by=who, typed=typed, at=AT)

    results = at_once(saves(remark="甲"), saves(contact_phone="19901021185"), saves(name="李敏"))
    assert named(results) == {"Saved": 3}
    values = queries.draft(uid=uid, by=who).values
    assert (values["remark"], values["contact_phone"], values["name"]) == ("甲", "19901021185", "李敏")


def test_two_officers_accepting_one_case_leave_one_acceptance():
    for _ in range(5):
        case = a_case()
        one, other = an_officer(Role.INTAKE), an_officer(Role.INTAKE)
        results = at_once(
            *(
                lambda by=by, no=case.case_no: acts.accept(case_no=no, by=by, at=AT + timedelta(minutes=1))
                for by in (one, other)
            )
        )
        assert named(results) == {"CaseAccepted": 1, "WrongState": 1}
        kinds = [event.kind for event in journal.stream(name=f"case:{case.case_no}")]
        assert kinds == ["case.received", "case.accepted"]
    assert models.Document.objects.filter(kind="D04").count() == 5


def naively_accepted(case_no: str, meeting: threading.Barrier) -> None:
    """Look, then write, without the lock."""
    with transaction.atomic():
        row = models.Case.objects.get(case_no=case_no)
        meeting.wait(timeout=10)
        if row.state == CaseState.SUBMITTED:
            models.Opening.objects.create(case=row, officer=str(threading.get_ident()), opened_on=AT.date())


def test_without_the_lock_both_officers_believe_to_be_the_one():
    case, meeting = a_case(), threading.Barrier(2)
    at_once(*[lambda: naively_accepted(case.case_no, meeting)] * 2)
    assert models.Opening.objects.count() == 2


def test_the_reviewer_is_never_also_the_decider_however_fast_he_is():
    both = an_officer(Role.REVIEWER, Role.DECIDER)
    for _ in range(5):
        case = a_case(CaseState.ACCEPTED)
        at = case.at + timedelta(minutes=1)
        results = at_once(
            lambda no=case.case_no, at=at: acts.review(
                case_no=no, by=both, favourable=True, opinion="符合", at=at
            ),
            lambda no=case.case_no, at=at: acts.grant(case_no=no, by=both, at=at),
        )
        assert "CaseGranted" not in named(results)
        assert models.Case.objects.get(case_no=case.case_no).state == CaseState.REVIEWED


def test_withdrawing_and_granting_at_once_leave_one_of_the_two():
    for _ in range(5):
        case = a_case(CaseState.REVIEWED)
        at = case.at + timedelta(minutes=1)
        results = at_once(
            lambda c=case, at=at: acts.withdraw(case_no=c.case_no, by=c.by, at=at),
            lambda c=case, at=at: acts.grant(case_no=c.case_no, by=c.officers.decider, at=at),
        )
        assert sorted(named(results).values()) == [1, 1] and named(results)["WrongState"] == 1


def test_opening_a_case_many_times_at_once_leaves_one_trace():
    case = a_case()
    clerk = case.officers.intake
    at_once(*[lambda: acts.open_case(case_no=case.case_no, by=clerk, purpose="看材料", at=AT)] * 10)
    assert [e.kind for e in journal.stream(name=f"case:{case.case_no}")].count("case.opened") == 1


def test_two_supplements_at_once_are_one_supplement():
    case = a_case(CaseState.CORRECTING)
    uid = acts.start_supplement(case_no=case.case_no, by=case.by, at=case.at)
    sample.upload(uid, "photo", by=case.by)
    results = at_once(*[lambda: acts.supplement(case_no=case.case_no, by=case.by, at=case.at)] * 2)
    assert named(results) == {"CaseSupplemented": 1, "WrongState": 1}


def test_two_starts_of_a_supplement_at_once_open_one_draft():
    case = a_case(CaseState.CORRECTING, key=PLAIN)
    start = lambda: acts.start_supplement(case_no=case.case_no, by=case.by, at=case.at)  # noqa: E731
    first, second = at_once(start, start)
    assert first == second

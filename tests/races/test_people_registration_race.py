"""登记的竞争：同一证件同时登记两次，只有一个人。"""

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction

from tests.factories.people import AT, CLERK, account, firm, id_no, person, registration, terms
from tongban.foundation import database
from tongban.foundation.crypto.blind_index import blind_index
from tongban.rooms.people import acts, errors, models, queries, words
from tongban.rooms.people.words import Party

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Every call in a thread of its own, started together; what it returned, or the refusal it raised."""
    start, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(n: int, call: Callable[[], object]) -> None:
        start.wait()
        try:
            results[n] = call()
        except Exception as error:
            results[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def unguarded() -> Iterator[None]:
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_person DROP CONSTRAINT people_person_id_no")
    yield
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_person")
        cursor.execute(
            "ALTER TABLE people_person ADD CONSTRAINT people_person_id_no UNIQUE (id_type, id_no_index)"
        )


def naively(meeting: threading.Barrier) -> None:
    """Look, then write: the form that everybody writes first."""
    kind, number = words.IdType.RESIDENT_ID, id_no(1)
    with transaction.atomic():
        seen = models.Person.known(id_type=kind, id_no=number)
        meeting.wait(timeout=10)
        if seen is None:
            models.Person.objects.create(
                name="李小敏", id_type=kind, id_no_sealed="x", id_no_index=blind_index(number, kind=f"people.id_no.{kind}"),
                registered_at=AT,
            )  # fmt: skip


@pytest.mark.usefixtures("unguarded")
def test_looking_first_and_writing_then_makes_two_people_of_one():
    meeting = threading.Barrier(2)
    at_once(lambda: naively(meeting), lambda: naively(meeting))
    assert models.Person.objects.count() == 2


def test_two_registrations_of_one_number_make_one_person():
    for serial in range(1, 9):
        one, other = account().pk, account().pk
        results = at_once(*(_registers(serial, who) for who in (one, other)))
        assert [type(result).__name__ for result in results] == ["RegistrationReceived"] * 2
        assert models.Person.objects.count() == serial
        assert models.Claim.objects.filter(person_id=queries.find_person(id_no=id_no(serial))).count() == 2


def _registers(serial: int, account_id: int) -> Callable[[], object]:
    by = f"account:{account_id}"
    return lambda: acts.register(registration=registration(serial), account_id=account_id, by=by, at=AT)


def test_one_account_registering_twice_at_once_claims_one_person():
    mine = account().pk
    results = at_once(_registers(1, mine), _registers(2, mine))
    assert sorted(type(result).__name__ for result in results) == ["AlreadyClaimed", "RegistrationReceived"]
    assert models.Claim.objects.count() == 1


def test_one_firm_registered_twice_at_once_is_one_firm():
    results = at_once(lambda: firm(1), lambda: firm(1))
    assert sorted(type(result).__name__ for result in results) == ["LegalPersonTaken", "int"]


def test_accepting_and_revoking_at_once_never_leaves_a_revoked_mandate_in_force():
    mother, daughter = person(1), person(2)
    for _ in range(5):
        given = acts.give_mandate(
            principal=Party.person(mother), terms=terms(daughter), by=f"person:{mother}", at=AT
        )
        at_once(
            lambda number=given.mandate_id: acts.accept_mandate(
                mandate_id=number, by=f"person:{daughter}", at=AT
            ),
            lambda number=given.mandate_id: acts.revoke_mandate(
                mandate_id=number, by=f"person:{mother}", at=AT
            ),
        )
        state = queries.mandate_state(of=queries.mandate(mandate_id=given.mandate_id), at=AT)
        assert state is words.MandateState.REVOKED


def test_giving_consent_twice_at_once_gives_it_once():
    number = person(1)
    asked = {
        "person_id": number,
        "purpose": words.ConsentPurpose.NOTICES,
        "resource": "",
        "by": CLERK,
        "at": AT,
    }
    results = at_once(*(lambda: acts.give_consent(**asked) for _ in range(2)))
    assert sorted(type(result).__name__ for result in results) == ["ConsentGiven", "ConsentStanding"]
    assert isinstance(next(r for r in results if isinstance(r, Exception)), errors.ConsentStanding)

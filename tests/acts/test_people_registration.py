"""登记与核验：同一个人只有一份档案，陌生人从登记里打听不到任何人。"""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.people import AT, CLERK, account, citizen, id_no, person, registration, verify
from tongban.rooms.journal import queries as journal
from tongban.rooms.people import acts, errors, models, queries, words
from tongban.rooms.people.events import RegistrationReceived

pytestmark = pytest.mark.django_db

COUNTER = words.VerificationMeans.COUNTER


def register(serial: int = 1, *, account_id: int, **changes) -> RegistrationReceived:
    by = f"account:{account_id}"
    filled = registration(serial, **changes)
    return acts.register(registration=filled, account_id=account_id, by=by, at=AT)


def kinds(stream: str) -> list[str]:
    return [recorded.kind for recorded in journal.stream(name=stream)]


def test_a_person_registers_and_waits_for_verification():
    mine = account().pk
    assert queries.standing_of(account_id=mine) is words.Standing.NONE
    event = register(account_id=mine)
    assert event == RegistrationReceived(account_id=mine, by=f"account:{mine}", at=AT)
    assert queries.standing_of(account_id=mine) is words.Standing.AWAITING
    assert queries.applicant_of(account_id=mine) is None
    found = queries.find_person(id_no=id_no())
    assert kinds(f"person:{found}") == ["people.person_registered"]
    assert kinds(f"account:{mine}") == ["people.registration_received"]


def test_a_stranger_cannot_tell_a_known_number_from_a_new_one():
    person(1)
    known, new = account().pk, account().pk
    with CaptureQueriesContext(connection) as about_known:
        first = register(1, account_id=known, name="打听者")
    with CaptureQueriesContext(connection) as about_new:
        second = register(2, account_id=new, name="打听者")
    assert replace(first, account_id=0, by="") == replace(second, account_id=0, by="")
    for one in (known, new):
        assert queries.standing_of(account_id=one) is words.Standing.AWAITING
        assert queries.applicant_of(account_id=one) is None
        with pytest.raises(errors.AlreadyClaimed):
            register(3, account_id=one)
    # Drawing a number and inserting: two statements of a fraction of a millisecond are all that differs.
    assert len(about_new) - len(about_known) == 2


def test_a_planted_breach_shows_that_linking_at_once_would_tell():
    person(1)
    known, new = account().pk, account().pk
    register(1, account_id=known)
    register(2, account_id=new)
    models.Person.objects.filter(pk=queries.find_person(id_no=id_no(2))).update(
        account_id=new, verification="verified", verified_means="counter", verified_at=AT, verified_by="x"
    )
    assert (queries.applicant_of(account_id=known) is None) != (queries.applicant_of(account_id=new) is None)


def test_what_a_stranger_typed_does_not_change_whom_it_names():
    number = person(1)
    before = queries.prefill_facts(person_id=number)
    register(1, account_id=account().pk, name="冒名者", phone="19900000099")
    assert queries.prefill_facts(person_id=number) == before
    assert kinds(f"person:{number}")[-1] == "people.registration_repeated"


def test_a_refused_registration_leaves_nothing():
    mine = account().pk
    register(1, account_id=mine)
    with pytest.raises(errors.AlreadyClaimed):
        register(2, account_id=mine)
    with pytest.raises(errors.IdentifiersInvalid):
        register(3, account_id=account().pk, id_no="990102199003070012")
    assert models.Person.objects.count() == 1
    assert kinds(f"account:{mine}") == ["people.registration_received"]


def test_the_same_number_under_two_kinds_of_document_is_two_people():
    one = acts.register_at_counter(
        registration=registration(id_type=words.IdType.PASSPORT, id_no="12345678"), by=CLERK, at=AT
    )
    other = acts.register_at_counter(
        registration=registration(id_type=words.IdType.TAIWAN_PERMIT, id_no="12345678"), by=CLERK, at=AT
    )
    assert one != other
    assert queries.find_person(id_no="12345678", id_type=words.IdType.PASSPORT) == one


def test_the_counter_finds_who_is_already_known():
    assert person(1) == person(1)
    with pytest.raises(errors.CounterOnly):
        acts.register_at_counter(registration=registration(2), by="person:1", at=AT)


def test_verification_links_the_account_that_claimed_and_opens_the_door():
    person_id, account_id = citizen(1, name="欧阳小敏")
    applicant = queries.applicant_of(account_id=account_id)
    assert applicant == words.Applicant(
        id=person_id, kind=words.HolderKind.NATURAL, display_name_masked="欧**敏"
    )
    assert (applicant.ref, queries.standing_of(account_id=account_id)) == (
        f"person:{person_id}",
        words.Standing.VERIFIED,
    )


def test_an_account_that_never_claimed_this_person_is_not_linked():
    person_id = person(1, verified=False)
    with pytest.raises(errors.NoSuchClaim):
        verify(person_id, account().pk)
    assert queries.person(person_id=person_id).verification is words.Verification.UNVERIFIED


def test_a_second_account_is_refused_at_the_counter():
    person_id, _ = citizen(1)
    second = account().pk
    register(1, account_id=second)
    with pytest.raises(errors.AccountTaken):
        verify(person_id, second)


def test_who_does_not_exist_is_not_verified():
    with pytest.raises(errors.NoSuchPerson):
        acts.verify(person_id=404, means=COUNTER, account_id=None, by=CLERK, at=AT)


def test_who_an_account_is_takes_one_statement_and_agrees_with_the_orm(django_assert_num_queries):
    person_id, account_id = citizen(1)
    waiting = account().pk
    register(2, account_id=waiting)
    for one in (account_id, waiting, 404):
        with django_assert_num_queries(1):
            found = queries.applicant_of(account_id=one)
        oracle = models.Person.objects.filter(
            account_id=one, verification=words.Verification.VERIFIED, erased_at=None
        ).first()
        assert (found and found.id) == (oracle and oracle.pk)
    assert queries.applicant(party=words.Party.person(person_id)) == queries.applicant_of(
        account_id=account_id
    )


def test_the_phone_is_changed_by_the_person_and_found_again():
    number = person(1)
    acts.change_phone(person_id=number, phone="199 0000 0077", by=f"person:{number}", at=AT)
    assert queries.prefill_facts(person_id=number)["person.phone"] == "19900000077"
    assert (queries.find_by_phone(phone="19900000077"), queries.find_by_phone(phone="19900000001")) == (
        [number],
        [],
    )
    assert kinds(f"person:{number}")[-1] == "people.phone_changed"


def test_a_correction_at_the_counter_moves_the_identity_number_and_its_index():
    number = person(1)
    changed = words.Corrections(name="李敏", id_no=id_no(9))
    acts.correct(person_id=number, corrections=changed, by=CLERK, at=AT)
    assert (queries.find_person(id_no=id_no(9)), queries.find_person(id_no=id_no(1))) == (number, None)
    assert queries.person(person_id=number).name == "李*"


def test_a_correction_into_another_persons_number_is_refused_and_changes_nothing():
    number, _ = person(1), person(2)
    with pytest.raises(errors.IdentifierTaken):
        acts.correct(person_id=number, corrections=words.Corrections(id_no=id_no(2)), by=CLERK, at=AT)


def test_a_person_without_address_is_fine():
    number = acts.register_at_counter(registration=registration(1, address=""), by=CLERK, at=AT)
    assert queries.person(person_id=number).address == ""
    assert queries.prefill_facts(person_id=number)["person.address"] == ""

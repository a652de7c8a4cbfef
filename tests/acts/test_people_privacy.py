"""个人信息：库里没有明文，看一次留一次痕，删了就真的没有。"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories.people import AT, CLERK, citizen, firm, id_no, mandate, person, registration
from tongban.foundation.accounts.models import Account
from tongban.foundation.crypto.errors import SealBroken
from tongban.rooms.journal import acts as journal_acts
from tongban.rooms.journal import jobs as journal_jobs
from tongban.rooms.journal import models as journal_models
from tongban.rooms.journal import queries as journal
from tongban.rooms.journal import rules as journal_rules
from tongban.rooms.people import acts, errors, jobs, models, queries, words
from tongban.rooms.people.words import ErasureGround, PersonField

pytestmark = pytest.mark.django_db

ADDRESS = registration(1).address
CANARIES = {"证件号": id_no(1), "手机号": registration(1).phone, "住址": ADDRESS}

TEXT_COLUMNS = """
    SELECT c.table_name, c.column_name FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY 1, 2
"""


def leaks(*needles: str) -> set[tuple[str, str]]:
    """Where in the whole database a needle stands in plain text: (table.column, needle)."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(TEXT_COLUMNS)
        for table, column in cursor.fetchall():
            for needle in needles:
                hexed = needle.encode().hex()
                cursor.execute(
                    f'SELECT 1 FROM "{table}" WHERE "{column}"::text LIKE %s OR "{column}"::text LIKE %s LIMIT 1',
                    [f"%{needle}%", f"%{hexed}%"],
                )
                if cursor.fetchone():
                    found.add((f"{table}.{column}", needle))
    return found


def lived_through() -> tuple[int, int]:
    """A person who has done everything this room knows."""
    person_id, account_id = citizen(1, name="金丝雀甲乙")
    me = f"person:{person_id}"
    acts.change_phone(person_id=person_id, phone=registration(1).phone, by=me, at=AT)
    acts.correct(person_id=person_id, corrections=words.Corrections(address=ADDRESS), by=me, at=AT)
    acts.disclose(
        person_id=person_id, fields=(PersonField.ID_NO,), purpose="核对金丝雀甲乙的原件", by=CLERK, at=AT
    )
    acts.view_own_record(person_id=person_id, by=me, at=AT)
    acts.give_consent(
        person_id=person_id, purpose=words.ConsentPurpose.FETCH_REGISTER, resource="户籍", by=me, at=AT
    )
    mandate(words.Party.person(person_id), person(2))
    with pytest.raises(errors.IdentifiersInvalid):
        acts.change_phone(person_id=person_id, phone=id_no(1), by=me, at=AT)
    return person_id, account_id


def test_no_identifier_stands_in_plain_text_anywhere_in_the_database():
    lived_through()
    assert leaks(*CANARIES.values()) == set()


@pytest.mark.parametrize("what", CANARIES)
def test_the_search_finds_a_planted_plain_value(what):
    person_id, _ = lived_through()
    models.Person.objects.filter(pk=person_id).update(phone_sealed=CANARIES[what])
    assert leaks(*CANARIES.values()) == {("people_person.phone_sealed", CANARIES[what])}


def test_a_sealed_value_moved_to_another_row_or_field_does_not_open():
    mine, theirs = person(1), person(2)
    stolen = models.Person.objects.get(pk=theirs)
    models.Person.objects.filter(pk=mine).update(
        id_no_sealed=stolen.id_no_sealed, address_sealed=models.Person.objects.get(pk=mine).phone_sealed
    )
    moved = models.Person.objects.get(pk=mine)
    for field in (PersonField.ID_NO, PersonField.ADDRESS):
        with pytest.raises(SealBroken):
            moved.clear(field)
    assert moved.clear(PersonField.PHONE) == registration(1).phone


def test_the_telephone_of_a_firm_is_sealed_to_its_own_row_too():
    one, other = firm(1), firm(2)
    models.LegalPerson.objects.filter(pk=one).update(
        phone_sealed=models.LegalPerson.objects.get(pk=other).phone_sealed
    )
    with pytest.raises(SealBroken):
        queries.prefill_facts(legal_person_id=one)


def test_every_look_is_seen_by_the_person():
    number = person(1)
    me = f"person:{number}"
    seen = acts.disclose(person_id=number, fields=(PersonField.PHONE,), purpose="通知补正", by=CLERK, at=AT)
    own = acts.view_own_record(person_id=number, by=me, at=AT + timedelta(hours=1))
    assert (seen, own.id_no, own.address) == ({PersonField.PHONE: registration(1).phone}, id_no(1), ADDRESS)
    assert queries.who_saw(person_id=number) == [
        queries.Seen(at=AT + timedelta(hours=1), by=me, fields=tuple(PersonField), purpose="本人查阅"),
        queries.Seen(at=AT, by=CLERK, fields=(PersonField.PHONE,), purpose="通知补正"),
    ]


def test_own_values_do_not_show_in_repr():
    number = person(1)
    own = acts.view_own_record(person_id=number, by=f"person:{number}", at=AT)
    assert repr(own) == "ClearRecord()"


@pytest.mark.parametrize(
    ("by", "purpose", "refusal"),
    [(CLERK, " ", errors.PurposeMissing), ("person:99", "好奇", errors.NotTheirs)],
)
def test_a_refused_look_shows_nothing_and_leaves_nothing(by, purpose, refusal):
    number = person(1)
    before = len(journal.stream(name=f"person:{number}"))
    with pytest.raises(refusal):
        acts.disclose(person_id=number, fields=(PersonField.ID_NO,), purpose=purpose, by=by, at=AT)
    assert len(journal.stream(name=f"person:{number}")) == before


def test_a_record_shows_masked_values_by_default():
    number = person(1)
    record = queries.person(person_id=number)
    assert (record.name, record.id_no, record.phone, record.address) == (
        "李*敏",
        f"9****************{id_no(1)[-1]}",
        "199****0001",
        "X省X市X区城关镇****",
    )


def test_erasing_empties_every_table_and_the_journal_still_verifies():
    person_id, account_id = lived_through()
    before = {e.id: bytes(e.digest) for e in journal_models.Event.objects.all()}
    journal_jobs.seal()
    acts.erase_person(person_id=person_id, ground=ErasureGround.FULFILLED, by=f"person:{person_id}", at=AT)
    # registered; corrected; seen by the clerk and by himself
    assert jobs.erase_event_payloads(at=AT) == 4
    assert jobs.erase_event_payloads(at=AT) == 0
    assert leaks(*CANARIES.values(), "金丝雀甲乙") == set()
    assert {e.id: bytes(e.digest) for e in journal_models.Event.objects.filter(id__in=before)} == before
    for event in journal_models.Event.objects.all():
        entry = journal_rules.Entry(
            event.stream, event.stream_no, event.kind, event.at, event.actor, bytes(event.commitment)
        )
        leaf = journal_rules.leaf(entry)
        assert bytes(event.digest) == journal_rules.leaf_hash(leaf, algorithm="sha256")
    closed = Account.objects.get(pk=account_id)
    assert (closed.is_active, closed.login, closed.has_usable_password()) == (
        False,
        f"closed-{account_id}",
        False,
    )


def test_erasing_the_events_goes_on_where_it_was_cut_off():
    person_id, _ = lived_through()
    acts.erase_person(person_id=person_id, ground=ErasureGround.FULFILLED, by=CLERK, at=AT)
    first = journal_models.Event.objects.filter(kind="people.person_registered").earliest("id")
    journal_acts.erase(event_id=first.id, ground="x", by=CLERK, at=AT)  # as far as the first run came
    assert jobs.erase_event_payloads(at=AT) == 3
    assert leaks("金丝雀甲乙") == set()


def test_before_erasing_the_name_stands_in_table_and_journal():
    lived_through()
    assert {place for place, _ in leaks("金丝雀甲乙")} == {"journal_event.payload", "people_person.name"}


def test_who_is_erased_is_gone_for_everybody():
    person_id, account_id = lived_through()
    acts.erase_person(person_id=person_id, ground=ErasureGround.RETENTION_OVER, by=CLERK, at=AT)
    assert queries.applicant_of(account_id=account_id) is None
    assert queries.find_person(id_no=id_no(1)) is None
    for call in (
        lambda: queries.person(person_id=person_id),
        lambda: acts.disclose(person_id=person_id, fields=(PersonField.NAME,), purpose="x", by=CLERK, at=AT),
        lambda: acts.erase_person(person_id=person_id, ground=ErasureGround.FULFILLED, by=CLERK, at=AT),
        lambda: queries.applicant(party=words.Party.person(person_id)),
    ):
        with pytest.raises(errors.NoSuchPerson):
            call()
    [given] = queries.mandates_given(principal=words.Party.person(person_id))
    assert queries.mandate_state(of=given, at=AT) is words.MandateState.REVOKED
    assert not queries.has_consented(
        person_id=person_id, purpose=words.ConsentPurpose.FETCH_REGISTER, resource="户籍"
    )
    jobs.erase_event_payloads(at=AT)
    assert [(s.by, s.fields) for s in queries.who_saw(person_id=person_id)] == [
        (f"person:{person_id}", ()),
        (CLERK, ()),
    ]


def test_who_was_erased_may_register_again_as_a_new_person():
    first = person(1)
    acts.erase_person(person_id=first, ground=ErasureGround.FULFILLED, by=f"person:{first}", at=AT)
    assert person(1) != first


def test_the_representative_of_a_firm_is_not_erased_until_he_has_handed_over():
    number, next_one = person(1), person(2)
    firm_id = firm(1, representative=number)
    with pytest.raises(errors.StillRepresents):
        acts.erase_person(person_id=number, ground=ErasureGround.FULFILLED, by=CLERK, at=AT)
    acts.change_legal_representative(legal_person_id=firm_id, person_id=next_one, by=CLERK, at=AT)
    assert (
        acts.erase_person(person_id=number, ground=ErasureGround.FULFILLED, by=CLERK, at=AT).person_id
        == number
    )


def test_the_database_refuses_an_erased_person_with_something_left():
    number = person(1)
    with pytest.raises(IntegrityError, match="people_person_erased_is_empty"), transaction.atomic():
        models.Person.objects.filter(pk=number).update(erased_at=AT)


def test_closing_the_account_ends_the_login_and_keeps_the_record():
    person_id, account_id = citizen(1)
    acts.close_account(person_id=person_id, by=f"person:{person_id}", at=AT)
    assert (queries.applicant_of(account_id=account_id), queries.standing_of(account_id=account_id)) == (
        None,
        words.Standing.NONE,
    )
    assert (Account.objects.get(pk=account_id).is_active, queries.person(person_id=person_id).account_id) == (
        False,
        None,
    )


def test_consent_is_given_per_purpose_and_resource_and_withdrawn_at_once():
    number = person(1)
    asked = {"person_id": number, "purpose": words.ConsentPurpose.FETCH_REGISTER}
    acts.give_consent(**asked, resource="户籍", by=f"person:{number}", at=AT)
    assert (
        queries.has_consented(**asked, resource="户籍"),
        queries.has_consented(**asked, resource="婚姻"),
    ) == (
        True,
        False,
    )
    with pytest.raises(errors.ConsentStanding):
        acts.give_consent(**asked, resource="户籍", by=f"person:{number}", at=AT)
    acts.withdraw_consent(**asked, resource="户籍", by=f"person:{number}", at=AT)
    assert not queries.has_consented(**asked, resource="户籍")
    with pytest.raises(errors.NoSuchConsent):
        acts.withdraw_consent(**asked, resource="户籍", by=f"person:{number}", at=AT)
    acts.give_consent(**asked, resource="", by=f"person:{number}", at=AT)
    assert queries.has_consented(**asked, resource="婚姻")
    assert [c.withdrawn_at for c in queries.consents_of(person_id=number)] == [None, AT]
    assert [r.kind for r in journal.stream(name=f"person:{number}")][-3:] == [
        "people.consent_given",
        "people.consent_withdrawn",
        "people.consent_given",
    ]


def test_nobody_consents_for_another():
    number = person(1)
    with pytest.raises(errors.NotTheirs):
        acts.give_consent(
            person_id=number, purpose=words.ConsentPurpose.NOTICES, resource="", by="person:99", at=AT
        )

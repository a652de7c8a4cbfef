"""谁能动谁的资料。"""

import pytest

from tests.factories.people import AT, CLERK
from tongban.rooms.people import errors
from tongban.rooms.people.rules import standing
from tongban.rooms.people.words import Corrections, ErasureGround, PersonFacts, PersonField, VerificationMeans

LI = PersonFacts(id=7, name="李小敏", verified=True, account_id=70)
NEW = PersonFacts(id=8, name="王五", verified=False, account_id=None)
COUNTER = VerificationMeans.COUNTER


@pytest.mark.parametrize("by", ["person:7", "account:70", "agent:1", "officer", ""])
def test_nobody_verifies_himself(by):
    with pytest.raises(errors.CounterOnly):
        standing.verify(LI, means=COUNTER, account_id=None, by=by, at=AT)


def test_one_person_has_one_account():
    with pytest.raises(errors.AccountTaken):
        standing.verify(LI, means=COUNTER, account_id=71, by=CLERK, at=AT)
    assert standing.verify(LI, means=COUNTER, account_id=70, by=CLERK, at=AT).account_id == 70


@pytest.mark.parametrize(
    ("by", "allowed"), [("person:7", True), (CLERK, True), ("person:70", False), ("person:8", False)]
)
def test_only_the_person_and_the_counter_change_the_phone(by, allowed):
    if allowed:
        assert standing.change_phone(LI, by=by, at=AT).person_id == 7
    else:
        with pytest.raises(errors.NotTheirs):
            standing.change_phone(LI, by=by, at=AT)


@pytest.mark.parametrize(
    ("person", "corrections", "by", "refusal"),
    [
        (LI, Corrections(address="乙路"), "person:7", None),
        (LI, Corrections(name="李小明"), "person:7", errors.CounterOnly),
        (NEW, Corrections(name="王六"), "person:8", None),
        (NEW, Corrections(id_no="x"), "person:8", errors.CounterOnly),
        (LI, Corrections(name="李小明", id_no="x"), CLERK, None),
        (LI, Corrections(address="乙路"), "person:8", errors.NotTheirs),
    ],
)
def test_what_was_verified_is_corrected_at_the_counter_only(person, corrections, by, refusal):
    if refusal:
        with pytest.raises(refusal):
            standing.correct(person, corrections, by=by, at=AT)
    else:
        assert standing.correct(person, corrections, by=by, at=AT).by == by


def test_a_correction_names_its_fields_and_the_name_before_and_after():
    event = standing.correct(LI, Corrections(name="李敏", address="乙路"), by=CLERK, at=AT)
    assert event.fields == (PersonField.NAME, PersonField.ADDRESS)
    assert (event.name_before, event.name_after) == ("李小敏", "李敏")


@pytest.mark.parametrize("purpose", ["", "  ", "长" * 201])
def test_looking_needs_a_purpose(purpose):
    with pytest.raises(errors.PurposeMissing):
        standing.see(7, fields=(PersonField.PHONE,), purpose=purpose, by=CLERK, at=AT)


def test_who_still_represents_a_firm_is_not_erased():
    with pytest.raises(errors.StillRepresents, match="甲公司、乙公司"):
        standing.erase(
            LI, represents=("甲公司", "乙公司"), ground=ErasureGround.FULFILLED, by="person:7", at=AT
        )


def test_an_account_is_closed_only_where_there_is_one():
    with pytest.raises(errors.NoAccount):
        standing.close_account(NEW, by=CLERK, at=AT)
    assert standing.close_account(LI, by="person:7", at=AT).account_id == 70

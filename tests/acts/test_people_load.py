"""示范数据：装一次和装两次一样。"""

from pathlib import Path

import pytest
import yaml

import tongban
from tests.factories.people import AT, account, id_no
from tongban.rooms.journal import models as journal_models
from tongban.rooms.people import acts, errors, models, queries, words

pytestmark = pytest.mark.django_db

CONTENT = Path(tongban.__file__).parent / "rooms" / "catalogue" / "content" / "people.yml"
BY = "system:demo"
FACTS = {
    "people": [
        {"key": "li", "name": "李伟", "id_no": id_no(1), "phone": "19900000001", "login": "liwei"},
        {"key": "wu", "name": "吴敏", "id_no": id_no(2), "phone": "19900000002"},
    ],
    "enterprises": [
        {"key": "shop", "name": "X区惠民商店", "uscc": "92990102MA0000023J", "legal_person": "li", "address": ""}
    ],
    "mandates": [
        {"agent": "wu", "principal": "shop", "scope": "取水许可、特种设备使用登记", "valid_from": "2026-01-01",
         "valid_to": "2026-12-31"},
        {"agent": "wu", "principal": "li", "scope": "全部事项", "valid_from": "2025-01-01", "valid_to": "2025-12-31"},
        {"agent": "li", "principal": "shop", "scope": "法定代表人，全部事项", "valid_from": "2026-01-01",
         "valid_to": "2035-12-31"},
    ],
}  # fmt: skip


def load(facts=FACTS) -> acts.Loaded:
    return acts.load_people(facts=facts, by=BY, at=AT)


def test_people_firms_and_mandates_are_loaded_and_in_force():
    mine = account("liwei").pk
    loaded = load()
    applicant = queries.applicant_of(account_id=mine)
    assert applicant and applicant.id == loaded.people["li"]
    assert {
        (a.principal.ref, a.capacity) for a in queries.principals_of(person_id=loaded.people["wu"], at=AT)
    } == {(f"legal_person:{loaded.legal_persons['shop']}", words.Capacity.AGENT)}
    [own] = queries.principals_of(person_id=loaded.people["li"], at=AT)
    assert own.capacity is words.Capacity.LEGAL_REPRESENTATIVE
    [mandate] = queries.mandates_given(principal=own.principal.party)
    assert mandate.terms.scope.items == ("取水许可", "特种设备使用登记")


def test_loading_twice_changes_nothing():
    account("liwei")
    first = load()
    events = journal_models.Event.objects.count()
    second = load()
    assert (second.people, second.legal_persons) == (first.people, first.legal_persons)
    assert (first.mandates, second.mandates, journal_models.Event.objects.count()) == (2, 0, events)


def test_an_account_made_later_is_linked_at_the_next_loading():
    load()
    mine = account("liwei").pk
    load()
    assert queries.standing_of(account_id=mine) is words.Standing.VERIFIED


def test_one_wrong_number_loads_nobody():
    wrong = {"people": [*FACTS["people"], {"key": "x", "name": "错", "id_no": "1", "phone": "1"}]}
    with pytest.raises(errors.IdentifiersInvalid):
        load(wrong)
    assert models.Person.objects.count() == 0


def test_only_staff_and_the_system_load():
    with pytest.raises(errors.CounterOnly):
        acts.load_people(facts=FACTS, by="person:1", at=AT)


def test_the_shipped_demonstration_people_load():
    facts = yaml.load(CONTENT.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    loaded = load(facts)
    assert (set(loaded.people), set(loaded.legal_persons)) == (
        {row["key"] for row in facts["people"]},
        {row["key"] for row in facts["enterprises"]},
    )

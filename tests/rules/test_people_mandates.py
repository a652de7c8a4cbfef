"""委托：谁能替谁办什么，到哪天为止。"""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.factories.people import AT, CLERK, terms
from tongban.foundation.clock import SHANGHAI
from tongban.rooms.people import errors
from tongban.rooms.people.rules import mandates
from tongban.rooms.people.words import (
    Capacity,
    MandateAct,
    MandateFacts,
    MandateState,
    Party,
    PersonFacts,
    PrincipalFacts,
    Scope,
    Wanted,
)

MOTHER = PrincipalFacts(party=Party.person(1))
FIRM = PrincipalFacts(party=Party.legal_person(3), legal_representative_id=5)
SON = PersonFacts(id=7, name="李四", verified=True, account_id=70)
APPLY = Wanted(act=MandateAct.APPLY, item_code="11990102", item_name="取水许可")


def held(principal: PrincipalFacts = MOTHER, **changes) -> MandateFacts:
    return MandateFacts(
        id=1, principal=principal.party, terms=terms(7, **changes), accepted_at=AT, revoked_at=None
    )


def may(*, mandate: MandateFacts | None, agent: int = 7, principal=MOTHER, scope=APPLY, at=AT) -> bool:
    return mandates.may_act_for(
        agent=agent, principal=principal, mandates=[mandate] if mandate else [], scope=scope, at=at
    )


def test_everybody_acts_for_himself_without_a_mandate():
    assert may(mandate=None, agent=1)


def test_the_legal_representative_acts_for_his_firm_without_a_mandate():
    assert (may(mandate=None, agent=5, principal=FIRM), may(mandate=None, agent=7, principal=FIRM)) == (
        True,
        False,
    )


def test_a_firm_without_a_known_representative_is_represented_by_nobody():
    unknown = replace(FIRM, legal_representative_id=None)
    assert not may(mandate=None, agent=5, principal=unknown)


def test_a_person_with_the_number_of_a_firm_is_not_the_firm():
    assert not may(mandate=None, agent=3, principal=replace(FIRM, legal_representative_id=None))


@pytest.mark.parametrize(
    ("mandate", "allowed"),
    [
        (held(), True),
        (replace(held(), accepted_at=None), False),
        (replace(held(), revoked_at=AT), False),
        (held(FIRM), False),
        (replace(held(), terms=terms(8)), False),
        (held(scope=Scope(acts=(MandateAct.VIEW,))), False),
        (held(scope=Scope(items=("11990102",))), True),
        (held(scope=Scope(items=("取水许可",))), True),
        (held(scope=Scope(items=("户外广告设施设置",))), False),
    ],
)
def test_a_mandate_allows_exactly_what_it_says(mandate, allowed):
    assert may(mandate=mandate) is allowed


FIRST_TIME = Wanted(
    act=MandateAct.APPLY, item_code="11990102MB0000019H400011500600001", item_name="劳务派遣经营许可（新办）"
)


@pytest.mark.parametrize(
    ("named", "covered"),
    [
        ("劳务派遣经营许可", True),
        ("劳务派遣经营许可（新办）", True),
        ("劳务派遣经营许可(新办)", True),
        ("11990102MB0000019H400011500600001", True),
        ("11990102MB0000019H4000115006000", True),
        ("11990102MB0000019H40001150060000", False),
        ("劳务派遣", False),
        ("劳务派遣经营许可（新", False),
        ("劳务派遣经营许可（变更）", False),
        ("（新办）", False),
        ("", False),
    ],
)
def test_a_mandate_for_an_item_covers_its_handling_items_and_nothing_that_only_begins_alike(named, covered):
    assert may(mandate=held(scope=Scope(items=(named,))), scope=FIRST_TIME) is covered


@pytest.mark.parametrize(
    ("name", "covered"),
    [
        ("劳务派遣经营许可证遗失补办声明", False),
        ("劳务派遣经营许可（延续）（简易程序）", True),
        ("劳务派遣经营许可（新办）后续监管", False),
    ],
)
def test_only_what_stands_in_brackets_at_the_end_may_follow_the_name_of_the_item(name, covered):
    wanted = Wanted(act=MandateAct.APPLY, item_code="9", item_name=name)
    assert may(mandate=held(scope=Scope(items=("劳务派遣经营许可",))), scope=wanted) is covered


def test_looking_around_needs_no_item_even_under_a_mandate_for_some_items():
    assert may(mandate=held(scope=Scope(items=("取水许可",))), scope=Wanted(act=MandateAct.VIEW))


def test_an_unnamed_item_does_not_match_an_empty_name():
    assert not may(
        mandate=held(scope=Scope(items=("取水许可",))), scope=Wanted(act=MandateAct.APPLY, item_code="9")
    )


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (datetime(2026, 2, 28, 23, 59, 59, tzinfo=SHANGHAI), MandateState.NOT_YET),
        (datetime(2026, 3, 1, 0, 0, tzinfo=SHANGHAI), MandateState.IN_FORCE),
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=SHANGHAI), MandateState.IN_FORCE),
        (datetime(2027, 1, 1, 0, 0, tzinfo=SHANGHAI), MandateState.EXPIRED),
    ],
)
def test_a_mandate_holds_from_its_first_to_its_last_day_in_beijing_time(moment, state):
    assert mandates.state(held(), on=mandates.law_date(moment)) is state
    assert may(mandate=held(), at=moment) is (state is MandateState.IN_FORCE)


def test_the_capacity_is_the_one_the_mandate_names():
    relative = held(capacity=Capacity.RELATIVE)
    found = mandates.capacity(agent=7, principal=MOTHER, mandates=[relative], scope=APPLY, at=AT)
    assert found is Capacity.RELATIVE


def give(principal=MOTHER, agent: PersonFacts | None = SON, by: str = "person:1", **changes):
    return mandates.give(principal=principal, agent=agent, terms=terms(7, **changes), by=by, at=AT)


def test_one_gives_a_mandate_for_oneself_and_a_representative_for_his_firm():
    assert give() == terms(7)
    assert give(principal=FIRM, by="person:5", capacity=Capacity.HANDLER).capacity is Capacity.HANDLER


@pytest.mark.parametrize(
    ("refusal", "changes"),
    [
        (errors.NotTheirs, {"by": "person:7"}),
        (errors.NotTheirs, {"principal": FIRM, "by": "person:7"}),
        (errors.NotTheirs, {"principal": replace(FIRM, legal_representative_id=None), "by": "person:0"}),
        (errors.EvidenceMissing, {"by": CLERK}),
        (errors.AgentUnverified, {"agent": None}),
        (errors.AgentUnverified, {"agent": replace(SON, verified=False)}),
        (errors.MandateToSelf, {"agent": replace(SON, id=1)}),
        (errors.CapacityUnfit, {"capacity": Capacity.HANDLER}),
        (errors.CapacityUnfit, {"principal": FIRM, "by": "person:5", "capacity": Capacity.RELATIVE}),
        (errors.CapacityUnfit, {"capacity": Capacity.SELF}),
        (errors.ScopeEmpty, {"scope": Scope(acts=())}),
        (errors.MandateDatesWrong, {"valid_to": date(2026, 2, 28)}),
        (errors.MandateDatesWrong, {"valid_from": date(2025, 1, 1), "valid_to": date(2026, 3, 1)}),
    ],
)
def test_a_mandate_that_cannot_stand_is_refused(refusal, changes):
    with pytest.raises(refusal):
        give(**changes)


def test_the_counter_takes_a_mandate_down_on_paper_evidence():
    assert give(by=CLERK, evidence_digest="0" * 64).evidence_digest == "0" * 64


def test_only_the_agent_accepts_and_only_once():
    offered = replace(held(), accepted_at=None)
    assert mandates.accept(offered, by="person:7", at=AT).mandate_id == 1
    for by, refusal, mandate in [
        ("person:1", errors.NotTheirs, offered),
        ("person:7", errors.MandateOver, held()),
        ("person:7", errors.MandateOver, replace(offered, revoked_at=AT)),
    ]:
        with pytest.raises(refusal):
            mandates.accept(mandate, by=by, at=AT)


def test_an_offer_that_has_run_out_cannot_be_accepted():
    with pytest.raises(errors.MandateOver):
        mandates.accept(replace(held(), accepted_at=None), by="person:7", at=AT + timedelta(days=400))


@pytest.mark.parametrize("by", ["person:1", "person:7", CLERK])
def test_principal_agent_and_counter_may_end_a_mandate(by):
    assert mandates.revoke(held(), principal=MOTHER, by=by, at=AT).by == by


def test_nobody_else_may_end_it_and_nobody_twice():
    with pytest.raises(errors.NotTheirs):
        mandates.revoke(held(), principal=MOTHER, by="person:9", at=AT)
    with pytest.raises(errors.MandateOver):
        mandates.revoke(replace(held(), revoked_at=AT), principal=MOTHER, by="person:1", at=AT)

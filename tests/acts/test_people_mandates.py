"""委托：给、接受、解除，下一次请求就见分晓。"""

from datetime import date, timedelta

import pytest

from tests.factories.people import AT, CLERK, citizen, firm, mandate, person, registration, terms
from tongban.rooms.journal import queries as journal
from tongban.rooms.people import acts, errors, models, queries, words
from tongban.rooms.people.words import Capacity, MandateAct, Party, Wanted

pytestmark = pytest.mark.django_db

APPLY = Wanted(act=MandateAct.APPLY)
NOBODY = 404_000_000  # no test counts so far


def acting(account_id: int, principal: Party, wanted: Wanted = APPLY, *, at=AT) -> words.Acting:
    return queries.acting_for(account_id=account_id, principal=principal, wanted=wanted, at=at)


def refused(account_id: int, principal: Party, wanted: Wanted = APPLY, *, at=AT) -> bool:
    try:
        acting(account_id, principal, wanted, at=at)
    except errors.NoMandate:
        return True
    return False


def test_a_daughter_acts_for_her_mother_once_she_has_agreed_and_until_it_is_ended():
    mother, (daughter, login) = person(1, name="孙桂兰"), citizen(2)
    given = acts.give_mandate(
        principal=Party.person(mother),
        terms=terms(daughter, capacity=Capacity.RELATIVE),
        by=f"person:{mother}",
        at=AT,
    )
    assert refused(login, Party.person(mother))
    acts.accept_mandate(mandate_id=given.mandate_id, by=f"person:{daughter}", at=AT)
    now = acting(login, Party.person(mother))
    assert (now.agent.id, now.principal.display_name_masked, now.capacity) == (
        daughter,
        "孙*兰",
        Capacity.RELATIVE,
    )
    acts.revoke_mandate(mandate_id=given.mandate_id, by=f"person:{mother}", at=AT)
    assert refused(login, Party.person(mother))
    assert [r.kind for r in journal.stream(name=f"mandate:{given.mandate_id}")] == [
        "people.mandate_given",
        "people.mandate_accepted",
        "people.mandate_revoked",
    ]


def test_whoever_acts_and_for_whom_is_one_statement(django_assert_num_queries):
    mother, (daughter, login) = person(1), citizen(2)
    for _ in range(3):
        mandate(Party.person(mother), daughter)
    with django_assert_num_queries(1):
        acting(login, Party.person(mother))


def test_everybody_acts_for_himself():
    mine, login = citizen(1)
    own = acting(login, Party.person(mine))
    assert (own.agent, own.capacity) == (own.principal, Capacity.SELF)


def test_the_representative_acts_for_the_firm_until_he_is_replaced():
    (old, old_login), (new, new_login) = citizen(1), citizen(2)
    firm_id = firm(1, representative=old)
    company = Party.legal_person(firm_id)
    assert acting(old_login, company).capacity is Capacity.LEGAL_REPRESENTATIVE
    acts.change_legal_representative(legal_person_id=firm_id, person_id=new, by=CLERK, at=AT)
    assert (refused(old_login, company), refused(new_login, company)) == (True, False)
    assert queries.legal_person(legal_person_id=firm_id).legal_representative_id == new


def test_an_agent_serves_several_firms_each_within_its_own_limits():
    agent, login = citizen(1)
    water, food = Party.legal_person(firm(1)), Party.legal_person(firm(2))
    mandate(water, agent, scope=words.Scope(items=("取水许可",)))
    mandate(food, agent, capacity=Capacity.HANDLER, valid_to=date(2026, 3, 2))
    permit = Wanted(act=MandateAct.APPLY, item_name="取水许可")
    other = Wanted(act=MandateAct.APPLY, item_name="户外广告设施设置")
    assert (refused(login, water, permit), refused(login, water, other)) == (False, True)
    assert (refused(login, food, other), refused(login, food, other, at=AT + timedelta(days=1))) == (
        False,
        True,
    )


def test_whom_an_agent_may_act_for_lists_firms_and_people_in_force_only(django_assert_num_queries):
    agent, _ = citizen(1)
    own, mandated, ended = firm(1, representative=agent), firm(2), firm(3)
    mother = person(2, name="孙桂兰")
    for principal in (Party.legal_person(mandated), Party.person(mother)):
        mandate(principal, agent)
    mandate(Party.legal_person(own), agent)
    over = mandate(Party.legal_person(ended), agent)
    acts.revoke_mandate(mandate_id=over, by=f"person:{agent}", at=AT)
    with django_assert_num_queries(2):
        found = queries.principals_of(person_id=agent, at=AT)
    assert {(a.principal.ref, a.capacity) for a in found} == {
        (f"legal_person:{own}", Capacity.AGENT),
        (f"legal_person:{mandated}", Capacity.AGENT),
        (f"person:{mother}", Capacity.AGENT),
    }
    later = queries.principals_of(person_id=agent, at=AT + timedelta(days=400))
    assert [(a.principal.ref, a.capacity) for a in later] == [
        (f"legal_person:{own}", Capacity.LEGAL_REPRESENTATIVE)
    ]


def test_who_is_not_there_answers_like_who_gave_no_mandate():
    _, login = citizen(1)
    mother = person(2)
    answers = []
    for party in (Party.person(mother), Party.person(NOBODY), Party.legal_person(NOBODY)):
        with pytest.raises(errors.NoMandate) as refusal:
            acting(login, party)
        answers.append(str(refusal.value))
    assert len(set(answers)) == 1


def test_an_unverified_account_acts_for_nobody():
    assert refused(NOBODY, Party.person(person(1)))


def test_a_firm_is_registered_once_and_only_at_the_counter():
    firm(1)
    with pytest.raises(errors.LegalPersonTaken):
        firm(1)
    facts = words.LegalPersonFacts(name="甲", uscc="91990102MA0000015T")
    with pytest.raises(errors.CounterOnly):
        acts.register_legal_person(facts=facts, by="person:1", at=AT)


@pytest.mark.parametrize("act", [acts.accept_mandate, acts.revoke_mandate])
def test_a_mandate_that_does_not_exist_is_refused(act):
    with pytest.raises(errors.NoSuchMandate):
        act(mandate_id=NOBODY, by=CLERK, at=AT)


@pytest.mark.parametrize(
    ("principal", "refusal"),
    [(Party.person(NOBODY), errors.NoSuchPerson), (Party.legal_person(NOBODY), errors.NoSuchLegalPerson)],
)
def test_nobody_gives_a_mandate_for_who_does_not_exist(principal, refusal):
    with pytest.raises(refusal):
        acts.give_mandate(principal=principal, terms=terms(person(1), evidence_digest="0"), by=CLERK, at=AT)


def test_a_refused_mandate_leaves_nothing():
    mother = person(1)
    with pytest.raises(errors.AgentUnverified):
        acts.give_mandate(principal=Party.person(mother), terms=terms(NOBODY), by=f"person:{mother}", at=AT)
    assert models.Mandate.objects.count() == 0


def test_an_agents_prefill_is_seen_by_the_principal_and_ones_own_is_not_a_look():
    mother, (daughter, login) = person(1, name="孙桂兰"), citizen(2)
    mandate(Party.person(mother), daughter)
    for_mother, for_self = acting(login, Party.person(mother)), acting(login, Party.person(daughter))
    by = f"person:{daughter}"
    filled = acts.prefill(acting=for_mother, purpose="代办高龄津贴", by=by, at=AT)
    acts.prefill(acting=for_self, purpose="办自己的事", by=by, at=AT)
    assert filled == {
        "person.name": "孙桂兰",
        "person.id_no": registration(1).id_no,
        "person.phone": registration(1).phone,
        "person.address": registration(1).address,
        "person.sex": "男",
        "person.birth_date": "1990-03-07",
    }
    assert [s.purpose for s in queries.who_saw(person_id=mother)] == ["代办高龄津贴"]
    assert queries.who_saw(person_id=daughter) == []


def test_a_firms_prefill_names_its_representative():
    boss, login = citizen(1, name="赵磊")
    firm_id = firm(1, representative=boss)
    filled = acts.prefill(
        acting=acting(login, Party.legal_person(firm_id)), purpose="x", by=f"person:{boss}", at=AT
    )
    assert filled == {
        "enterprise.name": "X区第1餐饮有限公司",
        "enterprise.uscc": queries.legal_person(legal_person_id=firm_id).uscc,
        "enterprise.legal_representative": "赵磊",
        "enterprise.address": "X市X区东关街道滨江路18号",
        "enterprise.phone": "19901021185",
    }


def test_a_passport_tells_neither_sex_nor_birthday():
    number = acts.register_at_counter(
        registration=registration(1, id_type=words.IdType.PASSPORT, id_no="E12345678"), by=CLERK, at=AT
    )
    filled = queries.prefill_facts(person_id=number)
    assert (filled["person.id_no"], filled["person.sex"], filled["person.birth_date"]) == (
        "E12345678",
        "",
        "",
    )

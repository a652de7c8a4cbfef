"""走法：每个状态 × 每个动作 × 每只手，能走的恰好是这里写明的，其余一律拒绝 (the whole table, written out by hand once more)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product

import pytest

from setup.states import FOLDER, page
from tongban.foundation.clock import SHANGHAI
from tongban.rooms.calendar import queries as calendar
from tongban.rooms.cases import errors, events
from tongban.rooms.cases.rules import handling as rules
from tongban.rooms.cases.words import (
    MOVES,
    Act,
    Actor,
    CaseFacts,
    CaseState,
    Hand,
    Manner,
    MaterialLine,
)
from tongban.rooms.catalogue.words import Period

AT = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)
LATE = AT + timedelta(days=60)
WORKDAYS = calendar.published_workdays()

# state act hand [spot: on-the-spot items too or only] — written from the law and issue 3, not from MOVES.
TABLE = """
submitted  ask_supplement intake
submitted  accept         intake
submitted  deem_accepted  clock
submitted  decline        intake
submitted  withdraw       applicant
correcting supplement     applicant
correcting supplement     intake
correcting withdraw       applicant
correcting return_back    intake
correcting return_back    clock
accepted   review         reviewer
accepted   withdraw       applicant
accepted   grant          intake     spot
accepted   grant          decider    spot
accepted   deny           intake     spot
accepted   deny           decider    spot
reviewed   grant          decider
reviewed   deny           decider
reviewed   grant          intake     spot
reviewed   deny           intake     spot
reviewed   withdraw       applicant
granted    issue          issuer     result
granted    issue          intake     result spot
granted    serve          issuer     bare
granted    serve          intake     bare spot
issued     serve          issuer
issued     serve          intake     spot
denied     serve          issuer
denied     serve          intake     spot
served     close          issuer
served     close          clock
served     close          intake     spot
"""
KINDS = list(product((False, True), (False, True)))  # on the spot, has a result
Cell = tuple[CaseState, Act, Hand]


def allowed(*, on_the_spot: bool, has_result: bool) -> set[Cell]:
    """What the table above allows for one kind of item."""
    found = set()
    for row in TABLE.strip().splitlines():
        state, act, hand, *only = row.split()
        fits = {"spot": on_the_spot, "result": has_result, "bare": not has_result}
        if all(fits[word] for word in only):
            found.add((CaseState.of(state), Act.of(act), Hand.of(hand)))
    return found


def facts(state: CaseState = CaseState.SUBMITTED, **changed: object) -> CaseFacts:
    photo = MaterialLine(key="photo", name="照片", source="upload", state="handed_in", digest="0" * 64)
    accepted = date(2026, 3, 2) if state not in (CaseState.SUBMITTED, CaseState.CORRECTING) else None
    case = CaseFacts(
        item_name="食品经营许可",
        case_no="1",
        item_code="item",
        version_id=1,
        applicant="person:7",
        department_code="approval",
        region="990102000000",
        channel="online",
        state=state,
        on_the_spot=False,
        received_on=date(2026, 3, 2),
        accept_by=date(2026, 3, 9),
        accept_days=5,
        promised=Period(7),
        statutory=Period(20),
        accepted_on=accepted,
        due_on=accepted and date(2026, 3, 11),
        statutory_due_on=accepted and date(2026, 3, 30),
        supplement_by=date(2026, 4, 1) if state is CaseState.CORRECTING else None,
        reviewed_by="officer:2",
        required=frozenset({"photo"}),
        materials=(photo,),
    )
    return replace(case, **changed)


def actor(*hands: Hand, ref: str = "officer:1") -> Actor:
    return Actor(ref=ref, hands=frozenset(hands))


Do = Callable[[CaseFacts, Actor], events.CaseEvent]
DO: dict[Act, Do] = {
    Act.ASK_SUPPLEMENT: lambda c, by: rules.ask_supplement(
        c, by=by, at=AT, defects={"photo": "看不清"}, workdays=WORKDAYS
    ),
    Act.SUPPLEMENT: lambda c, by: rules.supplement(c, by=by, at=AT, handed_in=c.materials, workdays=WORKDAYS),
    Act.ACCEPT: lambda c, by: rules.accept(c, by=by, at=AT, workdays=WORKDAYS),
    Act.DEEM_ACCEPTED: lambda c, by: rules.deem_accepted(c, by=by, at=LATE, workdays=WORKDAYS),
    Act.DECLINE: lambda c, by: rules.decline(c, by=by, at=AT, reason="不属于", right_authority=""),
    Act.REVIEW: lambda c, by: rules.review(c, by=by, at=AT, favourable=True, opinion="符合"),
    Act.GRANT: lambda c, by: rules.grant(c, by=by, at=AT, conditions="", workdays=WORKDAYS),
    Act.DENY: lambda c, by: rules.deny(c, by=by, at=AT, reason="不符合", workdays=WORKDAYS),
    Act.ISSUE: lambda c, by: rules.issue(c, by=by, at=AT),
    Act.SERVE: lambda c, by: rules.serve(c, by=by, at=AT, manner=Manner.ELECTRONIC),
    Act.CLOSE: lambda c, by: rules.close(c, by=by, at=AT),
    Act.WITHDRAW: lambda c, by: rules.withdraw(c, by=by, at=AT, reason=""),
    Act.RETURN_BACK: lambda c, by: rules.return_back(c, by=by, at=LATE),
}


def combinations() -> Iterator[tuple[bool, bool, CaseState, Act, Hand]]:
    for (spot, result), state, act, hand in product(KINDS, CaseState, DO, Hand):
        yield spot, result, state, act, hand


def test_exactly_the_written_combinations_of_state_act_and_hand_are_allowed():
    done = set()
    for spot, result, state, act, hand in combinations():
        case = facts(state, on_the_spot=spot, has_result=result)
        try:
            event = DO[act](case, actor(hand))
        except (errors.WrongState, errors.NotYourDesk):
            continue
        assert event.by == "officer:1"
        done.add((spot, result, state, act, hand))
    expected = {
        (spot, result, *cell)
        for spot, result in KINDS
        for cell in allowed(on_the_spot=spot, has_result=result)
    }
    assert done == expected


def test_the_button_is_lit_exactly_where_the_act_would_be_done():
    for spot, result, state, act, hand in combinations():
        case = facts(state, on_the_spot=spot, has_result=result)
        lit = rules.may(act, case, actor(hand))
        assert lit == ((state, act, hand) in allowed(on_the_spot=spot, has_result=result))


def test_a_case_without_a_desk_is_refused_by_naming_whose_it_is():
    with pytest.raises(errors.NotYourDesk) as refusal:
        DO[Act.REVIEW](facts(CaseState.ACCEPTED), actor(Hand.INTAKE))
    assert str(refusal.value) == "审查须由审查岗办理"


@pytest.mark.parametrize("act", [Act.GRANT, Act.DENY])
def test_who_reviewed_may_not_decide(act):
    case = facts(CaseState.REVIEWED, reviewed_by="officer:1")
    with pytest.raises(errors.SamePerson):
        DO[act](case, actor(Hand.REVIEWER, Hand.DECIDER))
    assert not rules.may(act, case, actor(Hand.DECIDER))
    assert DO[act](case, actor(Hand.DECIDER, ref="officer:3")).by == "officer:3"


def test_one_officer_may_take_an_on_the_spot_item_through_in_one_sitting():
    case = facts(CaseState.REVIEWED, reviewed_by="officer:1", on_the_spot=True)
    assert DO[Act.GRANT](case, actor(Hand.INTAKE)).kind == "case.granted"


def test_every_state_but_the_last_ones_can_be_left():
    left = {state for kind in KINDS for state, _, _ in allowed(on_the_spot=kind[0], has_result=kind[1])}
    assert {state for state in CaseState if not state.is_over} == left


def test_every_move_names_its_law_and_the_word_on_its_button():
    assert [act for act, move in MOVES.items() if not (move.law and move.button)] == []


def test_a_defect_may_only_concern_what_is_on_the_published_list():
    with pytest.raises(errors.NotOnTheList):
        rules.ask_supplement(
            facts(), by=actor(Hand.INTAKE), at=AT, defects={"unicorn": "角太短"}, workdays=WORKDAYS
        )


def test_a_notice_without_a_defect_is_refused():
    with pytest.raises(errors.DefectsMissing):
        rules.ask_supplement(facts(), by=actor(Hand.INTAKE), at=AT, defects={"photo": " "}, workdays=WORKDAYS)


def test_a_second_notice_may_only_concern_what_was_handed_in_since():
    old = MaterialLine(key="form", name="申请书", source="form", state="handed_in")
    new = MaterialLine(key="photo", name="照片", source="upload", state="handed_in", round=1)
    case = facts(round=1, materials=(old, new))
    by = actor(Hand.INTAKE)
    asked = rules.ask_supplement(case, by=by, at=AT, defects={"photo": "还是看不清"}, workdays=WORKDAYS)
    assert asked.defects == {"photo": "还是看不清"}
    with pytest.raises(errors.AskedBefore):
        rules.ask_supplement(case, by=by, at=AT, defects={"form": "没签名"}, workdays=WORKDAYS)


def test_acceptance_and_grant_wait_until_nothing_is_missing():
    bad = MaterialLine(key="photo", name="照片", source="upload", state="defective")
    for act, state in ((Act.ACCEPT, CaseState.SUBMITTED), (Act.GRANT, CaseState.REVIEWED)):
        hands = actor(Hand.INTAKE, Hand.DECIDER)
        for materials in ((bad,), (MaterialLine(key="photo", name="照片"),)):
            with pytest.raises(errors.MaterialsMissing, match="照片"):
                DO[act](facts(state, materials=materials), hands)


@pytest.mark.parametrize(
    ("do", "refusal"),
    [
        (lambda c, by: rules.decline(c, by=by, at=AT, reason=" ", right_authority=""), errors.ReasonsMissing),
        (
            lambda c, by: rules.decline(c, by=by, at=AT, reason="长" * 2001, right_authority=""),
            errors.TooLong,
        ),
    ],
)
def test_a_decision_against_somebody_states_its_reason_and_not_a_book(do, refusal):
    with pytest.raises(refusal):
        do(facts(), actor(Hand.INTAKE))


def test_a_review_needs_an_opinion_and_a_denial_its_reason():
    with pytest.raises(errors.OpinionMissing):
        rules.review(facts(CaseState.ACCEPTED), by=actor(Hand.REVIEWER), at=AT, favourable=True, opinion="")
    with pytest.raises(errors.ReasonsMissing):
        rules.deny(facts(CaseState.REVIEWED), by=actor(Hand.DECIDER), at=AT, reason="", workdays=WORKDAYS)


def test_the_page_of_the_states_is_up_to_date():
    assert (FOLDER / "case.md").read_text(encoding="utf-8") == page()


def test_a_changed_table_is_seen_on_the_page(monkeypatch):
    monkeypatch.setitem(MOVES, Act.CLOSE, replace(MOVES[Act.CLOSE], goes_to=CaseState.WITHDRAWN))
    assert (FOLDER / "case.md").read_text(encoding="utf-8") != page()

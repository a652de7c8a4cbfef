"""划转：方案印发，到日子换机关换编码，在途办件照方案，交接清单办完才能办结，编制和人的缺口看得见。"""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories import cases as sample
from tests.factories import powers
from tests.factories.cases import FOOD, an_officer, fill
from tests.factories.catalogue_life import COMPILER
from tests.factories.organisation import INSTALLER
from tests.factories.powers import (
    BY,
    COUNTY,
    EVE,
    FOOD_NO,
    MARKET,
    MIDNIGHT,
    OLD,
    a_batch,
    a_market_case,
    plan,
    switch,
)
from tongban.foundation.clock import SHANGHAI
from tongban.rooms.cases import acts, models
from tongban.rooms.cases import queries as case_queries
from tongban.rooms.cases.errors import ItemTransferred
from tongban.rooms.cases.words import CaseState, Channel, DocumentKind
from tongban.rooms.catalogue import acts as catalogue
from tongban.rooms.catalogue import jobs, queries
from tongban.rooms.catalogue import models as tables
from tongban.rooms.catalogue.errors import (
    HandOverOpen,
    NoSuchTransfer,
    TransferClosed,
    TransferInvalid,
    TransferNotDue,
)
from tongban.rooms.catalogue.words import (
    BatchState,
    HandOverKind,
    HandOverLine,
    InTransit,
    PostPlan,
    TransferLine,
)
from tongban.rooms.journal import queries as journal
from tongban.rooms.organisation import acts as organisation
from tongban.rooms.organisation import models as organisation_tables
from tongban.rooms.organisation import queries as organisations
from tongban.rooms.organisation.errors import AlreadyInDepartment, GroundMissing
from tongban.rooms.organisation.words import EarlierMove, OfficerFacts, Role

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 10, 9, 30, tzinfo=SHANGHAI)
NEW = sample.contents()[FOOD]["task_handle_item"]


@pytest.fixture(autouse=True)
def _market_food() -> None:
    """The food licence as the market bureau's own, on the list, before the transfer."""
    powers.before_the_transfer()


def row(case: sample.CaseInHand) -> tuple[str, str, str]:
    found = models.Case.objects.get(case_no=case.case_no)
    return found.item_code, found.department_code, str(found.state)


def test_the_plan_is_issued_by_both_offices_with_a_whole_checklist():
    event = plan()
    assert (event.issued_by, event.licences) == (("中共X区委办公室", "X区人民政府办公室"), (FOOD_NO,))
    assert plan() is None
    view = queries.transfer(region=COUNTY, no=1, on=EVE.date())
    assert (view.state, view.bureau) == (BatchState.PLANNED, "X区行政审批局")
    assert [(row.from_department, row.kind, row.done_on) for row in view.plan.hand_over] == [
        ("market", kind, None) for kind in HandOverKind
    ]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"issued_by": ("X区人民政府办公室",)}, "由党委、政府两办联合印发"),
        ({"effective_on": date(2026, 1, 1)}, "生效日期早于印发日期"),
        ({"to_department": "nobody"}, "没有承接机关"),
        ({"lines": ()}, "没有写划转哪些事项"),
        ({"lines": (TransferLine("999", "market"),), "posts": ()}, "编号999不在行政许可事项清单上"),
        ({"lines": (TransferLine(FOOD_NO, "market"),) * 2}, "编号131写了两次"),
        ({"lines": (TransferLine(FOOD_NO, "approval"),), "posts": ()}, "划出部门就是承接机关"),
        ({"posts": (PostPlan("water", 1),)}, "编制里的“water”没有划出事项"),
        ({"posts": (PostPlan("market", -1),)}, "编制数不能是负数"),
    ],
)
def test_a_plan_that_is_not_in_order_is_refused_whole(changes, says):
    with pytest.raises(TransferInvalid, match=says):
        plan(a_batch(**changes))
    assert tables.Transfer.objects.count() == 0


def test_a_licence_is_transferred_in_one_batch_only():
    plan()
    with pytest.raises(TransferInvalid, match="编号131已经列在第1批"):
        plan(a_batch(no=2, document_no="X办发〔2026〕8号"))


def test_on_the_day_the_item_stands_under_the_bureaus_code_and_the_old_one_is_gone():
    plan()
    assert queries.current(code=OLD).organ_name == MARKET["dept_name"]
    event = switch()
    assert [(m.old_code, m.new_code, m.in_transit) for m in event.moved] == [(OLD, NEW, InTransit.FINISH)]
    now = queries.current(code=NEW)
    assert (now.code, now.organ_name, now.department, now.undertaken_by) == (
        NEW,
        "X区行政审批局",
        "approval",
        "market",
    )
    assert (now.organ_short, now.code[:18], now.code[18:]) == ("X行", powers.BUREAU_CODE, OLD[18:])
    assert tables.ItemVersion.objects.get(pk=now.id).content["supersedes"] == OLD
    pages = [queries.item_life(item_code=code, by=COMPILER) for code in (NEW, OLD)]
    assert [(p.supersedes, p.superseded_by) for p in pages] == [(OLD, ""), ("", NEW)]
    assert queries.current(code=OLD).code == NEW
    assert [item.code for item in queries.in_force(region=COUNTY, on=MORNING.date())] == [NEW]
    assert [item.code for item in queries.in_force(region=COUNTY, on=EVE.date())] == [OLD]
    assert [hit.code for hit in queries.search(text="食品经营许可")] == [NEW]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.code, n.code FROM catalogue_succession s JOIN catalogue_item o ON o.id = s.old_item_id"
            " JOIN catalogue_item n ON n.id = s.new_item_id"
        )
        assert cursor.fetchall() == [(OLD, NEW)]


def test_it_takes_effect_once_and_not_before_its_day():
    plan()
    with pytest.raises(TransferNotDue):
        switch(at=EVE)
    assert jobs.take_transfers_into_effect(at=EVE) == 0
    assert (jobs.take_transfers_into_effect(at=MIDNIGHT), jobs.take_transfers_into_effect(at=MORNING)) == (
        1,
        0,
    )
    assert switch(at=MORNING) is None
    kinds = [event.kind for event in journal.stream(name=f"transfer:{COUNTY}:1")]
    assert kinds == ["catalogue.transfer_planned", "catalogue.transfer_took_effect"]
    assert queries.current(code=NEW).number == 1


def test_what_is_accepted_finishes_where_it_was_accepted_and_the_rest_goes_to_the_bureau():
    waiting, accepted = a_market_case(), a_market_case(CaseState.ACCEPTED)
    plan()
    switch()
    assert row(waiting) == (NEW, "approval", "submitted")
    assert row(accepted) == (OLD, "market", "accepted")
    told = [event.kind for event in journal.stream(name=f"case:{waiting.case_no}")]
    assert told == ["case.received", "case.handed_over"]
    at = MORNING
    acts.accept(
        case_no=waiting.case_no, by=an_officer(Role.INTAKE, departments=frozenset({"approval"})), at=at
    )
    acts.review(
        case_no=accepted.case_no, by=accepted.officers.reviewer, favourable=True, opinion="符合", at=at
    )
    acts.grant(case_no=accepted.case_no, by=accepted.officers.decider, at=at)
    organs = [
        models.Document.objects.get(case__case_no=c.case_no, kind=k).facts["organ"]
        for c, k in ((waiting, DocumentKind.ACCEPTANCE), (accepted, DocumentKind.GRANT))
    ]
    assert organs == ["X区行政审批局", MARKET["dept_name"]]


def test_the_plan_may_have_accepted_cases_handed_over_too():
    accepted, decided = a_market_case(CaseState.ACCEPTED), a_market_case(CaseState.GRANTED)
    plan(a_batch(lines=(TransferLine(FOOD_NO, "market", InTransit.HAND_OVER),)))
    switch()
    assert row(accepted) == (NEW, "approval", "accepted")
    assert row(decided) == (OLD, "market", "granted")


def test_news_delivered_twice_hands_over_once():
    waiting = a_market_case()
    plan()
    event = switch()
    with transaction.atomic():
        assert powers.hand_over_cases(event) == 0
    assert [e.kind for e in journal.stream(name=f"case:{waiting.case_no}")].count("case.handed_over") == 1


def test_after_the_switch_the_old_organ_receives_and_accepts_nothing_not_even_by_plain_sql():
    waiting = a_market_case()
    plan()
    catalogue.take_effect(region=COUNTY, no=1, by="system:clock", at=MIDNIGHT)  # its news is still on the way
    with pytest.raises(ItemTransferred, match="已经划转，原机关不再受理"):
        acts.accept(case_no=waiting.case_no, by=waiting.officers.intake, at=MORNING)
    with (
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="was transferred"),
        transaction.atomic(),
    ):
        cursor.execute(
            "UPDATE cases_case SET state = 'accepted', accepted_on = '2026-03-10', due_on = '2026-04-01',"
            " statutory_due_on = '2026-04-01' WHERE case_no = %s",
            [waiting.case_no],
        )
    assert row(waiting) == (OLD, "market", "submitted")


def test_an_application_begun_before_is_submitted_to_the_bureau_after():
    who = sample.a_firm()
    uid = acts.start_draft(item_code=OLD, by=who, at=EVE)
    fill(uid, FOOD, by=who, at=EVE)
    plan()
    switch()
    received = acts.receive(draft_uid=uid, key="k", by=who, channel=Channel.ONLINE, at=MORNING)
    assert (received.item_code, received.department_code) == (NEW, "approval")
    assert acts.start_draft(item_code=OLD, by=who, at=MORNING)


def test_the_checklist_is_ticked_off_row_by_row_and_only_then_the_batch_is_closed():
    plan()
    with pytest.raises(TransferNotDue):
        catalogue.close_transfer(region=COUNTY, no=1, by=BY, at=EVE)
    switch()
    with pytest.raises(HandOverOpen) as refused:
        catalogue.close_transfer(region=COUNTY, no=1, by=BY, at=MORNING)
    assert str(refused.value) == "交接清单还有6行没有办完：事项、档案、在途办件、印章、人员、系统账号"
    for kind in HandOverKind:
        line = HandOverLine("market", kind, "已签收", MORNING.date())
        catalogue.tick_hand_over(region=COUNTY, no=1, line=line, by=BY, at=MORNING)
    back = HandOverLine("market", HandOverKind.SEAL, "印章还没有交")
    catalogue.tick_hand_over(region=COUNTY, no=1, line=back, by=BY, at=MORNING)
    with pytest.raises(HandOverOpen, match="还有1行没有办完：印章"):
        catalogue.close_transfer(region=COUNTY, no=1, by=BY, at=MORNING)
    catalogue.tick_hand_over(
        region=COUNTY, no=1, line=replace(back, done_on=MORNING.date()), by=BY, at=MORNING
    )
    catalogue.close_transfer(region=COUNTY, no=1, by=BY, at=MORNING)
    assert queries.transfer(region=COUNTY, no=1, on=MORNING.date()).state is BatchState.CLOSED
    with pytest.raises(TransferClosed):
        catalogue.tick_hand_over(region=COUNTY, no=1, line=back, by=BY, at=MORNING)


def test_what_is_not_on_the_checklist_is_not_ticked():
    plan()
    with pytest.raises(TransferInvalid, match="交接清单里没有这一行"):
        catalogue.tick_hand_over(
            region=COUNTY, no=1, line=HandOverLine("water", HandOverKind.SEAL), by=BY, at=EVE
        )
    with pytest.raises(NoSuchTransfer):
        catalogue.tick_hand_over(
            region=COUNTY, no=9, line=HandOverLine("market", HandOverKind.SEAL), by=BY, at=EVE
        )


def test_the_shortfall_of_posts_and_people_is_shown():
    plan()
    posts = PostPlan("market", 3, moved=2, moved_document="X编办发〔2026〕2号")
    catalogue.move_posts(region=COUNTY, no=1, post=posts, by=BY, at=EVE)
    for bad, says in (
        (replace(posts, moved=4), "应在0到3之间"),
        (replace(posts, moved_document=""), "没有写核定文号"),
    ):
        with pytest.raises(TransferInvalid, match=says):
            catalogue.move_posts(region=COUNTY, no=1, post=bad, by=BY, at=EVE)
    facts = OfficerFacts(staff_no="990102009", name="某某", login="990102009", department="market")
    organisation.register_officer(facts=facts, password=None, by=INSTALLER, at=EVE)
    organisation.move_officer(
        staff_no="990102009", to="approval", ground=a_batch().document_no, by=INSTALLER, at=MORNING
    )
    switch()
    view = queries.transfer(region=COUNTY, no=1, on=MORNING.date())
    (share,) = view.shares
    assert (share.posts.planned, share.posts.moved, share.posts.shortfall) == (3, 2, 1)
    assert ([each.staff_no for each in share.people], share.people_short) == (["990102009"], 1)
    assert (view.planned, view.moved, view.shortfall, view.people) == (3, 2, 1, 1)
    (listed,) = queries.transfers(region=COUNTY)
    assert (listed.licences, listed.departments, listed.planned, listed.moved, listed.shortfall) == (
        1,
        1,
        3,
        2,
        1,
    )


def test_who_moves_leaves_his_posts_behind_and_moves_once():
    facts = OfficerFacts(staff_no="990102009", name="某某", login="990102009", department="market")
    organisation.register_officer(facts=facts, password=None, by=INSTALLER, at=EVE)
    with pytest.raises(GroundMissing):
        organisation.move_officer(staff_no="990102009", to="approval", ground=" ", by=INSTALLER, at=MORNING)
    organisation.move_officer(staff_no="990102009", to="approval", ground="某文", by=INSTALLER, at=MORNING)
    with pytest.raises(AlreadyInDepartment):
        organisation.move_officer(
            staff_no="990102009", to="approval", ground="某文", by=INSTALLER, at=MORNING
        )
    earlier = EarlierMove("990102009", "market", date(2021, 7, 1), "旧文")
    assert organisation.note_earlier_move(earlier=earlier, by=INSTALLER, at=MORNING).on == date(2021, 7, 1)
    assert organisation.note_earlier_move(earlier=earlier, by=INSTALLER, at=MORNING) is None
    assert [each.on.year for each in organisations.moved(ground="旧文")] == [2021]
    assert organisation_tables.Relocation.objects.count() == 2


def test_what_the_bureau_decided_is_counted_by_item_and_period():
    case = a_market_case(CaseState.ACCEPTED)
    plan(a_batch(in_transit=InTransit.HAND_OVER))
    switch()
    acts.review(case_no=case.case_no, by=case.officers.reviewer, favourable=True, opinion="符合", at=MORNING)
    acts.grant(case_no=case.case_no, by=case.officers.decider, at=MORNING)
    counted = case_queries.decided_in(items=[OLD, NEW], since=date(2026, 3, 1), until=date(2026, 3, 31))
    assert counted == {NEW: 1}
    assert case_queries.decided_in(items=[NEW], since=date(2026, 4, 1), until=date(2026, 4, 30)) == {}


def test_a_code_without_its_organs_code_is_named_and_nothing_moves():
    catalogue.publish(
        content=powers.of_market(sample.contents()[FOOD], task_handle_item="自编-1", task_name="小餐饮登记"),
        by=BY,
        at=powers.AT,
    )
    plan()
    with pytest.raises(TransferInvalid, match="“小餐饮登记”的编码自编-1里没有原机关的代码"):
        switch()
    assert queries.transfer(region=COUNTY, no=1, on=MORNING.date()).state is BatchState.PLANNED
    assert jobs.take_transfers_into_effect(at=MORNING) == 0


def test_a_succession_is_never_changed():
    plan()
    switch()
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("DELETE FROM catalogue_succession")


def test_a_transfer_costs_a_known_number_of_statements(django_assert_num_queries):
    plan()
    switch()
    with django_assert_num_queries(7):
        queries.transfer(region=COUNTY, no=1, on=MORNING.date())
    with django_assert_num_queries(1):
        queries.transfers(region=COUNTY)

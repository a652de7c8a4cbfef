"""一版的一生：起草、保存、送审、审核、发布，到日子生效；停办和取消；某一天有效的目录。"""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories.catalogue import AT, FOOD, content
from tests.factories.catalogue_life import (
    CHECKER,
    COMPILER,
    REASONS,
    SHORT_FLOW,
    STRANGER,
    brought_to,
    later,
    published,
    version,
)
from tongban.foundation.clock import SHANGHAI
from tongban.rooms.catalogue import acts, errors, events, models, queries
from tongban.rooms.catalogue.words import MOVES, LifeAct, Part, Stage, Stop
from tongban.rooms.journal import queries as journal

pytestmark = pytest.mark.django_db
TODAY = AT.date()
NEW_CODE = FOOD[:-2] + "09"


def kinds(code: str = FOOD) -> list[str]:
    return [e.kind.removeprefix("catalogue.") for e in journal.stream(name=f"item:{code}")]


def promised(on: date) -> list[object]:
    return [each.content["promise_day"] for each in queries.in_force(region="990102000000", on=on)]


def test_a_version_goes_from_draft_to_published_and_each_step_leaves_its_event():
    published()
    uid = brought_to(Stage.PUBLISHED, promise_day=6, handle_flow=SHORT_FLOW)
    assert kinds() == [
        "item_published",
        "version_started",
        "version_saved",
        "version_submitted",
        "version_passed",
        "item_published",
    ]
    row = version(uid)
    assert (row.number, row.state, row.reviewed_by, row.editors) == (
        2,
        "published",
        CHECKER.actor,
        [COMPILER.actor],
    )
    assert queries.current(code=FOOD).promised_days == 6


def test_a_new_item_is_in_no_list_until_its_first_version_is_published():
    made = content(task_handle_item=NEW_CODE, task_name="食品摊贩备案")
    uid = acts.start_item(content=made, by=COMPILER, at=AT).version_uid
    assert queries.search(text="食品摊贩") == []
    assert queries.listed(codes=[NEW_CODE]) == {}
    assert queries.shelves() == ()
    acts.submit_for_review(version_uid=uid, based_on=1, by=COMPILER, at=AT)
    acts.pass_review(version_uid=uid, by=CHECKER, at=AT)
    acts.publish_version(version_uid=uid, by=CHECKER, at=AT, effective_on=TODAY)
    assert [hit.code for hit in queries.search(text="食品摊贩")] == [NEW_CODE]
    assert queries.current(code=NEW_CODE).number == 1


def test_a_code_is_taken_once_and_free_again_when_the_only_draft_is_discarded():
    made = content(task_handle_item=NEW_CODE)
    uid = acts.start_item(content=made, by=COMPILER, at=AT).version_uid
    discarded = acts.discard(version_uid=uid, by=COMPILER, at=AT)
    assert isinstance(discarded, events.VersionDiscarded)
    assert models.Item.objects.count() == 0


def test_who_saves_on_an_old_copy_is_told_who_changed_it_and_when_and_nothing_is_lost():
    published()
    uid = brought_to(Stage.DRAFT, promise_day=6)
    with pytest.raises(errors.EditedMeanwhile) as refused:
        acts.change_revision(version_uid=uid, based_on=1, changes={"promise_day": 5}, by=CHECKER, at=later())
    assert refused.value.facts["when"] == "03月02日 09:30"
    assert version(uid).content["promise_day"] == 6


def test_saving_what_is_already_there_changes_nothing():
    published()
    uid = brought_to(Stage.DRAFT, promise_day=6)
    assert (
        acts.change_revision(version_uid=uid, based_on=2, changes={"promise_day": 6}, by=COMPILER, at=AT)
        is None
    )
    assert version(uid).revision == 2


def test_an_event_names_the_elements_that_a_saving_changed():
    published()
    uid = brought_to(Stage.DRAFT)
    changes = {"promise_day": 6, "aliases": None}
    event = acts.change_revision(version_uid=uid, based_on=1, changes=changes, by=COMPILER, at=later())
    assert event == events.VersionSaved(
        item_code=FOOD,
        version_uid=uid,
        revision=2,
        elements=tuple(e for e in content() if e in changes),
        by=COMPILER.actor,
        at=later(),
    )
    assert "aliases" not in version(uid).content


def test_the_code_of_an_item_stays():
    published()
    uid = brought_to(Stage.DRAFT)
    with pytest.raises(errors.CodeMustStay):
        acts.save_revision(
            version_uid=uid, based_on=1, content=content(task_handle_item=NEW_CODE), by=COMPILER, at=AT
        )


def test_one_item_has_one_draft_at_a_time():
    published()
    brought_to(Stage.IN_REVIEW)
    with pytest.raises(errors.DraftStands, match="待审核"):
        acts.start_revision(item_code=FOOD, by=CHECKER, at=AT)


STEPS = {
    LifeAct.SAVE: lambda uid, by: acts.change_revision(
        version_uid=uid, based_on=version(uid).revision, changes={"promise_day": 5}, by=by, at=AT
    ),
    LifeAct.SUBMIT: lambda uid, by: acts.submit_for_review(
        version_uid=uid, based_on=version(uid).revision, by=by, at=AT
    ),
    LifeAct.TAKE_BACK: lambda uid, by: acts.take_back(version_uid=uid, by=by, at=AT),
    LifeAct.PASS: lambda uid, by: acts.pass_review(version_uid=uid, by=by, at=AT),
    LifeAct.SEND_BACK: lambda uid, by: acts.send_back(version_uid=uid, reasons=REASONS, by=by, at=AT),
    LifeAct.PUBLISH: lambda uid, by: acts.publish_version(version_uid=uid, by=by, at=AT),
    LifeAct.DISCARD: lambda uid, by: acts.discard(version_uid=uid, by=by, at=AT),
}
VERSION_STAGES = [Stage.DRAFT, Stage.IN_REVIEW, Stage.SENT_BACK, Stage.PASSED, Stage.PUBLISHED]


@pytest.mark.parametrize("stage", VERSION_STAGES)
@pytest.mark.parametrize("act", STEPS)
@pytest.mark.parametrize("by", [COMPILER, CHECKER, STRANGER], ids=["compiler", "checker", "stranger"])
def test_every_act_at_every_stage_by_everybody_does_as_the_table_says(stage, act, by):
    published()
    uid = brought_to(stage)
    move = MOVES[act]
    if by is STRANGER:
        expected: type[Exception] | None = errors.NotYourItem
    elif stage not in move.came_from:
        expected = errors.WrongStage
    elif by is COMPILER and move.done_by == {Part.CHECKER}:
        expected = errors.OwnReview
    else:
        expected = None
    if expected is not None:
        with pytest.raises(expected):
            STEPS[act](uid, by)
        assert version(uid).state == stage.value
        return
    STEPS[act](uid, by)
    left = models.ItemVersion.objects.filter(uid=uid).values_list("state", flat=True)
    assert list(left) == ([] if move.goes_to is None else [move.goes_to.value])


def test_who_mends_what_was_sent_back_may_not_pass_it():
    published()
    uid = brought_to(Stage.SENT_BACK)
    acts.change_revision(version_uid=uid, based_on=1, changes={"promise_day": 5}, by=CHECKER, at=AT)
    acts.submit_for_review(version_uid=uid, based_on=2, by=COMPILER, at=AT)
    for editor in (CHECKER, COMPILER):
        with pytest.raises(errors.OwnReview):
            acts.pass_review(version_uid=uid, by=editor, at=AT)


@pytest.mark.parametrize(
    ("stage", "change", "says"),
    [
        (Stage.IN_REVIEW, "SET content = '{}'", "frozen"),
        (Stage.PASSED, "SET content = '{}'", "frozen"),
        (Stage.PASSED, "SET editors = '{}'", "frozen"),
        (Stage.DRAFT, "SET state = 'passed'", "does not go"),
        (Stage.DRAFT, "SET state = 'published'", "does not go"),
        (Stage.SENT_BACK, "SET state = 'passed'", "does not go"),
        (
            Stage.IN_REVIEW,
            "SET state = 'passed', reviewed_by = 'officer:11', reviewed_at = now()",
            "by_another",
        ),
        (Stage.IN_REVIEW, "SET state = 'passed'", "passed_by_whom"),
        (Stage.PASSED, "SET state = 'published', number = 2, published_by = 'x'", "published_by_whom"),
        (Stage.PUBLISHED, "SET effective_on = '2020-01-01'", "published item version"),
        (Stage.DRAFT, "SET item_id = item_id + 1", "stays with its item"),
    ],
)
def test_plain_sql_cannot_do_what_the_table_of_moves_does_not_allow(stage, change, says):
    published()
    uid = brought_to(stage)
    with pytest.raises(DatabaseError, match=says), transaction.atomic():
        connection.cursor().execute(f"UPDATE catalogue_itemversion {change} WHERE uid = %s", [uid])


def test_what_is_under_review_cannot_be_deleted_by_plain_sql():
    published()
    uid = brought_to(Stage.IN_REVIEW)
    with pytest.raises(DatabaseError, match="under review"), transaction.atomic():
        connection.cursor().execute("DELETE FROM catalogue_itemversion WHERE uid = %s", [uid])


def test_content_that_does_not_hold_together_is_not_published():
    published()
    uid = brought_to(Stage.PASSED, promise_day=99)
    with pytest.raises(errors.PublishingBlocked, match="承诺时限长于法定时限"):
        acts.publish_version(version_uid=uid, by=CHECKER, at=AT)
    assert version(uid).state == "passed"


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 0, 0, 5, tzinfo=SHANGHAI)


def test_a_version_with_a_future_date_becomes_current_on_its_day_and_not_before():
    first = published()
    uid = brought_to(Stage.PASSED, promise_day=6, handle_flow=SHORT_FLOW)
    day = TODAY + timedelta(days=3)
    acts.publish_version(version_uid=uid, by=CHECKER, at=AT, effective_on=day)
    assert queries.current(code=FOOD).id == first
    assert (promised(day - timedelta(days=1)), promised(day)) == ([7], [6])
    assert acts.turn_catalogue(at=at(day - timedelta(days=1))) == 0
    assert acts.turn_catalogue(at=at(day)) == 1
    assert acts.turn_catalogue(at=at(day)) == 0
    assert queries.current(code=FOOD).promised_days == 6
    assert [i.promised_days for i in queries.listed(codes=[FOOD]).values()] == [6]
    assert kinds()[-2:] == ["item_published", "item_took_effect"]


def test_a_new_item_with_a_future_date_is_found_only_from_its_day():
    day = TODAY + timedelta(days=1)
    acts.publish(content=content(plan_effective_date=day.isoformat()), by="system:test", at=AT)
    assert (queries.search(text="餐饮"), promised(TODAY), promised(day)) == ([], [], [7])
    assert acts.turn_catalogue(at=at(day)) == 1
    assert [hit.code for hit in queries.search(text="餐饮")] == [FOOD]


def test_a_version_with_a_cancelling_date_leaves_the_catalogue_that_day():
    published()
    uid = brought_to(Stage.PASSED, promise_day=6, handle_flow=SHORT_FLOW)
    day = TODAY + timedelta(days=30)
    acts.publish_version(version_uid=uid, by=CHECKER, at=AT, cancel_on=day)
    assert (promised(day - timedelta(days=1)), promised(day)) == ([6], [])
    assert acts.turn_catalogue(at=at(day)) == 1
    with pytest.raises(errors.NoSuchItem):
        queries.current(code=FOOD)
    assert kinds()[-1] == "item_turned"


@pytest.mark.parametrize(
    ("dates", "says"),
    [
        ({"effective_on": TODAY - timedelta(days=1)}, "生效日期不能早于 2026-03-02"),
        ({"effective_on": TODAY, "cancel_on": TODAY}, "计划取消日期不能早于 2026-03-03"),
    ],
)
def test_dates_that_cannot_be_are_refused(dates, says):
    published()
    uid = brought_to(Stage.PASSED)
    with pytest.raises(errors.EffectiveTooEarly, match=says):
        acts.publish_version(version_uid=uid, by=CHECKER, at=AT, **dates)


def test_a_paused_item_is_not_found_and_comes_back_when_resumed():
    published()
    acts.pause_item(item_code=FOOD, stop=Stop("系统升级"), by=COMPILER, at=AT)
    assert queries.search(text="餐饮") == []
    assert [each.paused for each in queries.in_force(region="", on=TODAY)] == [True]
    acts.resume_item(item_code=FOOD, by=CHECKER, at=later())
    assert [hit.code for hit in queries.search(text="餐饮")] == [FOOD]
    assert kinds()[-2:] == ["item_paused", "item_resumed"]


def test_a_pause_announced_for_later_begins_that_day_and_the_past_keeps_it():
    published()
    day = TODAY + timedelta(days=2)
    acts.pause_item(item_code=FOOD, stop=Stop("搬迁", day), by=COMPILER, at=AT)
    assert len(queries.search(text="餐饮")) == 1
    assert acts.turn_catalogue(at=at(day)) == 1
    assert queries.search(text="餐饮") == []
    acts.resume_item(item_code=FOOD, by=COMPILER, at=at(day + timedelta(days=2)))
    days = [TODAY, day, day + timedelta(days=1), day + timedelta(days=2)]
    assert [queries.in_force(region="", on=d)[0].paused for d in days] == [False, True, True, False]


def test_publishing_while_paused_does_not_resume():
    published()
    acts.pause_item(item_code=FOOD, stop=Stop("系统升级"), by=COMPILER, at=AT)
    brought_to(Stage.PUBLISHED, promise_day=6, handle_flow=SHORT_FLOW)
    assert models.Item.objects.get(code=FOOD).state == "2"


def test_a_cancelled_item_is_gone_for_good():
    published()
    day = TODAY + timedelta(days=1)
    event = acts.cancel_item(item_code=FOOD, stop=Stop("依据废止", day), by=COMPILER, at=AT)
    assert (event.since, event.reason) == (day, "依据废止")
    with pytest.raises(errors.WrongStage, match="已定于"):
        acts.cancel_item(item_code=FOOD, stop=Stop("再取消"), by=COMPILER, at=AT)
    acts.turn_catalogue(at=at(day))
    for again in (acts.resume_item, acts.start_revision):
        with pytest.raises(errors.WrongStage, match="取消"):
            again(item_code=FOOD, by=COMPILER, at=at(day))


@pytest.mark.parametrize("act", [acts.pause_item, acts.cancel_item])
@pytest.mark.parametrize(
    ("stop", "refusal"),
    [
        (Stop("  "), errors.ReasonsMissing),
        (Stop("原因", TODAY - timedelta(days=1)), errors.EffectiveTooEarly),
    ],
)
def test_stopping_needs_a_reason_and_a_day_that_is_not_over(act, stop, refusal):
    published()
    with pytest.raises(refusal):
        act(item_code=FOOD, stop=stop, by=COMPILER, at=AT)


@pytest.mark.parametrize("uid", ["", "没有", "00000000-0000-0000-0000-000000000000"])
def test_a_version_that_nobody_knows_does_not_exist(uid):
    with pytest.raises(errors.NoSuchVersion):
        acts.pass_review(version_uid=uid, by=CHECKER, at=AT)


def test_the_catalogue_of_a_region_is_that_of_the_region_and_below():
    published()
    for region, found in (("990102000000", 1), ("990100000000", 1), ("990122000000", 0), ("", 1)):
        assert len(queries.in_force(region=region, on=TODAY)) == found

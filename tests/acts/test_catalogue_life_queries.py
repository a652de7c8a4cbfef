"""编制与审核的清单：归他管的、走到哪一步；各单位的进度与一条平常的 SQL 数的相同。"""

from datetime import timedelta

import pytest
from django.db import connection

from tests.factories.catalogue import AT, BY, FOOD, content, rows
from tests.factories.catalogue_life import CHECKER, COMPILER, STRANGER, brought_to, published, version
from tongban.rooms.catalogue import acts, errors, models, queries
from tongban.rooms.catalogue.queries import LifeFilter
from tongban.rooms.catalogue.rules.directory import line_of
from tongban.rooms.catalogue.words import LifeAct, Progress, Stage, Stop

pytestmark = pytest.mark.django_db
# Each figure counted on its own, from the tables and nothing else.
ORACLE = """
    SELECT i.department,
        count(*) FILTER (WHERE NOT (i.state = '3' AND NOT EXISTS (SELECT FROM catalogue_itemversion d
            WHERE d.item_id = i.id AND d.state <> 'published'))),
        count(i.claimed_id),
        (SELECT count(*) FROM catalogue_itemversion d JOIN catalogue_item j ON j.id = d.item_id
            WHERE j.department = i.department AND d.state IN ('draft', 'sent_back')),
        (SELECT count(*) FROM catalogue_itemversion d JOIN catalogue_item j ON j.id = d.item_id
            WHERE j.department = i.department AND d.state = 'in_review'),
        (SELECT count(*) FROM catalogue_itemversion d JOIN catalogue_item j ON j.id = d.item_id
            WHERE j.department = i.department AND d.state = 'passed'),
        (SELECT count(*) FROM catalogue_item j WHERE j.department = i.department AND j.state = '1'
            AND j.current_version_id IS NOT NULL),
        (SELECT count(*) FROM catalogue_item j WHERE j.department = i.department AND j.state = '2')
    FROM catalogue_item i GROUP BY i.department ORDER BY count(*) DESC, i.department
"""


def oracle() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(ORACLE)
        return cursor.fetchall()


def progress() -> list[tuple[object, ...]]:
    return [
        (u.department, u.items, u.claimed, u.drafting, u.submitted, u.passed, u.published, u.paused)
        for u in queries.unit_progress(by=COMPILER)
    ]


def test_the_progress_of_units_is_what_plain_sql_counts():
    acts.publish_all(by=BY, at=AT)
    models.keep_lines([line_of(content())])
    models.claim_all([FOOD])
    codes = list(models.Item.objects.exclude(code=FOOD).order_by("code").values_list("code", flat=True)[:4])
    acts.pause_item(item_code=codes[0], stop=Stop("搬迁"), by=COMPILER, at=AT)
    acts.cancel_item(item_code=codes[1], stop=Stop("废止"), by=COMPILER, at=AT)
    acts.start_revision(item_code=codes[2], by=COMPILER, at=AT)
    uid = acts.start_revision(item_code=codes[3], by=COMPILER, at=AT).version_uid
    acts.submit_for_review(version_uid=uid, based_on=1, by=COMPILER, at=AT)
    brought_to(Stage.PASSED)
    assert progress() == oracle()
    assert sum(u.items for u in queries.unit_progress(by=COMPILER)) == models.Item.objects.count() - 1


@pytest.mark.parametrize(
    ("stage", "shown"),
    [
        (Stage.DRAFT, Progress.DRAFT),
        (Stage.IN_REVIEW, Progress.IN_REVIEW),
        (Stage.SENT_BACK, Progress.SENT_BACK),
        (Stage.PASSED, Progress.PASSED),
        (Stage.PUBLISHED, Progress.IN_FORCE),
    ],
)
def test_a_line_says_where_an_item_stands(stage, shown):
    published()
    uid = brought_to(stage)
    [line] = queries.life_list(by=COMPILER).lines
    assert (line.code, line.progress, line.number) == (FOOD, shown, 2 if stage is Stage.PUBLISHED else 1)
    assert line.draft_uid == ("" if stage is Stage.PUBLISHED else uid)
    assert queries.life_list(by=COMPILER, wanted=LifeFilter(progress=shown)).lines == (line,)
    other = Progress.CANCELLED
    assert queries.life_list(by=COMPILER, wanted=LifeFilter(progress=other)).lines == ()


def test_what_waits_for_its_day_is_pending():
    published()
    uid = brought_to(Stage.PASSED)
    acts.publish_version(version_uid=uid, by=CHECKER, at=AT, effective_on=AT.date() + timedelta(days=1))
    assert [line.progress for line in queries.life_list(by=COMPILER).lines] == [Progress.PENDING]


def test_the_list_is_read_page_by_page_in_one_statement_each(django_assert_num_queries):
    acts.publish_all(by=BY, at=AT)
    seen, after = [], ""
    while True:
        with django_assert_num_queries(1):
            page = queries.life_list(by=COMPILER, after=after, limit=7)
        seen += [line.code for line in page.lines]
        if not (after := page.after):
            break
    assert seen == list(models.Item.objects.order_by("name", "id").values_list("code", flat=True))


@pytest.mark.parametrize("asked", ["食品经营", FOOD, "  食品经营 "])
def test_an_item_is_found_by_its_name_or_its_code(asked):
    published()
    assert len(queries.life_list(by=COMPILER, wanted=LifeFilter(asked=asked)).lines) == 1
    assert queries.life_list(by=COMPILER, wanted=LifeFilter(asked="%")).lines == ()


def test_what_is_not_his_is_as_if_it_were_not_there():
    published()
    uid = brought_to(Stage.DRAFT)
    assert queries.life_list(by=STRANGER).lines == ()
    assert queries.unit_progress(by=STRANGER) == []
    with pytest.raises(errors.NoSuchItem):
        queries.item_life(item_code=FOOD, by=STRANGER)
    for unknown in (uid, "x", ""):
        with pytest.raises(errors.NoSuchVersion):
            queries.version_life(version_uid=unknown, by=STRANGER)


def test_an_item_that_was_only_imported_is_seen_by_who_manages_the_whole_region():
    acts.import_items(
        rows=rows(
            {
                "department": "区局",
                "name": "只有名称的事项",
                "item_code": "X-1",
                "task_type": "1",
                "area_code": "990102000000",
            }
        ),
        by=BY,
        at=AT,
    )
    assert [line.code for line in queries.life_list(by=COMPILER).lines] == ["X-1"]


def test_the_page_of_an_item_tells_its_versions_and_what_may_be_done():
    published()
    life = queries.item_life(item_code=FOOD, by=COMPILER)
    assert life.may == {LifeAct.START, LifeAct.PAUSE, LifeAct.CANCEL}
    uid = brought_to(Stage.IN_REVIEW, promise_day=6)
    life = queries.item_life(item_code=FOOD, by=COMPILER)
    assert [(v.number, v.stage, v.current) for v in life.versions] == [
        (None, Stage.IN_REVIEW, False),
        (1, Stage.PUBLISHED, True),
    ]
    assert life.draft is not None and life.draft.uid == uid
    assert life.may == {LifeAct.PAUSE, LifeAct.CANCEL}
    assert queries.version_life(version_uid=uid, by=COMPILER).may == {LifeAct.TAKE_BACK}
    assert queries.version_life(version_uid=uid, by=CHECKER).may == {
        LifeAct.TAKE_BACK,
        LifeAct.PASS,
        LifeAct.SEND_BACK,
    }
    assert version(uid).based_on_id == queries.version_life(version_uid=uid, by=CHECKER).base.id

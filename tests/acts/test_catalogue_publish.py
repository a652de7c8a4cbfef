"""发布：新内容是新的一版，旧版永不再变；同样的内容发布两次等于一次。"""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories.catalogue import AT, BY, FOOD, bare, content, rows
from tongban.foundation import database
from tongban.rooms.catalogue import acts, models, queries
from tongban.rooms.catalogue.errors import ContentInvalid, NoSuchItem
from tongban.rooms.catalogue.events import ItemPublished
from tongban.rooms.catalogue.queries import searching
from tongban.rooms.catalogue.words import ShelfKind
from tongban.rooms.journal import queries as journal

pytestmark = pytest.mark.django_db


def publish(key: str = "food_service_licence", **changes: object) -> ItemPublished | None:
    return acts.publish(content=content(key, **changes), by=BY, at=AT)


def test_publishing_makes_a_version_and_says_so():
    event = publish()
    version = queries.current(code=FOOD)
    assert event == ItemPublished(
        item_code=FOOD,
        version_id=version.id,
        number=1,
        name="食品经营许可（餐饮服务经营者新办）",
        region="990102000000",
        department_code="11990102MB0000019H",
        effective_on=date(2024, 1, 1),
        by=BY,
        at=AT,
    )
    assert [e.kind for e in journal.stream(name=f"item:{FOOD}")] == ["catalogue.item_published"]


def test_the_same_content_twice_is_one_version():
    publish()
    assert publish() is None
    assert models.ItemVersion.objects.count() == 1


def test_new_content_is_a_new_version_and_the_old_one_stays_for_its_cases():
    first = publish()
    second = publish(promise_day=6, handle_flow=[])
    assert (second.number, queries.current(code=FOOD).promised_days) == (2, 6)
    assert queries.version(version_id=first.version_id).promised_days == 7
    assert [item.promised_days for item in queries.listed(codes=[FOOD]).values()] == [6]


@pytest.mark.parametrize(
    "change", ["UPDATE catalogue_itemversion SET content = '{}'", "DELETE FROM catalogue_itemversion"]
)
@pytest.mark.parametrize("owner", [False, True])
def test_a_published_version_cannot_be_changed_by_plain_sql_not_even_by_the_owner(change, owner):
    publish()
    if owner:
        with database.as_owner():
            refused(change)
    else:
        refused(change)
    assert queries.current(code=FOOD).name == "食品经营许可（餐饮服务经营者新办）"


def refused(change: str) -> None:
    with pytest.raises(DatabaseError, match="published item version"), transaction.atomic():
        connection.cursor().execute(change)


def test_a_draft_can_be_changed_until_it_is_published():
    publish()
    item = models.Item.objects.get(code=FOOD)
    draft = models.ItemVersion.objects.create(item=item, state="draft", content={})
    models.ItemVersion.objects.filter(pk=draft.pk).update(content={"task_name": "改"})
    with pytest.raises(NoSuchItem):
        queries.version(version_id=draft.pk)
    draft.delete()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"promise_day": 99}, "承诺时限长于法定时限"),
        ({"task_type": "99"}, "要素缺失或者写法不对"),
        ({"dept_name": None, "materials": 5}, "要素缺失或者写法不对"),
        ({"form": [{"section": "一", "fields": [{"name": "a"}]}]}, "要素缺失或者写法不对"),
    ],
)
def test_content_that_does_not_hold_together_is_refused_and_leaves_nothing(changes, says):
    with pytest.raises(ContentInvalid, match=says):
        publish(**changes)
    assert (models.Item.objects.count(), models.ItemVersion.objects.count()) == (0, 0)


def test_an_item_that_nobody_knows_or_that_was_cancelled_does_not_exist():
    publish(task_state=3)
    for code in (FOOD, "没有", "'; drop"):
        with pytest.raises(NoSuchItem):
            queries.current(code=code)
    with pytest.raises(NoSuchItem):
        queries.version(version_id=0)


def test_a_version_is_read_once_and_the_pointer_costs_one_statement(django_assert_num_queries):
    event = publish()
    with django_assert_num_queries(2):
        version = queries.current(code=FOOD)
    with django_assert_num_queries(1):
        assert queries.current(code=FOOD) is version
    with django_assert_num_queries(0):
        assert queries.version(version_id=event.version_id) is version


def test_publishing_costs_a_fixed_number_of_statements(django_assert_num_queries):
    with django_assert_num_queries(
        9
    ):  # savepoint, lock, current, licence list, items, pointer, search row, event, release
        publish()


def test_all_the_items_written_out_are_published_once():
    first = acts.publish_all(by=BY, at=AT)
    assert len(first) == len(queries.published_content()) >= 30
    assert acts.publish_all(by=BY, at=AT) == []


def test_what_is_published_can_be_found_at_once(django_assert_num_queries):
    acts.publish_all(by=BY, at=AT)
    searching._read_lexicon()
    with django_assert_num_queries(1):
        hits = queries.search(text="开个小饭馆要办什么")
    assert (hits[0].name, hits[0].code, hits[0].promised_days) == (
        "食品经营许可（餐饮服务经营者新办）",
        FOOD,
        7,
    )
    assert queries.suggest(text="canyin")[0].code == FOOD


def test_what_is_paused_or_of_another_region_is_not_found():
    publish()
    assert [hit.code for hit in queries.search(text="餐饮", region="990102")] == [FOOD]
    assert queries.search(text="餐饮", region="511602000000") == []
    publish(task_state=2)
    assert queries.search(text="餐饮") == []


@pytest.mark.parametrize(
    "text",
    ["", "   ", "'", "\\", "' | 'a", "!!", "\x00", "🍜", "a" * 10_000, "我要办的吗", "%", "餐饮' & !'x"],
)
def test_any_text_may_be_searched_for(text):
    publish()
    assert all(hit.code == FOOD for hit in queries.search(text=text) + queries.search(text=text, limit=-1))
    assert all(s.code == FOOD for s in queries.suggest(text=text))


def test_shelves_count_what_stands_on_them(django_assert_num_queries):
    publish()
    publish("individual_business")
    shelves = {(s.kind, s.key): s.items for s in queries.shelves()}
    assert (
        shelves[ShelfKind.LIFE_EVENT, "开店"]
        == models.Item.objects.filter(shelves__contains=["life_event:开店"]).count()
    )
    with django_assert_num_queries(1):
        queries.shelves()


def test_a_shelf_is_read_page_by_page_to_its_end(django_assert_num_queries):
    acts.publish_all(by=BY, at=AT)
    seen, after = [], ""
    while True:
        with django_assert_num_queries(1):
            page = queries.on_shelf(kind=ShelfKind.TARGET, key="person", after=after, limit=7)
        seen += [item.code for item in page.items]
        if not (after := page.after):
            break
    expected = models.Item.objects.filter(shelves__contains=["target:person"]).order_by(
        "guide_incomplete", "name", "id"
    )
    assert seen == list(expected.values_list("code", flat=True))


@pytest.mark.parametrize(
    "after", ["x", "[]", "[1]", '[true,"a","b"]', "{}", '[false,"\\u0000",99999999999999999999999]']
)
def test_a_page_mark_that_somebody_made_up_does_no_harm(after):
    publish()
    assert len(queries.on_shelf(kind=ShelfKind.LIFE_EVENT, key="开店", after=after).items) in (0, 1)


def test_items_written_out_come_before_bare_ones():
    publish()
    acts.import_items(rows=rows(bare(name="一个只有名称的事项")), by=BY, at=AT)
    page = queries.on_shelf(kind=ShelfKind.TARGET, key="enterprise")
    assert [item.guide_incomplete for item in page.items] == [False, True]


def test_a_new_dictionary_has_the_search_rows_made_again():
    publish()
    models.Search.objects.update(dictionary=0, tokens="")
    assert queries.search(text="餐饮") == []
    assert (acts.freshen_search(), acts.freshen_search()) == (1, 0)
    assert [hit.code for hit in queries.search(text="餐饮")] == [FOOD]

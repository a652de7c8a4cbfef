"""行政许可事项清单：整版公布，公布了就不再改；清单之外的行政许可不得发布，规则和数据库各有一道关。"""

from datetime import date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories import catalogue as sample
from tests.factories import powers
from tests.factories.powers import AT, BY, COUNTY, FOOD_NO, a_list, next_list, publish, without
from tongban.foundation import database
from tongban.foundation.clock import SHANGHAI
from tongban.rooms.catalogue import acts, models, queries
from tongban.rooms.catalogue.errors import LicenceListInvalid, NoSuchLicenceList, NotOnLicenceList
from tongban.rooms.catalogue.words import FindingKind, SetLevel
from tongban.rooms.journal import queries as journal

pytestmark = pytest.mark.django_db
MAY = datetime(2026, 5, 4, 9, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _district() -> None:
    powers.district()


def published_food(at: datetime = AT, **changes: object) -> object:
    content = sample.content(**{"licence_no": FOOD_NO, **changes})
    return acts.publish(content=content, by=BY, at=at)


def by_plain_sql(statement: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def test_a_list_is_published_whole_and_witnessed_once():
    event = publish()
    assert (event.version, event.central, event.local, event.added) == (1, 2, 1, ("037", "131", "250"))
    assert publish() is None
    kinds = [each.kind for each in journal.stream(name=f"licence_list:{COUNTY}")]
    assert kinds == ["catalogue.licence_list_published"]


def test_the_list_in_force_is_that_of_the_day():
    publish()
    publish(next_list())
    with pytest.raises(NoSuchLicenceList):
        queries.licence_list(region=COUNTY, on=date(2026, 1, 31))
    found = [queries.licence_list(region=COUNTY, on=day) for day in (date(2026, 4, 30), date(2026, 5, 1))]
    assert [(each.version, len(each.entries)) for each in found] == [(1, 3), (2, 2)]
    assert found[0] == a_list(version=1)


def test_the_counts_by_setting_level_are_those_of_plain_sql():
    publish()
    publish(next_list())
    counted = by_plain_sql(
        "SELECT l.version, e.set_level, count(*) FROM catalogue_licencelistentry e"
        " JOIN catalogue_licencelist l ON l.id = e.licence_list_id GROUP BY 1, 2 ORDER BY 1, 2"
    )
    assert counted == [(1, "central", 2), (1, "local", 1), (2, "central", 1), (2, "local", 1)]
    listed = {
        each.version: (each.central, each.local, each.total) for each in queries.licence_lists(region=COUNTY)
    }
    assert listed == {1: (2, 1, 3), 2: (1, 1, 2)}
    current = queries.licence_list(region=COUNTY, on=MAY.date())
    assert [current.counted(level) for level in SetLevel] == [1, 1]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"entries": ()}, "一项也没有"),
        ({"issued_by": ()}, "没有写发文机关"),
        ({"document_no": " "}, "没有写文号"),
        ({"effective_on": date(2026, 1, 1)}, "施行日期早于公布日期"),
        ({"entries": powers.ENTRIES + powers.ENTRIES[:1]}, "编号037写了两次"),
    ],
)
def test_a_list_that_is_not_in_order_is_refused_whole(changes, says):
    with pytest.raises(LicenceListInvalid, match=says):
        publish(a_list(**changes))
    assert models.PublishedLicenceList.objects.count() == 0


def test_an_entry_that_is_not_in_order_is_named_by_its_number():
    entry = powers.ENTRIES[0].__class__("37", "", SetLevel.LOCAL, "nobody", "", (" ",))
    with pytest.raises(LicenceListInvalid) as refused:
        publish(a_list(entries=(entry,)))
    assert str(refused.value) == (
        "这一版清单还不能公布：编号37：编号应为三位或者四位数字；编号37：事项名称应有1到200个字；"
        "编号37：没有主管部门“nobody”；编号37：没有写实施机关；编号37：没有写设定和实施依据"
    )


def test_a_number_that_was_taken_off_is_not_given_to_another_matter():
    publish()
    publish(next_list())
    stranger = powers.ENTRIES[0].__class__(
        FOOD_NO, "别的许可", SetLevel.LOCAL, "market", "X区行政审批局", ("某条例",)
    )
    third = {"document_no": "X政办发〔2026〕20号", "effective_on": date(2026, 6, 1)}
    with pytest.raises(LicenceListInvalid, match="原属已取消的“食品经营许可”，不能改派"):
        publish(next_list(entries=(stranger,), **third))
    assert publish(next_list(entries=powers.ENTRIES, **third)).added == (FOOD_NO,)


def test_one_document_number_publishes_one_list():
    publish()
    with pytest.raises(LicenceListInvalid, match="已经公布过，内容与这一份不同"):
        publish(a_list(entries=without("250")))


def test_a_later_list_takes_effect_later():
    publish()
    with pytest.raises(LicenceListInvalid, match="应当晚于上一版"):
        publish(a_list(document_no="X政办发〔2026〕2号"))


@pytest.mark.parametrize(
    "breach",
    [
        "UPDATE catalogue_licencelist SET title = 'x'",
        "DELETE FROM catalogue_licencelistentry",
        "UPDATE catalogue_licencelistentry SET no = '999'",
        "INSERT INTO catalogue_licencelistentry (licence_list_id, no, position, name, set_level, department, organ, basis)"
        " SELECT id, '999', 4, 'x', 'local', 'city', 'x', '[]' FROM catalogue_licencelist",
    ],
)
@pytest.mark.django_db(transaction=True)
def test_a_published_list_is_never_changed_not_even_by_the_owner(breach):
    publish()
    for guard in (database.as_owner,):
        with pytest.raises(DatabaseError), guard(), transaction.atomic():
            by_plain_sql(breach + " RETURNING id")
    assert queries.licence_list(region=COUNTY, on=MAY.date()) == a_list(version=1)


def test_a_licence_on_the_list_is_published():
    publish()
    assert published_food().number == 1


@pytest.mark.parametrize("number", ["132", "", None])
def test_a_licence_off_the_list_is_not_published(number):
    publish()
    with pytest.raises(NotOnLicenceList) as refused:
        published_food(licence_no=number)
    assert "不在本区现行的行政许可事项清单上，不得发布" in str(refused.value)
    assert models.Item.objects.count() == 0


def test_a_licence_off_the_list_is_not_published_by_plain_sql():
    publish()
    published_food()
    insert = (
        "INSERT INTO catalogue_itemversion"
        " (item_id, number, state, content, published_at, published_by, effective_on)"
        " SELECT item_id, 2, %s, jsonb_set(content, '{licence_no}', %s), %s, 'officer:1', effective_on"
        " FROM catalogue_itemversion WHERE number = 1 RETURNING id"
    )
    with pytest.raises(DatabaseError, match="not on the licence list"), transaction.atomic():
        by_plain_sql(insert, "published", '"999"', AT)
    with pytest.raises(DatabaseError, match="not on the licence list"), transaction.atomic():
        by_plain_sql(insert, "published", "null", AT)
    assert len(by_plain_sql(insert, "draft", '"999"', AT)) == 1
    with pytest.raises(DatabaseError, match="not on the licence list"), transaction.atomic():
        by_plain_sql("UPDATE catalogue_itemversion SET state = 'published' WHERE number = 2 RETURNING id")
    assert len(by_plain_sql(insert.replace(" 2,", " 3,"), "published", f'"{FOOD_NO}"', AT)) == 1


def test_a_list_that_is_not_yet_in_force_is_no_gate_and_the_gate_falls_on_its_day():
    publish()
    publish(next_list())
    assert published_food(AT).number == 1
    with pytest.raises(NotOnLicenceList):
        published_food(MAY, plain_words="改了一句话。")


def test_a_region_without_a_list_has_no_gate():
    assert published_food(licence_no="999").number == 1
    publish()
    elsewhere = published_food(
        licence_no=None, region="990101000000", task_handle_item="11990102MB0000019H499013100100109"
    )
    assert elsewhere.number == 1


def test_what_is_no_licence_needs_no_list():
    publish()
    assert published_food(task_type="20", licence_no=None).number == 1


def test_an_imported_licence_off_the_list_goes_to_quarantine_and_the_rest_comes_in():
    publish()
    rows = sample.rows(
        sample.bare(area_code="990102000000", name="无据审批", item_code="自编-1"),
        sample.bare(area_code="990102000000", name="公共服务", item_code="自编-2", task_type="20"),
        sample.bare(name="别区的许可", item_code="自编-3"),
    )
    report = acts.import_items(rows=rows, by=BY, at=AT)
    assert (report.imported, report.quarantined) == (2, 1)
    assert [(reason.kind, reason.row) for reason in report.reasons] == [(FindingKind.OFF_LIST, 1)]


def test_the_cached_answer_is_that_of_the_database_function(django_assert_num_queries):
    published_food()
    version = queries.current(code=sample.FOOD)
    publish()
    publish(next_list())
    edition = by_plain_sql(queries.LICENCE_EDITION)[0][0]
    for day in (date(2026, 1, 31), date(2026, 2, 1), date(2026, 4, 30), date(2026, 5, 1), date(2027, 1, 1)):
        told = queries.on_licence_list(version=version, on=day, edition_no=edition)
        assert by_plain_sql("SELECT catalogue_on_licence_list(%s, %s)", version.id, day) == [(told,)]
    with django_assert_num_queries(0):
        queries.on_licence_list(version=version, on=MAY.date(), edition_no=edition)

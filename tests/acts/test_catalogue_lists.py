"""公布清单：一份清单一个事务、一件留痕；公布即定，库里也改不动；某一天有效的由生效日和有效期说了算。"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.factories.catalogue import AT, BY, content
from tests.factories.organisation import load_district
from tongban.foundation import database
from tongban.rooms.catalogue import acts, models, queries
from tongban.rooms.catalogue.errors import DocumentExists, ListUnsound, NoSuchList
from tongban.rooms.catalogue.events import AgreementSigned, ListPublished
from tongban.rooms.catalogue.words import (
    AgreementEntry,
    AgreementTerms,
    Coverage,
    CrossMode,
    DutyEntry,
    ListHead,
    ListKind,
    NegativeEntry,
    ToleranceEntry,
    TolerantMaterial,
)
from tongban.rooms.journal import queries as journal

pytestmark = pytest.mark.django_db

REGION = "990102000000"
DAY = date(2024, 6, 30)
LABOUR, HR, CARD = "990114002001", "990114003001", "992014001001"


@pytest.fixture(autouse=True)
def items() -> None:
    for key in ("labour_dispatch_licence", "hr_service_licence", "social_security_card"):
        acts.publish(content=content(key), by=BY, at=AT)


def head(kind: ListKind, number: int = 1, **changes: object) -> ListHead:
    made = ListHead(
        region=REGION,
        kind=kind,
        number=number,
        title=f"X区第{number}份{kind.zh}",
        document_no=f"X审发〔2024〕{number}号",
        issued_by=("X区行政审批局",),
        published_on=date(2024, 1, 2),
        effective_on=date(2024, 2, 1),
    )
    return replace(made, **changes)


def tolerate(
    number: int = 1, item: str = LABOUR, key: str = "facility_list", **changes: object
) -> ListPublished:
    entries = [ToleranceEntry(item, (TolerantMaterial(key),))]
    return acts.publish_tolerance(
        head=head(ListKind.TOLERANCE, number, **changes), entries=entries, by=BY, at=AT
    )


def sign(
    number: int = 1, partner: str = "990122000000", valid_to: date = date(2027, 1, 31), items=(LABOUR, CARD)
):
    terms = AgreementTerms(
        partner=partner,
        partner_name="X县",
        city=f"{partner[:4]}00000000",
        city_name="X市",
        signed_on=date(2024, 1, 2),
        valid_to=valid_to,
    )
    entries = [AgreementEntry(item, CrossMode.ONLINE) for item in items]
    return acts.sign_agreement(
        head=head(ListKind.AGREEMENT, number), terms=terms, entries=entries, by=BY, at=AT
    )


def office(number: int = 1, **offices: str) -> ListPublished:
    given = {LABOUR: "准入股", HR: "准入股", CARD: "政务股"} | offices
    entries = [DutyEntry(item, name) for item, name in given.items()]
    return acts.publish_duties(head=head(ListKind.DUTY, number), entries=entries, by=BY, at=AT)


def test_a_batch_is_published_with_its_event():
    assert tolerate() == ListPublished(
        region=REGION,
        list_kind="tolerance",
        number=1,
        title="X区第1份容缺受理事项清单",
        document_no="X审发〔2024〕1号",
        effective_on=date(2024, 2, 1),
        lines=1,
        by=BY,
        at=AT,
    )
    assert [e.kind for e in journal.stream(name=f"catalogue:{REGION}")] == ["catalogue.list_published"]
    line = models.ToleranceLine.objects.get()
    assert (line.item_name, line.materials) == (
        "劳务派遣经营许可（新办）",
        [{"key": "facility_list", "name": "办公设施设备和信息管理系统清单", "days": 5}],
    )


def test_an_agreement_is_signed_with_its_event():
    assert sign() == AgreementSigned(
        region=REGION,
        number=1,
        title="X区第1份跨域通办协议",
        document_no="X审发〔2024〕1号",
        partner="990122000000",
        effective_on=date(2024, 2, 1),
        valid_to=date(2027, 1, 31),
        lines=2,
        by=BY,
        at=AT,
    )
    assert [e.kind for e in journal.stream(name=f"catalogue:{REGION}")] == ["catalogue.agreement_signed"]


@pytest.mark.parametrize("changes", [{"number": 2}, {"document_no": "X审发〔2024〕2号"}])
def test_the_same_document_number_or_batch_is_refused_and_leaves_nothing(changes):
    tolerate()
    again = replace(head(ListKind.TOLERANCE), **changes)
    entries = [ToleranceEntry(HR, (TolerantMaterial("rules"),))]
    with pytest.raises(DocumentExists):
        acts.publish_tolerance(head=again, entries=entries, by=BY, at=AT)
    assert models.ListDocument.objects.count() == models.ToleranceLine.objects.count() == 1


def test_what_a_rule_refuses_leaves_nothing():
    with pytest.raises(ListUnsound, match="没有材料"):
        tolerate(key="没有")
    assert models.ListDocument.objects.count() == 0
    assert journal.stream(name=f"catalogue:{REGION}") == []


TABLES = ["listdocument", "toleranceline", "agreement", "agreementitem", "dutyline"]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", ["UPDATE catalogue_{} SET {} = {}", "DELETE FROM catalogue_{}"])
@pytest.mark.parametrize("owner", [False, True])
def test_a_published_list_cannot_be_changed_by_plain_sql_not_even_by_the_owner(table, change, owner):
    tolerate()
    sign()
    office()
    column = {"listdocument": "number", "agreement": "city"}.get(table, "place")
    statement = change.format(table, column, column)
    if owner:
        with database.as_owner(), pytest.raises(DatabaseError, match="published list"), transaction.atomic():
            connection.cursor().execute(statement)
    else:
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)


def test_the_database_takes_one_office_an_item_and_no_more():
    office()
    document = models.ListDocument.objects.get()
    with pytest.raises(IntegrityError, match="catalogue_dutyline_once"), transaction.atomic():
        models.DutyLine.objects.create(
            document=document,
            place=9,
            item_key=LABOUR,
            item_code="x",
            item_name="x",
            organ="x",
            office="另一个股",
        )


def test_every_item_has_one_office_and_a_new_item_is_told():
    office()
    assert queries.without_one_office(region=REGION, on=DAY) == []
    published = content("food_service_licence")
    acts.publish(content=published, by=BY, at=AT)
    assert queries.without_one_office(region=REGION, on=DAY) == [
        (published["task_handle_item"], "食品经营许可（餐饮服务经营者新办）", 0)
    ]


def test_batches_add_up_from_their_day_on():
    tolerate()
    tolerate(2, HR, "rules", effective_on=date(2024, 4, 1))
    counts = [
        queries.tolerance_counts(region=REGION, on=on)
        for on in (date(2024, 1, 31), date(2024, 2, 1), date(2024, 3, 31), DAY)
    ]
    assert counts == [(0, 0), (1, 1), (1, 1), (2, 2)]


def test_an_item_in_two_batches_is_one_item():
    tolerate()
    tolerate(2)
    assert queries.tolerance_counts(region=REGION, on=DAY) == (2, 1)


def test_agreement_items_are_summed_and_the_distinct_number_stands_beside():
    sign()
    sign(2, partner="990221000000", items=(LABOUR,))
    sign(3, partner="990222000000", items=(LABOUR, HR))
    found = queries.agreement_counts(region=REGION, on=DAY)
    cursor = connection.cursor()
    cursor.execute("SELECT count(*), count(DISTINCT item_key) FROM catalogue_agreementitem")
    assert (found.items_total, found.items_distinct) == cursor.fetchone() == (5, 3)
    assert (found.in_city_partners, found.out_of_city_partners, found.out_of_city_cities) == (1, 2, 1)


def test_an_agreement_counts_until_its_last_day():
    sign(valid_to=DAY)
    assert [
        queries.agreement_counts(region=REGION, on=DAY + timedelta(days=more)).agreements for more in (0, 1)
    ] == [1, 0]


def test_every_county_of_the_city_needs_an_agreement_with_all_frequent_items():
    load_district()
    frequent = head(ListKind.HIGH_FREQUENCY)
    acts.publish_high_frequency(head=frequent, items=[LABOUR, HR], by=BY, at=AT)
    counties = {c.county: c for c in queries.coverage(region=REGION, on=DAY)}
    names = ("劳务派遣经营许可（新办）", "人力资源服务许可（从事职业中介活动）")
    assert counties["990122000000"] == Coverage("990122000000", "X县", 0, names)
    sign()
    covered = {c.county: c for c in queries.coverage(region=REGION, on=DAY)}
    assert covered["990122000000"] == Coverage("990122000000", "X县", 1, names[1:])
    sign(2, items=(HR,))
    last = {c.county: c for c in queries.coverage(region=REGION, on=DAY)}["990122000000"]
    assert (last.agreements, last.missing, last.covered) == (2, (), True)


def test_a_new_negative_list_takes_the_place_of_the_old_one():
    entry = NegativeEntry(name="涉密审查", department="保密局", reason="涉密", handled_at="保密场所")
    acts.publish_negative(head=head(ListKind.NEGATIVE), entries=[entry], by=BY, at=AT)
    later = head(ListKind.NEGATIVE, 2, effective_on=date(2024, 5, 1))
    acts.publish_negative(head=later, entries=[entry], by=BY, at=AT)
    standing = {
        on: [(d.head.number, d.in_force) for d in queries.listed_documents(region=REGION, on=on)]
        for on in (date(2024, 4, 30), DAY)
    }
    assert standing == {date(2024, 4, 30): [(2, False), (1, True)], DAY: [(2, True), (1, False)]}


def test_a_list_that_nobody_published_does_not_exist():
    with pytest.raises(NoSuchList):
        queries.list_pdf(region=REGION, kind=ListKind.DUTY, number=1, at=AT)

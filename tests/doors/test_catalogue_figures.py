"""公布的清单人人看得到、下载得到；目录指标每个数点得到事项；后台看得到缺什么、记得下基线。"""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.acts.test_catalogue_lists import CARD, LABOUR, head
from tests.acts.test_list_books import FOOD_KEY as FOOD
from tests.doors.browser import DESK, Visit
from tests.doors.portal_visits import see
from tests.doors.test_authorisation_matrix import client_of
from tests.doors.test_every_door import faults_of, sign_in
from tests.factories import catalogue as factory
from tests.factories.organisation import COUNTY, load_district
from tongban.rooms.catalogue import acts, models, queries
from tongban.rooms.catalogue.words import (
    AgreementEntry,
    AgreementTerms,
    BundleEntry,
    CrossMode,
    DutyEntry,
    IntermediaryEntry,
    ListKind,
    NegativeEntry,
    RateKey,
    Subject,
    ToleranceEntry,
    TolerantMaterial,
)
from tongban.rooms.organisation.words import Role

pytestmark = pytest.mark.django_db(transaction=True)
Visitor = Callable[..., Visit]
LISTS = "/lists"
TOLERANCE = "/lists/990102/tolerance/1"
FIGURES = "/board/catalogue"


@pytest.fixture
def district() -> None:
    load_district()
    acts.publish_all(by=factory.BY, at=factory.AT)
    publish_lists()
    acts.load_baselines(region=COUNTY, by=factory.BY, at=factory.AT)


def publish_lists() -> None:
    """One list of each kind over the showpieces; the duty list names an office for every item."""
    codes = [each.code for each in queries.in_force(region=COUNTY, on=date(2026, 6, 30))]
    gap, frequent = ToleranceEntry(LABOUR, (TolerantMaterial("facility_list"),)), (LABOUR, CARD)
    terms = AgreementTerms(
        partner="990122000000",
        partner_name="X县",
        city="990100000000",
        city_name="X市",
        signed_on=date(2024, 1, 2),
        valid_to=date(2027, 1, 31),
    )
    closed = NegativeEntry("涉密场所审查", "X区行政审批局", "涉及国家秘密", "保密场所")
    assessed = IntermediaryEntry("安全评价", "X区应急管理局", "中华人民共和国安全生产法第三十二条")
    hire = BundleEntry("open", "开店用工一件事", Subject.ENTERPRISE, "X区行政审批局", (FOOD, LABOUR))
    for number, (kind, publish, given) in enumerate(
        [
            (ListKind.TOLERANCE, acts.publish_tolerance, {"entries": [gap]}),
            (ListKind.HIGH_FREQUENCY, acts.publish_high_frequency, {"items": list(frequent)}),
            (
                ListKind.AGREEMENT,
                acts.sign_agreement,
                {"terms": terms, "entries": [AgreementEntry(code, CrossMode.ONLINE) for code in frequent]},
            ),
            (ListKind.NEGATIVE, acts.publish_negative, {"entries": [closed]}),
            (ListKind.DUTY, acts.publish_duties, {"entries": [DutyEntry(code, "政务股") for code in codes]}),
            (ListKind.INTERMEDIARY, acts.publish_intermediaries, {"entries": [assessed]}),
            (ListKind.BUNDLE, acts.publish_bundles, {"entries": [hire]}),
        ],
        start=1,
    ):
        named = head(kind, document_no=f"X审发〔2024〕{number}号")
        publish(head=named, by=factory.BY, at=factory.AT, **given)


def test_every_published_list_is_read_and_downloaded_without_signing_in(district: None) -> None:
    page = see(Client().get(LISTS))
    documents = queries.listed_documents(on=date(2026, 6, 30))
    assert {d.head.kind for d in documents} == set(ListKind)
    for document in documents:
        address = f"{LISTS}/990102/{document.head.kind}/{document.head.number}"
        assert {address, f"{address}.pdf"} <= set(page.links)
        shown = see(Client().get(address))
        told = (document.head.title, document.head.document_no, *document.head.issued_by)
        assert [one for one in told if one not in shown.words] == []
        pdf = Client().get(f"{address}.pdf")
        text = "".join(one.extract_text() for one in PdfReader(BytesIO(pdf.content)).pages)
        assert [one for one in told if one not in text.replace("\n", "")] == []


def test_a_line_of_a_list_leads_to_its_guide(district: None) -> None:
    line = models.ToleranceLine.objects.filter(document__number=1).first()
    assert f"/items/{line.item_code}" in see(Client().get(TOLERANCE)).links


@pytest.mark.parametrize(
    "address",
    [
        f"{LISTS}/990102/none/1",
        f"{LISTS}/990102/duty/99",
        f"{LISTS}/990103/duty/1",
        f"{LISTS}/990102/duty/99.pdf",
    ],
)
def test_a_list_that_is_not_published_does_not_exist(address: str) -> None:
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("after", ["x", "-1", "999999999999", "²"])
def test_a_page_mark_that_somebody_made_up_does_no_harm(district: None, after: str) -> None:
    assert Client().get(TOLERANCE, {"after": after}).status_code == 200


def test_a_long_list_is_read_page_by_page(district: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongban.doors.portal.views.listing.ROWS", 10)
    kept, address = [], f"{LISTS}/990102/duty/1"
    while address:
        page = Client().get(address).content.decode()
        kept += re.findall(r'data-column="序号">(\d+)<', page)
        older = re.search(r'href="(\?after=\d+)" rel="next"', page)
        address = f"{LISTS}/990102/duty/1{older[1]}" if older else ""
    assert kept == [str(n) for n in range(1, models.DutyLine.objects.count() + 1)]


def leader() -> Client:
    return client_of(f"officer:{Role.LEADER}")


def test_every_figure_stands_with_its_fraction_its_definition_and_its_day(district: None) -> None:
    words = see(leader().get(FIGURES, {"on": "2026-06-30"})).words
    told = queries.headline(region=COUNTY, on=date(2026, 6, 30))
    expected = [
        part
        for one in (*told.rates, *told.reductions)
        for part in (one.key.zh, one.shown, one.of, one.definition)
    ]
    assert [one for one in expected if one not in words] == []
    assert "2026年6月30日" in words
    assert "≥" not in words


def test_a_figure_opens_into_its_items_and_into_the_rest(district: None) -> None:
    food = factory.content(
        online_handle_depth=[1], is_online=False, online_level="I", offline_reason="须当面指认"
    )
    acts.publish(content=food, by=factory.BY, at=factory.AT)
    rest = see(leader().get(f"{FIGURES}/{RateKey.ONLINE}", {"on": "2026-06-30", "part": "rest"}))
    assert [link for link in rest.links if link.startswith("/items/")] == [
        f"/items/{food['task_handle_item']}"
    ]
    assert "须当面指认" in rest.words
    inside = see(leader().get(f"{FIGURES}/{RateKey.ONLINE}", {"on": "2026-06-30"}))
    told = queries.headline(region=COUNTY, on=date(2026, 6, 30)).rate(RateKey.ONLINE)
    assert len([link for link in inside.links if link.startswith("/items/")]) == told.numerator


@pytest.mark.parametrize("address", [f"{FIGURES}/none", f"{FIGURES}/less_time"])
def test_a_figure_that_nobody_counts_does_not_exist(address: str) -> None:
    assert leader().get(address).status_code == 404


@pytest.mark.parametrize("on", ["", "gestern", "2026-02-30"])
def test_a_day_that_cannot_be_read_is_today(on: str) -> None:
    assert leader().get(FIGURES, {"on": on}).status_code == 200


def admin() -> Client:
    return client_of(f"officer:{Role.CATALOGUE_ADMIN}")


def test_a_baseline_is_taken_by_a_button_and_a_name_that_is_taken_is_told_and_kept(district: None) -> None:
    client = admin()
    assert client.post("/backstage/lists/baseline", {"name": "年中基线"}).status_code == 302
    assert models.Baseline.objects.filter(name="年中基线").count() == 1
    again = client.post("/backstage/lists/baseline", {"name": "年中基线"})
    page = see(again)
    assert (again.status_code, page.fields["name"]) == (409, ["年中基线"])
    assert "已经有一条叫“年中基线”的基线" in page.words
    assert "请给基线起个名字" in see(client.post("/backstage/lists/baseline", {"name": " "})).words


def test_the_administrator_sees_which_items_lack_an_office(district: None) -> None:
    assert "每个在用事项都有恰好一个责任科室" in see(admin().get("/backstage/lists")).words
    fresh = factory.content(
        task_handle_item="11990102MB0000019H499013199900101",
        catalog_code="990131999001",
        task_name="新设事项",
    )
    acts.publish(content=fresh, by=factory.BY, at=factory.AT)
    assert "新设事项" in see(admin().get("/backstage/lists")).words


@pytest.mark.browser
@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_the_pages_of_lists_and_figures_are_accessible(district: None, visitor: Visitor, mode: str) -> None:
    open_pages = [LISTS, TOLERANCE, f"{LISTS}/990102/agreement/1", f"{LISTS}/990102/bundle/1"]
    found = faults_of(visitor(size=DESK), open_pages, mode)
    visit = visitor(size=DESK)
    sign_in(visit, f"officer:{Role.CATALOGUE_ADMIN}")
    staff = [FIGURES, f"{FIGURES}/fully_online_rate?part=rest", f"{FIGURES}/less_steps", "/backstage/lists"]
    found |= faults_of(visit, staff, mode)
    assert [path for path in staff if visit.page.request.get(visit.origin + path).status != 200] == []
    assert found == {}

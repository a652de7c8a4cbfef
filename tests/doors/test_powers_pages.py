"""许可清单和划转的页面：人人看得到现行清单和每一条的办理项；后台逐行签收、登记编制、办结。"""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.doors.browser import DESK
from tests.doors.portal_visits import see
from tests.doors.test_authorisation_matrix import client_of
from tests.doors.test_every_door import faults_of, sign_in
from tests.factories import organisation as factory
from tests.factories import powers
from tests.factories.organisation import COUNTY
from tongban.rooms.catalogue import queries
from tongban.rooms.catalogue.words import BatchState, HandOverKind
from tongban.rooms.organisation import acts as organisation
from tongban.rooms.organisation import queries as organisations
from tongban.rooms.organisation.words import Role

pytestmark = pytest.mark.django_db(transaction=True)
BATCH = "/backstage/transfers/1"
MOVES = "/backstage/transfers/moves?no=1&department=market"
ADMIN = f"officer:{Role.CATALOGUE_ADMIN}"


@pytest.fixture(autouse=True)
def _district() -> None:
    powers.before_the_transfer()
    powers.plan()
    powers.switch()


def words_of(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).replace("\n", "")


def test_the_list_in_force_is_read_searched_and_printed_by_everybody():
    page = see(Client().get("/licence-list"))
    assert [
        word
        for word in ("X区行政许可事项清单（2026年版）", "中央设定 2", "地方设定 1", "户外广告设置许可")
        if word not in page.words
    ] == []
    assert f"/items/{powers.OLD.replace(powers.MARKET['dept_code'], powers.BUREAU_CODE)}" in page.links
    narrowed = see(Client().get("/licence-list?q=取水&level=central")).words
    assert ("找到 1 项" in narrowed, "户外广告设置许可" in narrowed) == (True, False)
    text = words_of(Client().get("/licence-list/990102/1.pdf").content)
    assert [
        w for w in ("X政办发〔2026〕1号", "本清单共3项，其中中央设定2项、地方设定1项") if w not in text
    ] == []
    assert Client().get("/licence-list/990102/9.pdf").status_code == 404


def test_the_transfers_are_read_and_printed_by_everybody():
    page = see(Client().get("/transfers"))
    assert [
        w
        for w in ("X区第一批行政许可事项划转方案", "中共X区委办公室、X区人民政府办公室", "已生效")
        if w not in page.words
    ] == []
    text = words_of(Client().get("/transfers/990102/1.pdf").content)
    assert [w for w in ("X办发〔2026〕3号", "食品经营许可", "谁受理谁办结") if w not in text] == []


def test_the_administrator_ticks_off_registers_posts_and_closes():
    client = client_of(ADMIN)
    refused = client.post(f"{BATCH}/do/close", follow=True)
    assert "交接清单还有6行没有办完" in see(refused).words
    posts = {"department": "market", "moved": "2", "document": "X编办发〔2026〕2号"}
    assert "缺口 1 名" in see(client.post(f"{BATCH}/do/posts", posts, follow=True)).words
    assert (
        "没有写核定文号"
        in see(client.post(f"{BATCH}/do/posts", {**posts, "document": ""}, follow=True)).words
    )
    for kind in HandOverKind:
        client.post(
            f"{BATCH}/do/tick", {"department": "market", "kind": kind.value, "done": "1", "says": "签收"}
        )
    client.post(f"{BATCH}/do/close")
    assert queries.transfer(region=COUNTY, no=1, on=date(2026, 12, 1)).state is BatchState.CLOSED
    assert "已办结" in see(client.get("/backstage/transfers")).words
    assert client.post(f"{BATCH}/do/nothing").status_code == 404


def to_be_moved():
    """Somebody established in the department that gives its duties up."""
    person = replace(factory.person("71", "罗文静"), department="market")
    organisation.register_officer(facts=person, password=None, by=factory.INSTALLER, at=factory.AT)


def test_an_officer_moves_with_the_duties_and_the_shortfall_is_seen():
    client = client_of(f"officer:{Role.SYSTEM_ADMIN}")
    to_be_moved()
    page = see(client.get(MOVES))
    assert page.faults == [] and "罗文静" in page.words
    none = client.post("/backstage/transfers/1/move", {"department": "market"}, follow=True)
    assert "请先选一个人" in see(none).words
    sent = {"department": "market", "staff_no": "71"}
    done = see(client.post("/backstage/transfers/1/move", sent, follow=True)).words
    assert "已调到承接机关" in done and "这个部门没有在编、在任的人可以调" in done
    [moved] = organisations.moved(ground="X办发〔2026〕3号")
    assert (moved.staff_no, moved.from_department, moved.to_department) == ("71", "market", "approval")
    again = see(client.post("/backstage/transfers/1/move", sent, follow=True)).words
    assert "该工作人员本来就在这个部门" in again
    assert client.get("/backstage/transfers/moves?no=9").status_code == 200


@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_the_pages_are_without_faults_in_both_versions(visitor, mode):
    visit = visitor(size=DESK)
    sign_in(visit, ADMIN)
    assert faults_of(visit, ["/licence-list", "/transfers", "/backstage/transfers", BATCH], mode) == {}


@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_the_page_of_who_moves_with_the_duties_is_without_fault_in_both_versions(visitor, mode):
    to_be_moved()
    visit = visitor(size=DESK)
    sign_in(visit, f"officer:{Role.SYSTEM_ADMIN}")
    assert faults_of(visit, [MOVES], mode) == {}

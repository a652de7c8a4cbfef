"""开放数据：已发布的目录，地址不变、可以缓存；某一天以来的变化；表格里没有公式。"""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.test import Client

from tests.factories.catalogue import AT, BY, FOOD, content
from tests.factories.catalogue_life import CHECKER, COMPILER, SHORT_FLOW, brought_to, published
from tongban.foundation import clock
from tongban.rooms.catalogue import acts, models, queries
from tongban.rooms.catalogue.words import Stage, Stop

pytestmark = pytest.mark.django_db
JSON, CSV = "/api/open/catalogue.json", "/api/open/catalogue.csv"


def asked(address: str, **params: str) -> dict[str, object]:
    answer = Client().get(address, params)
    assert answer.status_code == 200
    return json.loads(answer.content)  # type: ignore[no-any-return]


def table(**params: str) -> list[list[str]]:
    answer = Client().get(CSV, params)
    assert answer.content.startswith("\ufeff".encode())
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_what_is_in_force_is_given_with_its_public_elements_and_nothing_internal():
    published()
    [item] = asked(JSON)["items"]
    assert (item["code"], item["number"], item["effective_on"], item["paused"]) == (
        FOOD,
        1,
        "2024-01-01",
        False,
    )
    elements = item["elements"]
    assert elements["promise_day"] == 7
    assert set(elements) <= set(queries.open_columns())
    assert (
        "example" not in elements and "organ_short" not in elements and "key" not in elements["materials"][0]
    )
    assert asked(f"/api/open/catalogue/{FOOD}.json") == item


def test_neither_drafts_nor_what_is_gone_is_given():
    published()
    brought_to(Stage.PASSED, promise_day=6)
    assert [i["elements"]["promise_day"] for i in asked(JSON)["items"]] == [7]
    acts.cancel_item(item_code=FOOD, stop=Stop("废止"), by=COMPILER, at=clock.now())
    assert asked(JSON)["items"] == []
    for code in (FOOD, "没有", "%00x"):
        assert Client().get(f"/api/open/catalogue/{code}.json").status_code in (400, 404)


def test_pages_follow_one_another_to_the_end(monkeypatch):
    acts.publish_all(by=BY, at=AT)
    monkeypatch.setattr("tongban.doors.api.opening.JSON_PAGE", 10)
    seen, address = [], JSON
    while address:
        page = asked(address)
        seen += [item["code"] for item in page["items"]]
        address = page["next"]
    assert seen == sorted(models.Item.objects.values_list("code", flat=True))


def test_changes_since_a_day_are_told_in_their_order():
    published()
    on = AT.date() + timedelta(days=1)
    uid = brought_to(Stage.PASSED, promise_day=6, handle_flow=SHORT_FLOW)
    acts.publish_version(version_uid=uid, by=CHECKER, at=AT, effective_on=on)
    acts.pause_item(item_code=FOOD, stop=Stop("搬迁", on + timedelta(days=1)), by=COMPILER, at=AT)
    acts.cancel_item(item_code=FOOD, stop=Stop("废止", on + timedelta(days=9)), by=COMPILER, at=AT)
    told = [(c["change"], c["on"]) for c in asked(JSON, since="2024-01-01")["changes"]]
    assert told == [
        ("published", "2024-01-01"),
        ("changed", "2026-03-03"),
        ("paused", "2026-03-04"),
        ("cancelled", "2026-03-12"),
    ]
    assert [c["change"] for c in asked(JSON, since="2026-03-04")["changes"]] == ["paused", "cancelled"]
    assert [row[3] for row in table(since="2026-03-04")] == ["变化", "暂停", "取消"]
    assert queries.open_changes(since=AT.date(), on=on).changes == tuple(
        line for line in queries.open_changes(since=on, on=on).changes
    )


def test_changes_are_paged_by_their_place(monkeypatch):
    acts.publish_all(by=BY, at=AT)
    monkeypatch.setattr("tongban.doors.api.opening.JSON_PAGE", 10)
    seen, address = [], f"{JSON}?since=2024-01-01"
    while address:
        page = asked(address)
        seen += [change["code"] for change in page["changes"]]
        address = page["next"]
    assert seen == sorted(models.Item.objects.values_list("code", flat=True))


@pytest.mark.parametrize("since", ["昨天", "2024-13-01", ""])
def test_a_day_that_cannot_be_read_is_said_with_the_way_to_write_it(since):
    answer = Client().get(JSON, {"since": since})
    assert answer.status_code == 422
    assert "2026-01-31" in answer.content.decode()


def test_an_unchanged_catalogue_is_not_sent_twice_and_a_changed_one_is():
    published()
    first = Client().get(JSON)
    assert set(first["Cache-Control"].split(", ")) == {"public", "max-age=300"}
    again = Client().get(JSON, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    acts.publish(content=content(promise_day=6, handle_flow=SHORT_FLOW), by=BY, at=clock.now())
    assert Client().get(JSON, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("lead", ["=", "+", "-", "@"])
def test_no_cell_of_the_table_is_a_formula(lead):
    published(task_name=f"{lead}HYPERLINK(1)")
    head, row = table()
    assert row[head.index("事项名称")] == f"'{lead}HYPERLINK(1)"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_the_table_is_in_chinese_with_the_words_of_the_codes():
    published()
    head, row = table()
    told = dict(zip(head, row, strict=True))
    assert (told["事项类型"], told["办件类型"], told["是否收费"], told["版次"]) == (
        "行政许可",
        "承诺件",
        "否",
        "1",
    )
    assert content()["materials"][0]["material_name"] in told["申请材料"]


def test_the_addresses_are_explained_on_a_page():
    page = Client().get("/api/open").content.decode()
    assert all(address in page for address in (JSON, CSV, "since=", "业务办理项编码"))

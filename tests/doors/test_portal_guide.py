"""The guide before any login: everything on it, situations that shrink the materials, endings, the sheet of one page."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.doors.browser import Visit
from tests.doors.portal_visits import see
from tests.factories import catalogue as factory
from tongban.foundation.pages.context import district
from tongban.rooms.catalogue import acts, queries
from tongban.rooms.catalogue.queries.content import units
from tongban.rooms.catalogue.rules.reading import read_version

pytestmark = pytest.mark.django_db(transaction=True)
FOOD = f"/items/{factory.FOOD}"


def published(*keys: str) -> None:
    for key in keys or ("food_service_licence",):
        acts.publish(content=factory.content(key), by=factory.BY, at=factory.AT)


def code(key: str) -> str:
    return str(factory.content(key)["task_handle_item"])


def materials(page: Any) -> list[str]:
    text = page.content.decode()
    listed = text[
        text.index('class="material-list"') : text.index("</ol>", text.index('class="material-list"'))
    ]
    return [part.partition("</strong>")[0] for part in listed.split("<strong>")[1:]]


def test_the_guide_tells_everything_before_anybody_signs_in() -> None:
    published()
    words = see(Client().get(FOOD)).words
    told = (
        "承诺时限",
        "7个工作日",
        "法定",
        "材料",
        "费用",
        "不收费",
        "到现场",
        "到哪里办",
        "时间",
        "咨询",
    )
    more = (
        "什么样的可以办",
        "办理流程",
        "现场核查",
        "常见问题",
        "法律依据",
        "食品安全法",
        "不服怎么办",
        "60 日",
        "食品经营许可证",
    )
    assert [word for word in (*told, *more) if word not in words] == []


SIMPLE = {
    "s.high_risk_items": "no",
    "s.auto_machine": "no",
    "s.staff_hired": "no",
    "s.who_applies": "legal_person",
}


def counted(page: Any) -> tuple[str, str, int]:
    """What the tile says, what the heading says, and how many materials are listed."""
    text = page.content.decode()
    tile = text[text.index("<dt>材料</dt>") :].partition("<strong>")[2].partition("</strong>")[0]
    heading = text.partition('id="materials-title">')[2].partition("</h2>")[0]
    return tile, heading, len(materials(page))


def test_every_answer_shrinks_the_list_and_the_tile_counts_with_it() -> None:
    published()
    told = [dict(list(SIMPLE.items())[:n]) for n in range(5)]
    assert [counted(Client().get(FOOD, answers)) for answers in told] == [
        ("最多 9 份", "最多要 9 份材料，其中 5 份视情况", 9),
        ("最多 8 份", "最多要 8 份材料，其中 4 份视情况", 8),
        ("最多 7 份", "最多要 7 份材料，其中 3 份视情况", 7),
        ("最多 6 份", "最多要 6 份材料，其中 2 份视情况", 6),
        ("4 份", "按您的情况，材料 4 份", 4),
    ]


def test_no_answer_of_any_item_makes_its_list_longer_and_all_answers_settle_it() -> None:
    for content in queries.published_content():
        version = read_version(content)
        answers: dict[str, Any] = {}
        before = set(queries.possible_materials(version, answers))
        for question in version.situations:
            for option in question.options:
                one = (option.key,) if question.many else option.key
                assert set(queries.possible_materials(version, answers | {question.key: one})) <= before
            first = question.options[0].key
            answers[question.key] = (first,) if question.many else first
            before = set(queries.possible_materials(version, answers))
        assert before == set(queries.required_materials(version, answers))


def test_what_hangs_on_an_open_question_is_marked() -> None:
    published()
    listed = Client().get(FOOD).content.decode().partition('class="material-list"')[2].partition("</ol>")[0]
    named = {one.partition("</strong>")[0]: "视情况" in one for one in listed.split("<strong>")[1:]}
    assert [name for name, hangs in named.items() if not hangs] == [
        "食品经营许可申请书",
        "营业执照",
        "经营场所布局和设备设施、操作流程文件",
        "食品安全规章制度目录清单",
    ]
    assert sum(named.values()) == 5


def test_the_part_that_changes_can_be_asked_for_alone() -> None:
    published()
    whole = {"s.high_risk_items": "yes"}
    part = Client().get(FOOD, whole | {"part": "answer"})
    assert counted(part) == counted(Client().get(FOOD, whole))
    assert b"<html" not in part.content


def test_answers_that_are_no_options_are_not_heard() -> None:
    published()
    asked = {"s.high_risk_items": "<b>", "s.nothing": "yes", "x": "y"}
    assert materials(Client().get(FOOD, asked)) == materials(Client().get(FOOD))


def test_who_need_not_apply_is_told_where_to_go_and_gets_no_button() -> None:
    published("marriage_registration")
    address = f"/items/{code('marriage_registration')}"
    ending = next(
        (q.key, o.key, o.ends)
        for q in queries.current(code=code("marriage_registration")).situations
        for o in q.options
        if o.ends
    )
    page = see(Client().get(address, {f"s.{ending[0]}": ending[1]}))
    assert ending[2] in page.words
    assert "登录后在线办理" not in page.words


def test_a_bare_item_says_that_its_guide_is_not_finished() -> None:
    acts.import_items(rows=factory.rows(factory.bare()), region="511602000000", by=factory.BY, at=factory.AT)
    page = see(Client().get(f"/items/{factory.bare()['item_code']}"))
    assert "指南还在完善" in page.words
    assert "申请书" in page.words


def test_a_guide_costs_one_statement_once_its_version_is_known(django_assert_num_queries) -> None:
    published()
    Client().get(FOOD)
    with django_assert_num_queries(1):
        Client().get(FOOD)


def test_the_sheet_repeats_the_questions_with_the_answers_and_has_the_standards() -> None:
    published()
    words = see(Client().get(f"{FOOD}/notice", SIMPLE | {"s.who_applies": "agent"})).words
    told = (
        "由谁来办理？委托工作人员或者代办人办理。",
        "用不用自动售卖、自动制作设备？不用；",
        "要交的材料（6 份）",
        "名称、住所与申请书一致",
    )
    assert [each for each in told if each not in words] == []
    assert "其中 5 份视情况" in see(Client().get(f"{FOOD}/notice")).words


def test_two_telephone_numbers_are_two_links() -> None:
    published()
    links = [link for link in see(Client().get(FOOD)).links if link.startswith("tel:")]
    assert {"tel:0990-0101012", "tel:12345"} <= set(links)
    assert [link for link in links if not re.fullmatch(r"tel:[0-9-]+", link)] == []


def test_the_hall_has_one_address_and_one_set_of_hours_wherever_it_is_told() -> None:
    told, organs = district(), {d["name"] for d in units().departments}
    assert (told["operator"] in organs, told["address"]) == (
        True,
        f"{units().hall['address']}{units().hall['name']}",
    )
    main = [i for i in queries.catalogue_content() if i["hall"] == "main"]
    assert {i["transact_time"] for i in main} == {told["hours"]}
    assert [i["task_name"] for i in main if not i["transact_addr"].startswith(told["address"])] == []


def test_the_sheet_carries_the_answers_and_leads_back_to_them() -> None:
    published()
    page = see(Client().get(f"{FOOD}/notice", {"s.high_risk_items": "yes"}))
    assert "一次性告知单" in page.words
    assert "专间或者专用操作区说明" in page.words
    assert f"{FOOD}?s.high_risk_items=yes" in page.links


def test_the_blank_form_has_every_field_and_nothing_filled_in() -> None:
    published()
    page = see(Client().get(f"{FOOD}/form"))
    labels = [f.label for f in queries.current(code=factory.FOOD).fields]
    assert page.faults == [] and [each for each in labels if each not in page.words] == []
    assert ("X区春山餐饮有限公司" in page.words, "☑" in page.words, "☐ 热食类" in page.words) == (
        False,
        False,
        True,
    )


def test_the_specimen_is_filled_in_as_the_item_s_example_and_only_where_there_is_one() -> None:
    published()
    assert {f"{FOOD}/form", f"{FOOD}/form?filled=1"} <= set(see(Client().get(FOOD)).links)
    words = see(Client().get(f"{FOOD}/form?filled=1")).words
    told = ("（样表）", "X区春山餐饮有限公司", "126 平方米", "☑ 冷食类", "王芳", "JK2026-00032")
    assert [each for each in told if each not in words] == []
    acts.import_items(rows=factory.rows(factory.bare()), region="511602000000", by=factory.BY, at=factory.AT)
    bare = f"/items/{factory.bare()['item_code']}"
    assert (Client().get(f"{bare}/form").status_code, Client().get(f"{bare}/form?filled=1").status_code) == (
        200,
        404,
    )
    assert f"{bare}/form?filled=1" not in see(Client().get(bare)).links


def most_demanding(version: Any) -> dict[str, Any]:
    """Answers that ask for as many materials as this item ever asks for."""

    def weight(option: Any) -> int:
        return -99 if option.ends else len(option.adds) - len(option.removes)

    return {
        f"s.{q.key}": [o.key for o in q.options if not o.ends] if q.many else max(q.options, key=weight).key
        for q in version.situations
    }


@pytest.mark.browser
def test_every_items_sheet_is_exactly_one_a4_page(visitor: Any, tmp_path: Path) -> None:
    acts.publish_all(by=factory.BY, at=factory.AT)
    visit: Visit = visitor(size=(673, 1123))  # the width of what is printed: 210 mm less two margins of 16 mm
    wrong = []
    for each in queries.published_content():
        version = queries.current(code=str(each["task_handle_item"]))
        query = "&".join(
            f"{key}={one}"
            for key, told in most_demanding(version).items()
            for one in (told if isinstance(told, list) else [told])
        )
        page = visit.open(f"/items/{version.code}/notice?{query}")
        pdf = page.pdf(path=str(tmp_path / "sheet.pdf"), prefer_css_page_size=True)
        pages = PdfReader(tmp_path / "sheet.pdf").pages
        width, height = (float(side) * 25.4 / 72 for side in pages[0].mediabox.upper_right)
        if (len(pages), round(width), round(height)) != (1, 210, 297):
            wrong.append(f"{version.name}: {len(pages)} pages of {width:.0f} × {height:.0f}")
        page.emulate_media(media="print")
        if cut := page.evaluate(CUT_OFF):
            wrong.append(f"{version.name}: {cut} px cut off")
        page.emulate_media(media="null")
        assert pdf
    assert wrong == []


CUT_OFF = """
() => {
  const sheet = document.querySelector(".told");
  return Math.max(0, sheet.scrollHeight - sheet.clientHeight - 1);
}
"""

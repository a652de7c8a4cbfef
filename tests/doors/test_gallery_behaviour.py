"""The gallery behaves: without scripts too, errors take the focus, choices are remembered, shortcuts can be turned off."""

from collections.abc import Callable

import pytest

from tests.doors import browser as chromium
from tests.doors.browser import DESK, PHONE, Visit

pytestmark = [pytest.mark.browser]
Visitor = Callable[..., Visit]


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_the_elder_version_is_remembered(visitor: Visitor, javascript: bool) -> None:
    visit = visitor(size=PHONE, javascript=javascript)
    page = visit.open("/_components")
    page.click("text=长辈版 >> nth=0")
    page.wait_for_selector("html[data-mode=elder]")
    assert page.url.endswith("/_components")
    assert visit.open("/_display").get_attribute("html", "data-mode") == "elder"


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_wrong_form_keeps_what_was_typed_and_links_to_each_error(
    visitor: Visitor, javascript: bool
) -> None:
    page = visitor(size=PHONE, javascript=javascript).open("/_components/inputs")
    page.fill("#id_name", "阿卜杜拉·买买提江")
    page.fill("#id_id_number", "９９０１０２ 1990-0307 001")
    page.click("main .btn:has-text('继续') >> nth=0")
    page.wait_for_selector(".errors")
    assert page.title().startswith("错误：")
    assert page.input_value("#id_name") == "阿卜杜拉·买买提江"
    assert page.input_value("#id_id_number") == "９９０１０２ 1990-0307 001"
    assert page.get_attribute(".errors a >> nth=0", "href") == "#id_id_number"


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(visitor: Visitor) -> None:
    page = visitor(size=DESK).open("/_components/inputs")
    page.click("main .btn:has-text('继续') >> nth=0")
    page.wait_for_selector(".errors")
    assert page.evaluate("document.activeElement.className") == "errors"
    page.click(".errors a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_name"


def test_spaces_and_full_width_digits_are_accepted(visitor: Visitor) -> None:
    page = visitor(size=DESK).open("/_components/inputs")
    page.fill("#id_id_number", "９９０１０２ 1990-0307 0011")
    page.fill("#id_phone", "+86 138-0000-0000")
    page.click("main .btn:has-text('继续') >> nth=0")
    page.wait_for_selector(".errors")
    assert page.locator("#id_id_number_error, #id_phone_error").count() == 0


def test_suggestions_are_chosen_by_keyboard(visitor: Visitor) -> None:
    page = visitor(size=PHONE).open("/_components/search")
    page.type("#find", "开小饭馆")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#find", "aria-activedescendant") == "find-list-0"
    assert chromium.axe(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/_components/item-card")


def test_a_table_is_sorted_by_its_heading(visitor: Visitor) -> None:
    page = visitor(size=DESK).open("/_components/table")
    page.click("#worklist th:has-text('时限') button")
    assert page.get_attribute("#worklist th:has-text('时限')", "aria-sort") == "ascending"
    assert page.inner_text("#worklist tbody a >> nth=0") == "990102-2026-000996"


def test_the_dialog_opens_only_when_asked_and_gives_the_focus_back(visitor: Visitor) -> None:
    page = visitor(size=DESK).open("/_components/dialog")
    assert page.is_visible("#withdraw") is False
    page.click("[data-opens=withdraw]")
    assert page.is_visible("#withdraw")
    assert chromium.axe(page) == []
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.opens") == "withdraw"


def test_without_scripts_the_dialog_stands_in_the_page(visitor: Visitor) -> None:
    page = visitor(size=DESK, javascript=False).open("/_components/dialog")
    assert page.is_visible("#withdraw")


def test_single_key_shortcuts_show_themselves_and_can_be_turned_off(visitor: Visitor) -> None:
    page = visitor(size=DESK).open("/_components/buttons")
    page.keyboard.press("?")
    assert page.is_visible("#keys-help")
    page.check("[data-keys-off]")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.is_visible("#keys-help") is False


def test_a_phrase_is_put_where_the_officer_writes(visitor: Visitor) -> None:
    page = visitor(size=DESK).open("/_components/opinion")
    page.click("text=申请材料齐全，符合法定形式。")
    assert page.input_value("#op1") == "申请材料齐全，符合法定形式。"
    assert page.inner_text("#op1 ~ .note") == "还可以写 186 字"


def test_a_draft_is_saved_within_three_seconds(visitor: Visitor) -> None:
    page = visitor(size=DESK).open("/_components/inputs")
    page.fill("#id_name", "赵小满")
    page.wait_for_selector("[data-autosave-status]:has-text('草稿已保存')", timeout=3000)


def test_a_big_photo_is_shrunk_before_it_is_sent(visitor: Visitor) -> None:
    page = visitor(size=PHONE).open("/_components/upload")
    sizes = page.evaluate(
        """async () => {
          const canvas = Object.assign(document.createElement("canvas"), { width: 4000, height: 3000 });
          const brush = canvas.getContext("2d");
          const noise = brush.createImageData(4000, 3000);
          for (let at = 0; at < noise.data.length; at += 1) noise.data[at] = (at * 2654435761) >>> 24;
          brush.putImageData(noise, 0, 0);
          const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.6));
          const input = document.getElementById("up1-camera");
          const basket = new DataTransfer();
          basket.items.add(new File([blob], "照片.jpg", { type: "image/jpeg" }));
          input.files = basket.files;
          input.dispatchEvent(new Event("change", { bubbles: true }));
          while (!document.querySelector("[data-upload-status]").textContent) await new Promise((on) => setTimeout(on, 50));
          return [blob.size > 1e6, input.files[0].size <= 1e6];
        }"""
    )
    assert sizes == [True, True]


def test_an_unknown_component_is_a_plain_404_with_a_number(visitor: Visitor) -> None:
    page = visitor(size=PHONE).open("/_components/nothing")
    assert page.inner_text("h1") == "没有找到这一页"
    assert len(page.inner_text("dd.num >> nth=0")) >= 8
    assert chromium.faults(page) == []

"""The front page, search, suggestions and shelves, as a browser without scripts gets them."""

import pytest
from django.test import Client

from tests.doors.portal_visits import citizen, see
from tests.doors.test_authorisation_matrix import client_of
from tests.factories import catalogue as factory
from tongban.doors.portal.views import finding
from tongban.rooms.catalogue import acts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def items() -> None:
    acts.publish_all(by=factory.BY, at=factory.AT)


def titles(page: object) -> list[str]:
    return [link for link in see(page).links if link.startswith("/items/")]


def test_the_front_page_asks_first_what_one_wants_to_do() -> None:
    page = see(Client().get("/"))
    assert "您要办什么事？" in page.words
    assert [word in page.words for word in ("个人办事", "法人办事", "按人生事件", "按主题", "按部门")] == [
        True
    ] * 5
    assert page.words.index("您要办什么事") < page.words.index("按人生事件")


def test_persons_and_enterprises_are_shown_their_own_themes_and_events() -> None:
    person, enterprise = see(Client().get("/")).words, see(Client().get("/?who=enterprise")).words
    assert [word in person for word in ("养老", "上项目")] == [True, False]
    assert [word in enterprise for word in ("养老", "上项目")] == [False, True]


def test_the_navigation_shows_nobody_a_page_that_is_shut_to_him() -> None:
    own = {"/my/cases", "/my/licences", "/my/inbox"}
    askers = {"anonymous": Client(), "citizen": citizen()[1], "officer": client_of("officer:intake")}
    shown = {who: own & set(see(client.get("/")).links) for who, client in askers.items()}
    assert shown == {"anonymous": own, "citizen": own, "officer": set()}


def test_a_district_that_has_published_no_licence_list_says_so_behind_its_link() -> None:
    client_of("officer:intake")  # the district and its officers, and nothing published
    page = Client().get("/licence-list")
    assert (page.status_code, "本区还没有公布行政许可事项清单" in see(page).words) == (200, True)


def test_the_front_page_costs_one_statement(django_assert_num_queries) -> None:
    Client().get("/")
    with django_assert_num_queries(1):
        Client().get("/")


def test_in_large_letters_there_are_no_more_than_six_choices() -> None:
    client = Client()
    client.cookies["display"] = "elder.."
    text = client.get("/").content.decode()
    body = text[text.index("<main") : text.index("</main>")]
    assert body.count("<a ") + body.count("<button") <= 6


def test_everyday_words_find_the_item_with_its_facts() -> None:
    page = Client().get("/search", {"q": "开小饭馆"})
    assert titles(page)[0] == f"/items/{factory.FOOD}"
    assert "7个工作日 · 材料 4 份 · 不收费 · 跑 0 次" in see(page).words


def test_what_lies_far_behind_the_best_is_not_shown() -> None:
    assert len(titles(Client().get("/search", {"q": "社保卡"}))) == 1


def test_a_search_that_finds_nothing_says_what_to_try_and_whom_to_call() -> None:
    page = see(Client().get("/search", {"q": "䶮䶮䶮"}))
    assert "没有找到" in page.words
    assert "12345" in page.words
    assert "tel:12345" in page.links


def test_a_blank_search_says_so_and_what_to_try() -> None:
    for asked in ("", "   "):
        words = see(Client().get("/search", {"q": asked})).words
        assert ("您还没有写要办什么" in words, "说得短一点" in words, "没有找到" in words) == (
            True,
            True,
            False,
        )


def test_the_result_page_shows_up_to_thirty_and_says_when_there_are_more() -> None:
    page = see(Client().get("/search", {"q": "登记"}))
    shown = len(titles(Client().get("/search", {"q": "登记"})))
    told = f"找到 {shown} 项，最像的在最前"
    assert (shown <= finding.HITS, told in page.words) == (True, True)
    with pytest.MonkeyPatch.context() as few:
        few.setattr(finding, "HITS", 1)
        page = Client().get("/search", {"q": "登记"})
    assert (len(titles(page)), "最相关的 1 项，最像的在最前" in see(page).words) == (1, True)


@pytest.mark.parametrize("asked", ["", " ", "<script>alert(1)</script>", "％" * 500, "'; --"])
def test_whatever_is_typed_is_answered_with_a_page(asked: str) -> None:
    page = Client().get("/search", {"q": asked})
    assert page.status_code == 200
    assert b"<script>alert" not in page.content


def test_suggestions_name_the_item_and_lead_to_its_guide() -> None:
    rows = Client().get("/suggest", {"q": "老年"}).json()
    assert rows[0] == {
        "text": "老年人优待证办理",
        "note": "",
        "url": "/items/11990102000002188L499202300500101",
    }
    assert Client().get("/suggest").json() == []


def test_a_shelf_is_read_page_by_page_and_every_item_once() -> None:
    key, seen, address = "X区行政审批局", [], "/shelf/department/X区行政审批局"
    pages = 0
    while address:
        page = Client().get(address)
        seen += titles(page)
        pages += 1
        older = [link for link in see(page).links if link.startswith("?after=")]
        address = f"/shelf/department/{key}{older[0]}" if older else ""
    assert pages <= 3
    assert len(seen) == len(set(seen)) > 10


@pytest.mark.parametrize(
    "address", ["/shelf/theme/没有这个", "/shelf/nothing/x", "/items/x", "/items/x/notice"]
)
def test_what_does_not_exist_is_not_found(address: str) -> None:
    assert Client().get(address).status_code == 404


def test_a_search_costs_two_statements(django_assert_num_queries) -> None:
    Client().get("/search", {"q": "开小饭馆"})
    with django_assert_num_queries(2):
        Client().get("/search", {"q": "开小饭馆"})

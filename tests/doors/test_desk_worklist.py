"""The worklist: each post sees its own, the most urgent first; a number opens its case, a word filters."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.doors.desk_office import (
    DECIDER,
    INTAKE,
    ISSUER,
    NEIGHBOUR,
    REVIEWER,
    at_desk,
    officer,
    open_office,
    received,
    walked,
)
from tests.factories import cases as factory
from tongban.doors.desk.views import worklist
from tongban.foundation import clock
from tongban.rooms.cases import queries

pytestmark = pytest.mark.django_db
HOME = "/desk/"


@pytest.fixture(autouse=True)
def office() -> None:
    open_office()


def listed(staff_no: str, query: str = "") -> list[str]:
    answer = at_desk(staff_no).get(HOME + query)
    return [row.case_no for row in answer.context["rows"]]


def test_each_post_sees_what_waits_for_it() -> None:
    waiting = {
        INTAKE: received(),
        REVIEWER: walked("accept"),
        DECIDER: walked("accept", "review"),
        ISSUER: walked("accept", "review", "grant", key=factory.FOOD),
    }
    assert {staff_no: listed(staff_no) for staff_no in waiting} == {
        no: [case] for no, case in waiting.items()
    }


def test_the_most_urgent_stands_first_and_says_in_words_how_long_is_left() -> None:
    late = received(at=clock.now() - timedelta(days=20))
    fresh = received()
    answer = at_desk(INTAKE).get(HOME)
    assert [row.case_no for row in answer.context["rows"]] == [late, fresh]
    assert "已超" in answer.content.decode()


def test_counts_stand_in_the_navigation() -> None:
    received()
    received()
    (tray,) = at_desk(INTAKE).get(HOME).context["tabs"]
    assert (tray.text, tray.waiting, tray.late) == ("待受理", 2, 0)


def test_an_empty_post_says_that_all_is_done() -> None:
    assert "都办完了" in at_desk(DECIDER).get(HOME).content.decode()


def test_another_departments_cases_are_not_on_the_list() -> None:
    received()
    assert listed(NEIGHBOUR) == []


@pytest.mark.parametrize("written", ["{short}", " {short} ", "{plain}", "{no}"])
def test_a_scanned_number_opens_its_case(written: str) -> None:
    case_no = received()
    short = queries.case_page(case_no=case_no, officer=officer(INTAKE), on=clock.today()).short_no
    asked = written.format(short=short, plain=short.replace("-", "").lower(), no=case_no)
    answer = at_desk(INTAKE).get(HOME, {"q": asked})
    assert (answer.status_code, answer.get("Location")) == (302, reverse("desk:case", args=[case_no]))


def test_a_number_of_another_department_is_not_found() -> None:
    answer = at_desk(NEIGHBOUR).get(HOME, {"q": received()})
    assert (answer.status_code, "没有找到编号" in answer.content.decode()) == (200, True)


def test_a_word_filters_by_item() -> None:
    food, plain = received(factory.FOOD), received()
    assert listed(INTAKE, "?q=食品") == [food]
    assert listed(INTAKE, "?q=档案") == [plain]
    assert listed(INTAKE, "?q=100%_") == []


def test_the_list_is_paged_by_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worklist, "PAGE", 2)
    numbers = [received() for _ in range(5)]
    client, query, seen = at_desk(INTAKE), "?tray=submitted", []
    while query:
        answer = client.get(HOME + query)
        seen += [row.case_no for row in answer.context["rows"]]
        query = answer.context["older_url"]
    assert sorted(seen) == sorted(numbers)
    assert len(seen) == 5


def test_open_next_opens_the_most_urgent_and_says_when_there_is_none() -> None:
    client = at_desk(INTAKE)
    assert "已经办完了" in client.get(reverse("desk:next"), follow=True).content.decode()
    case_no = received()
    assert client.get(reverse("desk:next") + "?tray=submitted")["Location"].startswith(
        reverse("desk:case", args=[case_no])
    )


def test_the_worklist_costs_four_statements_however_long_it_is(django_assert_num_queries) -> None:
    for _ in range(3):
        received()
    client = at_desk(INTAKE)
    client.get(HOME)
    clock.now()
    with django_assert_num_queries(4):  # session with account, officer, the counts, the list
        client.get(HOME)


def test_somebody_without_a_post_in_casework_is_told_so() -> None:
    answer = at_desk("4").get(HOME)
    assert answer.status_code == 200

"""The workbench of a case: each act by its button, what is refused, what was typed kept, who may not see it."""

import re

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests.doors.desk_office import (
    ALL_ROUND,
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
from tongban.foundation import clock
from tongban.rooms.cases import acts, queries
from tongban.rooms.journal import queries as journal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office() -> None:
    open_office()


def do(staff_no: str, case_no: str, act: str, **fields: object) -> HttpResponse:
    """Presses a button."""
    typed = {f"{act}-{name}".replace("_-", "_"): value for name, value in fields.items()}
    return at_desk(staff_no).post(reverse("desk:act", args=[case_no, act]), typed)


def page(staff_no: str, case_no: str) -> HttpResponse:
    return at_desk(staff_no).get(reverse("desk:case", args=[case_no]))


def state(case_no: str) -> str:
    shown = queries.case_page(case_no=case_no, officer=officer(INTAKE), on=clock.today())
    return shown.state.zh


def kinds(case_no: str) -> list[str]:
    return [recorded.kind for recorded in journal.stream(name=f"case:{case_no}")]


def test_the_whole_road_is_walked_by_buttons_and_leaves_one_event_a_step() -> None:
    case_no = received(factory.SPOT)
    # an on-the-spot item may be taken to its end by intake alone
    assert do(INTAKE, case_no, "accept").status_code == 302
    assert do(INTAKE, case_no, "grant", conditions="").status_code == 302
    assert do(INTAKE, case_no, "issue").status_code == 302
    assert do(INTAKE, case_no, "serve", manner="window").status_code == 302
    assert do(INTAKE, case_no, "close").status_code == 302
    assert kinds(case_no) == [
        "case.received",
        "case.accepted",
        "case.granted",
        "case.issued",
        "case.served",
        "case.closed",
    ]


def test_three_officers_take_a_promised_item_from_acceptance_to_service() -> None:
    case_no = received(factory.FOOD)
    assert do(INTAKE, case_no, "accept").status_code == 302
    assert do(REVIEWER, case_no, "review", favourable="yes", opinion="符合条件").status_code == 302
    assert do(DECIDER, case_no, "grant", conditions="按核定范围经营").status_code == 302
    assert do(ISSUER, case_no, "issue").status_code == 302
    assert do(ISSUER, case_no, "serve", manner="electronic").status_code == 302
    assert state(case_no) == "已送达"
    assert kinds(case_no)[-1] == "case.served"


def test_one_notice_names_every_defect_that_was_ticked() -> None:
    case_no = received()
    answer = do(
        INTAKE,
        case_no,
        "ask_supplement",
        **{"tick-photo": "on", "says-photo": "请重新拍照", "says-extra": "没有勾"},
    )
    assert answer.status_code == 302
    assert state(case_no) == "待补正"
    recorded = journal.stream(name=f"case:{case_no}")[-1]
    assert recorded.payload["defects"] == {"photo": "请重新拍照"}


def test_a_ticked_material_without_a_word_is_asked_for_and_nothing_is_lost() -> None:
    case_no = received()
    typed = {"tick-photo": "on", "says-photo": "", "tick-extra": "on", "says-extra": "请补签名"}
    answer = do(INTAKE, case_no, "ask_supplement", **typed)
    assert answer.status_code == 422
    assert "请写明要补正什么、怎么补" in answer.content.decode()
    assert "请补签名" in answer.content.decode()
    assert state(case_no) == "待受理"


def test_a_notice_that_names_nothing_is_refused_and_says_what_to_do() -> None:
    answer = do(INTAKE, received(), "ask_supplement")
    assert (answer.status_code, "请勾出需要补正的材料" in answer.content.decode()) == (422, True)


def test_supplements_brought_to_the_window_put_the_case_back_before_acceptance() -> None:
    case_no = walked("ask_supplement")
    assert do(INTAKE, case_no, "supplement").status_code == 422
    before = page(INTAKE, case_no).content.decode()
    assert do(INTAKE, case_no, "supplement", **{"paper-photo": "on"}).status_code == 302
    assert state(case_no) == "待受理"
    after = page(INTAKE, case_no).content.decode()
    assert [("tick-" in before), re.findall('name="ask_supplement-tick-([a-z]+)"', after)] == [
        False,
        ["photo"],
    ]
    assert "上一次没有提出的不得再提" in after


def test_what_a_register_is_asked_for_waits_on_the_desk_until_acceptance_and_says_what_to_look_at() -> None:
    case_no = received(factory.FOOD)
    told = page(INTAKE, case_no).content.decode()
    shown = queries.case_page(case_no=case_no, officer=officer(INTAKE), on=clock.today())
    shared = [m for m in shown.materials if m.source == "shared"]
    assert (
        told.count("待核验")
        == told.count("受理就是核对过了；核不到的，列入一次性告知补正")
        == len(shared)
        > 0
    )
    do(INTAKE, case_no, "accept")
    assert "待核验" not in page(INTAKE, case_no).content.decode()


def test_documents_of_a_matter_that_is_no_licence_are_called_as_they_are_headed() -> None:
    case_no = walked("accept", "review", "grant")
    told = page(INTAKE, case_no).content.decode()
    shown = queries.case_page(case_no=case_no, officer=officer(INTAKE), on=clock.today())
    assert [document.title for document in shown.documents] == [
        "申请材料接收凭证",
        "受理通知书",
        "准予决定书",
    ]
    assert "准予行政许可决定书" not in told


def test_declining_wants_a_reason_and_names_the_right_authority() -> None:
    case_no = received()
    empty = do(INTAKE, case_no, "decline", right_authority="X区水利局")
    assert (empty.status_code, "X区水利局" in empty.content.decode()) == (422, True)
    assert (
        do(INTAKE, case_no, "decline", reason="不属于本机关职权", right_authority="X区水利局").status_code
        == 302
    )
    assert state(case_no) == "不予受理"


def test_a_review_without_an_opinion_keeps_the_conclusion_that_was_chosen() -> None:
    case_no = walked("accept")
    answer = do(REVIEWER, case_no, "review", favourable="no", opinion="")
    (way,) = answer.context["ways"]
    assert (answer.status_code, "请写明审查意见和依据" in answer.content.decode()) == (422, True)
    assert way.form["favourable"].value() == "no"


def test_denying_shows_the_remedies_and_wants_a_reason() -> None:
    case_no = walked("accept", "review")
    assert "行政复议" in page(DECIDER, case_no).content.decode()
    assert do(DECIDER, case_no, "deny", reason="").status_code == 422
    assert do(DECIDER, case_no, "deny", reason="面积不足").status_code == 302
    assert state(case_no) == "不予许可"


def test_who_reviewed_a_case_does_not_decide_it() -> None:
    case_no = walked("accept")
    assert do(ALL_ROUND, case_no, "review", favourable="yes", opinion="符合").status_code == 302
    answer = do(ALL_ROUND, case_no, "grant", conditions="我写的条件")
    assert answer.status_code == 403
    assert "审查人和决定人不能是同一人" in answer.content.decode()
    assert state(case_no) == "待决定"


def test_pressing_a_button_twice_does_it_once_and_says_so() -> None:
    case_no = received()
    client = at_desk(INTAKE)
    first = client.post(reverse("desk:act", args=[case_no, "accept"]))
    second = client.post(reverse("desk:act", args=[case_no, "accept"]), follow=True)
    assert first.status_code == 302
    assert "没有重复办理" in second.content.decode()
    assert kinds(case_no) == ["case.received", "case.accepted"]


def test_a_faster_colleague_is_named() -> None:
    case_no = received()
    acts.decline(case_no=case_no, by=officer(INTAKE), reason="不属于职权", right_authority="", at=clock.now())
    answer = do(ALL_ROUND, case_no, "review", favourable="yes", opinion="写了很久的意见")
    assert answer.status_code == 409
    assert "汪玉洁" in answer.content.decode()
    assert "不予受理" in answer.content.decode()


def test_done_and_open_the_next_leads_to_the_most_urgent_case_of_the_tray() -> None:
    first, second = received(), received()
    answer = at_desk(INTAKE).post(
        reverse("desk:act", args=[first, "accept"]), {"then": "next", "tray": "submitted"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == reverse("desk:case", args=[second]) + "?tray=submitted"


def test_another_departments_case_answers_exactly_as_a_missing_one() -> None:
    case_no = received()
    client = at_desk(NEIGHBOUR)
    for name, rest in (("case", []), ("material", ["photo"]), ("document", ["x"])):
        theirs = client.get(reverse(f"desk:{name}", args=[case_no, *rest]))
        missing = client.get(reverse(f"desk:{name}", args=["11990102", *rest]))
        assert (theirs.status_code, missing.status_code) == (404, 404)
        assert without_number(theirs) == without_number(missing)
    assert client.post(reverse("desk:act", args=[case_no, "accept"])).status_code == 404
    assert (
        client.post(reverse("desk:reveal", args=[case_no]), {"purpose": "核对申请人身份"}).status_code == 404
    )


def without_number(answer: HttpResponse) -> str:
    """The page without the number and the time of the request and the address that was asked for."""
    text = re.sub(r'(<dt>时间</dt><dd class="num">)[^<]*', r"\1", answer.content.decode())
    text = text.replace(answer["X-Request-ID"], "")
    return text.replace(answer.wsgi_request.path, "")


def test_the_page_masks_the_form_until_a_purpose_is_given_and_that_leaves_a_trace() -> None:
    case_no = received()
    shown = queries.case_page(case_no=case_no, officer=officer(INTAKE), on=clock.today())
    number = acts.open_case(case_no=case_no, by=officer(REVIEWER), purpose="测试", at=clock.now()).form[
        "citizen_id"
    ]
    assert number not in page(INTAKE, case_no).content.decode()
    answer = at_desk(INTAKE).post(reverse("desk:reveal", args=[case_no]), {"purpose": "核对申请人身份"})
    assert number in answer.content.decode()
    assert kinds(case_no)[-1] == "case.opened"
    trail = journal.stream(name=shown.facts.applicant)
    assert (trail[-1].kind, trail[-1].payload["purpose"], trail[-1].payload["fields"]) == (
        "people.personal_data_seen",
        f"核对申请人身份（办件 {shown.short_no}，{shown.item_name}）",
        ["name", "id_no", "phone", "address"],
    )


def test_a_reveal_without_a_known_purpose_shows_nothing() -> None:
    case_no = received()
    answer = at_desk(INTAKE).post(reverse("desk:reveal", args=[case_no]), {"purpose": "好奇"})
    assert (answer.status_code, kinds(case_no)) == (302, ["case.received"])


def test_a_materials_file_is_shown_harmlessly_and_leaves_a_trace_once_a_day() -> None:
    case_no = received()
    client = at_desk(INTAKE)
    answers = [client.get(reverse("desk:material", args=[case_no, "photo"])) for _ in range(2)]
    assert [a.status_code for a in answers] == [200, 200]
    assert answers[0]["Content-Type"] == "application/pdf"
    assert answers[0]["Content-Security-Policy"].startswith("default-src 'none'")
    assert answers[0]["X-Content-Type-Options"] == "nosniff"
    assert kinds(case_no) == ["case.received", "case.opened"]


def test_a_document_is_a_pdf() -> None:
    case_no = received()
    (receipt,) = queries.case_page(case_no=case_no, officer=officer(INTAKE), on=clock.today()).documents
    answer = at_desk(INTAKE).get(reverse("desk:document", args=[case_no, receipt.uid]))
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")


def test_the_case_page_costs_four_statements(django_assert_num_queries) -> None:
    case_no = received(factory.FOOD)
    client = at_desk(REVIEWER)
    client.get(reverse("desk:case", args=[case_no]))  # the version is in the process from now on
    clock.now()
    with django_assert_num_queries(4):  # session with account, officer, the case, the counts
        assert client.get(reverse("desk:case", args=[case_no])).status_code == 200


def test_an_act_that_does_not_exist_is_not_found() -> None:
    assert do(INTAKE, received(), "receive").status_code == 404
    assert do(INTAKE, received(), "deem_accepted").status_code == 404

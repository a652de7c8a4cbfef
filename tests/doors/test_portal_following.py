"""Following a case at the portal: only one's own, in plain words, supplemented and withdrawn in place; progress without login."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from tests.doors.test_portal_identity import body, in_force, signed_in
from tests.factories import cases as factory
from tests.factories import people as persons
from tests.factories.world import let_news_travel
from tongban.foundation import clock
from tongban.foundation.tries import counting
from tongban.foundation.tries.models import Try
from tongban.rooms.cases import acts, queries
from tongban.rooms.cases.words import CaseState
from tongban.rooms.people import queries as people
from tongban.rooms.people.words import Party, Scope

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def the_world() -> None:
    factory.world()


def somebody(serial: int = 1) -> tuple[object, Client]:
    """A citizen with an account, as the rooms and as the browser know him."""
    person_id, account_id = persons.citizen(serial)
    return people.applicant(party=Party.person(person_id)), signed_in(account_id)


def now() -> object:
    return clock.now() - timedelta(minutes=30)


def a_case(by: object, state: CaseState = CaseState.SUBMITTED, **options: object) -> factory.CaseInHand:
    return factory.a_case(state, by=by, at=now(), **options)  # type: ignore[arg-type]


# ── my own ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_my_page_lists_cases_drafts_and_what_waits_for_me() -> None:
    me, client = somebody()
    a_case(me, CaseState.CORRECTING)
    factory.a_draft(by=me, at=now())
    page = client.get("/my").content.decode()
    assert [text in page for text in ("需要您补正", "接着填", "待补正")] == [True] * 3


def test_the_case_page_tells_the_way_the_due_day_and_how_it_was_counted() -> None:
    me, client = somebody()
    case = a_case(me, CaseState.ACCEPTED)
    due = queries.my_case(
        case_no=case.case_no, applicants=(case.applicant,), on=clock.today()
    ).progress.due_on
    page = client.get(f"/my/cases/{case.case_no}").content.decode()
    assert f"{due.year}年{due.month}月{due.day}日" in page
    assert [text in page for text in ("从次日起算", "法定节假日不计", "受理通知书", case.short_no)] == [
        True
    ] * 4


@pytest.mark.parametrize(
    ("state", "statements"), [(CaseState.SUBMITTED, 2), (CaseState.GRANTED, 3), (CaseState.CLOSED, 4)]
)
def test_the_case_page_asks_for_licences_once_granted_and_for_the_right_to_rate_once_closed(
    state: CaseState, statements: int, django_assert_num_queries: Any
) -> None:
    me, client = somebody()
    address = f"/my/cases/{a_case(me, state).case_no}"
    let_news_travel()
    page = client.get(address).content.decode()
    assert ("去评价" in page) == (state == CaseState.CLOSED)
    with django_assert_num_queries(statements):
        client.get(address)


def test_the_list_goes_on_by_key_and_shows_each_case_once() -> None:
    me, client = somebody()
    made = {a_case(me).case_no for _ in range(22)}
    first = client.get("/my/cases")
    older = first.content.decode().split('href="?after=')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(f"/my/cases?after={older}")
    pages = [{no for no in made if f"/my/cases/{no}" in page.content.decode()} for page in (first, second)]
    assert (len(pages[0]), len(pages[1]), pages[0] | pages[1]) == (20, 2, made)


def test_a_document_leaves_as_a_pdf_that_nothing_else_may_run_or_keep() -> None:
    me, client = somebody()
    case = a_case(me)
    (receipt,) = queries.my_case(
        case_no=case.case_no, applicants=(case.applicant,), on=clock.today()
    ).documents
    answer = client.get(f"/my/cases/{case.case_no}/documents/{receipt.uid}.pdf")
    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (
        200,
        "application/pdf",
        b"%PDF-",
    )
    assert answer["Content-Disposition"].startswith("inline; filename*=UTF-8''")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    kept = client.get(f"/my/cases/{case.case_no}/documents/{receipt.uid}.pdf?download")
    assert kept["Content-Disposition"].startswith("attachment")


def test_one_sees_the_material_one_handed_in() -> None:
    me, client = somebody()
    case = a_case(me)
    answer = client.get(f"/my/cases/{case.case_no}/materials/photo")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert client.get(f"/my/cases/{case.case_no}/materials/extra").status_code == 404


# ── somebody else's ───────────────────────────────────────────────────────────────────────────────────────────────

ADDRESSES = {
    "get": ("/my/cases/{case}", "/my/cases/{case}/documents/{document}.pdf", "/my/cases/{case}/materials/photo",
            "/my/cases/{case}/supplement/{draft}", "/my/drafts/{draft}"),
    "post": ("/my/cases/{case}/withdraw", "/my/cases/{case}/supplement", "/my/drafts/{draft}/discard"),
}  # fmt: skip


def test_other_peoples_things_are_answered_like_things_that_do_not_exist() -> None:
    owner, _ = somebody(1)
    case = a_case(owner, CaseState.CORRECTING)
    document = (
        queries.my_case(case_no=case.case_no, applicants=(case.applicant,), on=clock.today()).documents[0].uid
    )
    draft = acts.start_supplement(case_no=case.case_no, by=owner, at=now())  # type: ignore[arg-type]
    _, stranger = somebody(2)
    theirs = {"case": case.case_no, "document": document, "draft": draft}
    nothing = {"case": case.case_no[:-1] + "9", "document": "0" * 32, "draft": "0" * 32}
    for method, addresses in ADDRESSES.items():
        for address in addresses:
            ask = getattr(stranger, method)
            others, missing = ask(address.format(**theirs)), ask(address.format(**nothing))
            assert (address, others.status_code, missing.status_code) == (address, 404, 404)
            assert body(others) == body(missing)


def test_an_agent_sees_only_the_cases_his_mandate_covers() -> None:
    owner, _ = somebody(1)
    case = a_case(owner)
    agent_id, account_id = persons.citizen(2, name="王五")
    name = factory.item(factory.PLAIN).name
    addresses = (f"/my/cases/{case.case_no}", "/my/inbox", "/my/licences")
    seen = {}
    for items in ((), (name,), ("别的事",)):
        scope = in_force(agent_id, scope=Scope(items=items), capacity="relative")
        persons.mandate(owner.party, agent_id, **scope)  # type: ignore[attr-defined]
        client = signed_in(account_id)
        client.post("/my/acting/choose", {"principal": owner.ref})  # type: ignore[attr-defined]
        listed = case.case_no in client.get("/my/cases").content.decode()
        seen[items] = (
            listed,
            *(client.get(a).status_code for a in addresses[:1]),
            "委托没有包括" in client.get("/my/inbox").content.decode(),
        )
        for given in people.mandates_given(principal=owner.party):  # type: ignore[attr-defined]
            from tongban.rooms.people import acts as people_acts

            if given.revoked_at is None:
                people_acts.revoke_mandate(mandate_id=given.id, by=owner.ref, at=clock.now())  # type: ignore[attr-defined]
    assert seen == {(): (True, 200, False), (name,): (True, 200, True), ("别的事",): (False, 404, True)}


# ── supplement, withdraw, drafts ──────────────────────────────────────────────────────────────────────────────────


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("照片.pdf", factory.PDF, content_type="application/pdf")


def state_of(case: factory.CaseInHand) -> CaseState:
    return queries.my_case(
        case_no=case.case_no, applicants=(case.applicant,), on=clock.today()
    ).progress.state


def test_a_supplement_is_handed_in_on_one_page() -> None:
    me, client = somebody()
    case = a_case(me, CaseState.CORRECTING)
    page = client.post(f"/my/cases/{case.case_no}/supplement")
    assert "字迹不清" in client.get(page["Location"]).content.decode()
    done = client.post(page["Location"], {"photo": pdf()})
    assert (done.status_code, done["Location"]) == (302, f"/my/cases/{case.case_no}")
    assert state_of(case) is CaseState.SUBMITTED


def test_an_empty_supplement_says_what_is_lacking_and_a_wrong_file_why() -> None:
    me, client = somebody()
    case = a_case(me, CaseState.CORRECTING)
    page = client.post(f"/my/cases/{case.case_no}/supplement")["Location"]
    nothing = client.post(page, {}).content.decode()
    bad = client.post(page, {"photo": SimpleUploadedFile("a.pdf", b"not a pdf")}).content.decode()
    assert ("缺少材料：近期照片" in nothing, "未收下" in bad) == (True, True)
    assert state_of(case) is CaseState.CORRECTING


def test_what_is_chosen_together_is_handed_in_as_one_document_page_by_page() -> None:
    me, client = somebody()
    case = a_case(me, CaseState.CORRECTING)
    page = client.post(f"/my/cases/{case.case_no}/supplement")["Location"]
    client.post(page, {"photo": [pdf(), pdf()]})
    assert state_of(case) is CaseState.SUBMITTED
    shown = client.get(f"/my/cases/{case.case_no}/materials/photo")
    assert len(PdfReader(io.BytesIO(shown.getvalue())).pages) == 2


def test_the_form_of_a_supplement_leads_back_to_the_supplement_and_to_no_second_application() -> None:
    me, client = somebody()
    case = a_case(me, CaseState.CORRECTING)
    page = client.post(f"/my/cases/{case.case_no}/supplement")["Location"]
    uid = page.rpartition("/")[2]
    form = client.get(f"/apply/{uid}/form")
    assert (form.status_code, "第 1 步" in form.content.decode()) == (200, False)
    kept = client.post(f"/apply/{uid}/form", {"next": "1"})
    steps = [client.get(f"/apply/{uid}/{step}") for step in ("situation", "materials", "check")]
    assert [one["Location"] for one in (kept, *steps)] == [page] * 4


def test_withdrawing_asks_once_more_and_then_is_done() -> None:
    me, client = somebody()
    case = a_case(me)
    assert "确认撤回" in client.get(f"/my/cases/{case.case_no}").content.decode()
    client.post(f"/my/cases/{case.case_no}/withdraw")
    assert state_of(case) is CaseState.WITHDRAWN
    assert "确认撤回" not in client.get(f"/my/cases/{case.case_no}").content.decode()


def test_a_draft_is_continued_or_discarded() -> None:
    me, client = somebody()
    uid, _ = factory.a_draft(by=me, at=now())  # type: ignore[arg-type]
    assert client.get(f"/my/drafts/{uid}")["Location"].startswith(f"/apply/{uid}/")
    client.post(f"/my/drafts/{uid}/discard")
    assert queries.my_drafts(by=me) == []  # type: ignore[arg-type]


# ── progress without login ────────────────────────────────────────────────────────────────────────────────────────


def code_of(case: factory.CaseInHand) -> str:
    return queries.my_case(case_no=case.case_no, applicants=(case.applicant,), on=clock.today()).query_code


def ask(number: str, code: str) -> object:
    return Client().post("/progress", {"no": number, "code": code})


def test_progress_is_told_masked_by_either_number_however_it_is_typed() -> None:
    me, _ = somebody()
    case = a_case(me, CaseState.REVIEWED)
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for number, code in ((case.short_no, code_of(case)), (case.case_no, code_of(case)),
                         (case.short_no.replace("-", " ").lower(), code_of(case).translate(wide))):  # fmt: skip
        page = ask(number, code).content.decode()  # type: ignore[attr-defined]
        assert ("审查完毕，等待作出决定" in page, "李小敏" in page, "李**" in page or "李*" in page) == (
            True,
            False,
            True,
        )
        assert ("符合条件，建议准予" in page, code_of(case) in page) == (False, False)


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer() -> None:
    me, _ = somebody()
    case = a_case(me)
    wrong = f"{(int(code_of(case)) + 1) % 1000000:06d}"
    pages = [
        body(ask(number, wrong)).replace(number, "N") for number in (case.short_no, "990102-260101-00001-Z")
    ]
    assert pages[0] == pages[1]
    assert "编号或者查询码不对" in pages[0]


def test_the_sixth_wrong_try_is_stopped_even_with_the_right_code_and_the_hall_goes_on() -> None:
    me, _ = somebody()
    case, other = a_case(me), a_case(me)
    wrong = f"{(int(code_of(case)) + 1) % 1000000:06d}"
    answers = [ask(case.short_no, wrong).status_code for _ in range(5)]  # type: ignore[attr-defined]
    stopped = ask(case.short_no, code_of(case))
    assert (answers, stopped.status_code) == ([200] * 5, 429)  # type: ignore[attr-defined]
    assert "分钟后再试" in stopped.content.decode()  # type: ignore[attr-defined]
    assert "办到哪了" in ask(other.short_no, code_of(other)).content.decode()  # type: ignore[attr-defined]


def test_after_a_quarter_of_an_hour_the_number_may_be_tried_again() -> None:
    limit, at = counting.Limit(kind="test"), clock.now()
    for _ in range(5):
        limit.attempt("1", at=at)
    with pytest.raises(counting.TriedTooOften) as refused:
        limit.attempt("1", at=at + timedelta(minutes=5))
    assert refused.value.facts["minutes"] == 10
    limit.attempt("1", at=at + timedelta(minutes=15))


def test_a_right_try_clears_the_count_and_no_number_is_kept_in_clear() -> None:
    me, _ = somebody()
    case = a_case(me)
    ask(case.short_no, "000000" if code_of(case) != "000000" else "111111")
    assert [case.short_no in row.key for row in Try.objects.all()] == [False]
    ask(case.short_no, code_of(case))
    assert Try.objects.count() == 0


def test_old_counts_are_swept() -> None:
    counting.Limit(kind="test").attempt("1", at=clock.now() - timedelta(days=2))
    counting.Limit(kind="test").attempt("2", at=clock.now())
    assert counting.sweep(before=clock.now() - timedelta(days=1)) == 1


# ── messages ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_message_is_unread_until_it_is_opened_and_nobody_elses_exists() -> None:
    me, client = somebody(1)
    a_case(me)
    let_news_travel()
    listed = client.get("/my/inbox").content.decode()
    uid = listed.split("/my/inbox/")[1].split('"')[0]
    assert "没看" in listed
    assert client.get(f"/my/inbox/{uid}").status_code == 200
    assert "没看" not in client.get("/my/inbox").content.decode()
    _, stranger = somebody(2)
    others, missing = stranger.get(f"/my/inbox/{uid}"), stranger.get("/my/inbox/nothing")
    assert (others.status_code, missing.status_code, body(others)) == (404, 404, body(missing))

"""The counter: who stands there, for whom, what is wanted; received, accepted, or taken to its end in one sitting."""

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.doors.desk_office import INTAKE, NEIGHBOUR, REVIEWER, at_desk, officer, open_office
from tests.factories import cases as factory
from tests.factories import people as persons
from tongban.foundation import clock
from tongban.foundation.identifiers import synthetic_identity_number, synthetic_uscc
from tongban.rooms.cases import queries
from tongban.rooms.journal import queries as journal
from tongban.rooms.people import queries as people

pytestmark = pytest.mark.django_db
NEW_ID = synthetic_identity_number(birth=date(1985, 5, 5), serial=77)


@pytest.fixture(autouse=True)
def office() -> None:
    open_office()


def post(client: Client, url: str, args: list[str] | None = None, /, **fields: object) -> HttpResponse:
    return client.post(reverse(f"desk:{url}", args=args or []), fields, follow=True)


def begun(client: Client, key: str, serial: int = 901) -> str:
    """Somebody known stands at the counter and the form is open; returns the draft."""
    persons.person(serial)
    post(client, "counter_find", number=persons.id_no(serial))
    answer = post(client, "counter_start", code=factory.item(key).code)
    return answer.redirect_chain[-1][0].rsplit("/", 1)[-1]


def test_somebody_known_is_found_by_his_card_and_shown_masked() -> None:
    persons.person(901, name="李小敏")
    answer = post(at_desk(INTAKE), "counter_find", number=f" {persons.id_no(901)} ")
    text = answer.content.decode()
    assert "李*敏" in text
    assert persons.id_no(901) not in text
    assert persons.id_no(901) not in answer.wsgi_request.get_full_path()


def test_a_number_with_a_wrong_check_digit_is_refused_and_kept_in_the_box() -> None:
    wrong = persons.id_no(901)[:-1] + ("1" if persons.id_no(901)[-1] != "1" else "2")
    answer = post(at_desk(INTAKE), "counter_find", number=wrong)
    assert (answer.status_code, "号码不对" in answer.content.decode()) == (422, True)
    assert f'value="{wrong}"' in answer.content.decode()


def test_somebody_new_is_registered_and_verified_at_the_counter() -> None:
    client = at_desk(INTAKE)
    asked = post(client, "counter_find", number=NEW_ID)
    assert f'value="{NEW_ID}"' in asked.content.decode()
    answer = post(client, "counter_register", id_no=NEW_ID, name="周新", phone="19900000077", seen="on")
    assert "已核验" in answer.content.decode()
    assert people.find_person(id_no=NEW_ID) is not None


def test_nobody_is_registered_unless_the_card_was_seen() -> None:
    answer = post(at_desk(INTAKE), "counter_register", id_no=NEW_ID, name="周新", phone="19900000077")
    assert (answer.status_code, "请当面核对身份证原件" in answer.content.decode()) == (422, True)
    assert 'value="周新"' in answer.content.decode()
    assert people.find_person(id_no=NEW_ID) is None


def test_a_firm_is_registered_from_its_licence_after_the_person_who_came_for_it() -> None:
    client = at_desk(INTAKE)
    uscc = synthetic_uscc(serial=321)
    first = post(client, "counter_find", number=uscc)
    assert "先读经办人的身份证" in first.content.decode()
    persons.person(901)
    post(client, "counter_find", number=persons.id_no(901))
    assert "照营业执照登记" in post(client, "counter_find", number=uscc).content.decode()
    answer = post(client, "counter_firm", uscc=uscc, name="X区晨光商行", legal_representative_name="李小敏")
    assert "X区晨光商行" in answer.content.decode()
    assert "经办人" in answer.content.decode()


def test_an_item_is_found_by_everyday_words_and_only_those_of_this_window() -> None:
    client = at_desk(INTAKE)
    found = client.get(reverse("desk:counter_items"), {"q": "开饭馆"}).json()
    assert [hit["text"] for hit in found][:1] == ["食品经营许可（餐饮服务经营者新办）"]
    assert at_desk(NEIGHBOUR).get(reverse("desk:counter_items"), {"q": "开饭馆"}).json() == []


def test_an_item_for_firms_is_refused_to_a_person_in_plain_words() -> None:
    client = at_desk(INTAKE)
    persons.person(901)
    post(client, "counter_find", number=persons.id_no(901))
    answer = post(client, "counter_start", code=factory.item(factory.FOOD).code)
    assert answer.status_code >= 400
    assert "食品经营许可" in answer.content.decode()


def test_the_form_comes_prefilled_and_the_person_can_see_who_looked() -> None:
    client = at_desk(INTAKE)
    uid = begun(client, factory.PLAIN)
    page = client.get(reverse("desk:intake", args=[uid])).content.decode()
    assert f'value="{persons.id_no(901)}"' in page
    person_id = people.find_person(id_no=persons.id_no(901))
    assert [seen.purpose for seen in people.who_saw(person_id=person_id)] == ["窗口收件预填申请表"]


def test_paper_is_ticked_and_the_case_is_received_and_accepted_with_one_key() -> None:
    client = at_desk(INTAKE)
    uid = begun(client, factory.PLAIN)
    answer = post(client, "intake_hand_in", [uid], papers=["photo", "extra"], paper=["photo"], do="accept")
    done = answer.context["done"]
    assert (done.state.zh, done.channel) == ("已受理", "window")
    assert [(m.key, m.source) for m in done.materials] == [("photo", "paper"), ("extra", "")]
    assert [paper.title for paper in answer.context["papers"]] == ["申请材料接收凭证", "受理通知书"]
    assert "打印受理通知书" in answer.content.decode()


def test_an_on_the_spot_item_goes_from_receipt_to_the_end_in_one_sitting() -> None:
    client = at_desk(INTAKE)
    uid = begun(client, factory.SPOT)
    answer = post(client, "intake_hand_in", [uid], papers=["photo"], paper=["photo"], do="sitting", key="k1")
    done = answer.context["done"]
    assert done.state.zh == "已办结"
    kinds = [recorded.kind for recorded in journal.stream(name=f"case:{done.case_no}")]
    assert kinds == [
        f"case.{step}" for step in ("received", "accepted", "granted", "issued", "served", "closed")
    ]


def test_what_is_missing_is_said_and_everything_typed_and_ticked_is_kept() -> None:
    client = at_desk(INTAKE)
    uid = begun(client, factory.PLAIN)
    answer = post(
        client, "intake_hand_in", [uid], name="", remark="写了备注", papers=["photo"], do="accept", key="k1"
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "请填写姓名" in text
    assert 'value="写了备注"' in text


def test_the_same_page_sent_twice_makes_one_case() -> None:
    client = at_desk(INTAKE)
    uid = begun(client, factory.PLAIN)
    for _ in range(2):
        answer = post(
            client, "intake_hand_in", [uid], papers=["photo"], paper=["photo"], do="receive", key="k1"
        )
        assert answer.status_code == 200
    assert len(queries.worklist(officer=officer(INTAKE), on=clock.today())) == 1


def test_unticking_takes_a_paper_back() -> None:
    client = at_desk(INTAKE)
    uid = begun(client, factory.PLAIN)
    post(client, "intake_hand_in", [uid], papers=["photo"], paper=["photo"], do="keep")
    post(client, "intake_hand_in", [uid], papers=["photo"], do="keep")
    assert queries.draft(uid=uid, by=officer(INTAKE)).files == {}


def test_what_is_typed_is_saved_without_pressing_anything() -> None:
    client = at_desk(INTAKE)
    uid = begun(client, factory.PLAIN)
    assert post(client, "intake_save", [uid], remark="正在打字").json() == {"saved": True}
    assert queries.draft(uid=uid, by=officer(INTAKE)).values["remark"] == "正在打字"


def test_a_colleagues_draft_answers_as_a_missing_one() -> None:
    uid = begun(at_desk(INTAKE), factory.PLAIN)
    other = at_desk(NEIGHBOUR)
    assert other.get(reverse("desk:intake", args=[uid])).status_code == 404
    assert other.post(reverse("desk:intake_save", args=[uid])).status_code == 404
    assert other.post(reverse("desk:intake_hand_in", args=[uid])).status_code == 404


def test_the_counter_is_for_intake_only() -> None:
    assert at_desk(REVIEWER).get(reverse("desk:counter")).status_code == 403

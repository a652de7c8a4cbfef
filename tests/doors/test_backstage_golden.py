"""黄金样例的页面：看结果和覆盖，从表单试跑、存下，认可新结果，删去；不归他管的存不了。"""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from tests.doors.desk_office import at_desk
from tests.factories import organisation as organisation_factory
from tests.factories.catalogue import AT, BY, FOOD
from tests.factories.catalogue_life import COMPILER, brought_to, published
from tongban.rooms.calendar import acts as calendar
from tongban.rooms.calendar import queries as calendars
from tongban.rooms.catalogue import acts, queries
from tongban.rooms.catalogue.words import Outcome, Stage
from tongban.rooms.organisation import acts as organisation
from tongban.rooms.organisation.words import Appointment, Role

pytestmark = pytest.mark.django_db
PAGE = reverse("backstage:golden", kwargs={"code": FOOD})
FORM = reverse("backstage:golden_form", kwargs={"code": FOOD})


def open_golden_office() -> None:
    """The calendar, the departments, and officer 71 who manages the items of the bureau."""
    for each in calendars.published():
        calendar.load_calendar(calendar=each, by=BY, at=AT)
    corner, code = organisation_factory.corner(), "approval.catalogue_admin.golden"
    facts = replace(
        corner,
        posts=(*corner.posts, organisation_factory.post(code, Role.CATALOGUE_ADMIN, scope=("approval",))),
        officers=(*corner.officers, organisation_factory.person("71", "罗文静")),
        appointments=(*corner.appointments, Appointment(staff_no="71", post=code)),
    )
    organisation.load_organisation(facts=facts, password=None, by=organisation_factory.INSTALLER, at=AT)


@pytest.fixture
def admin() -> Client:
    open_golden_office()
    client = at_desk("71")
    published()
    acts.load_golden(region="990102000000", by=BY, at=AT)
    return client


def typed(client: Client, **changes: object) -> dict[str, object]:
    """What the form holds when it opens on the item's own example."""
    asked = client.get(FORM).context["asked"]
    found: dict[str, object] = {"name": "夜宵店", "accepted_on": "2026-03-02", "uid": ""}
    for ask in (*asked.situations, *asked.fields):
        chosen = [choice.key for choice in ask.choices if choice.chosen]
        found[ask.name] = chosen if ask.choices else ask.value
    return found | changes


def test_the_page_tells_each_cases_result_and_what_no_case_touches(admin: Client):
    seen = admin.get(PAGE)
    assert seen.status_code == 200
    sheet = seen.context["sheet"]
    assert (len(sheet.results), sheet.broken, sheet.draft) == (9, 0, False)
    page = seen.content.decode()
    assert page.count(">通过</span>") == 9
    assert "全部通过" in page


def test_a_case_is_tried_and_nothing_is_stored_before_it_is_saved(admin: Client):
    seen = admin.post(FORM, typed(admin, do="run"))
    verdict = seen.context["verdict"]
    assert (verdict.outcome, str(verdict.due_on)) == (Outcome.ACCEPTED, "2026-03-11")
    assert len(queries.golden_cases(item_code=FOOD)) == 9


def test_a_case_saved_from_the_form_runs_from_then_on(admin: Client):
    changes = {"f.enterprise_uscc": "91990102MB00000000", "x.layout": "1", "do": "save"}
    assert admin.post(FORM, typed(admin, **changes)).status_code == 302
    case = queries.golden_cases(item_code=FOOD)[-1]
    assert case.name == "夜宵店"
    assert case.expects.reasons == (
        "form.enterprise_uscc：统一社会信用代码校验位不符，请核对是否抄错",
        "materials.layout：缺少经营场所布局和设备设施、操作流程文件",
    )


def test_what_was_typed_stays_when_the_case_cannot_be_stored(admin: Client):
    seen = admin.post(
        FORM, typed(admin, name="材料齐全，予以受理", do="save", **{"f.shop_name": "夜里开的店"})
    )
    assert seen.status_code == 422
    assert "已经有一个样例叫" in seen.context["asked"].problem
    assert "夜里开的店" in seen.content.decode()
    wrong = admin.post(FORM, typed(admin, accepted_on="三月二日", do="run"))
    assert wrong.status_code == 422
    assert wrong.context["asked"].problem == "受理日期应为日期，例如 2026-03-02"


def test_a_broken_case_says_what_changed_and_its_new_result_can_be_taken_as_right(admin: Client):
    brought_to(Stage.DRAFT, promise_day=6)
    page = admin.get(PAGE)
    assert page.context["sheet"].broken == 6
    assert "应办结日应为“2026-03-11”，现在是“2026-03-10”" in page.content.decode()
    uid = page.context["sheet"].results[0].case.uid
    step = reverse("backstage:golden_step", kwargs={"code": FOOD, "uid": uid, "act": "accept"})
    assert admin.post(step).status_code == 302
    assert queries.golden_sheet(item_code=FOOD).broken == 5


def test_a_draft_that_is_not_written_out_yet_is_said_to_be_so(admin: Client):
    brought_to(Stage.DRAFT, form=[{"title": "主体信息", "fields": [{"name": "applicant"}]}])
    page = admin.get(PAGE)
    assert page.status_code == 200
    assert "编制中的一版还没有写全，样例等写全了再跑。" in page.content.decode()
    assert f'href="{reverse("backstage:item", kwargs={"code": FOOD})}"' in page.content.decode()


def test_every_save_of_the_designer_tells_beside_it_how_the_cases_fare(admin: Client):
    uid = brought_to(Stage.DRAFT, promise_day=6)
    page = admin.get(f"/backstage/versions/{uid}/design/limits")
    says = "9 个样例里有 6 个没有通过，改好或者认可新结果之前不能发布。"
    assert (page.context["golden"]["says"], len(page.context["golden"]["broken"])) == (says, 6)
    assert says in page.content.decode()
    sent = {"base": 2, "changes": {"promise_day": "7"}}
    saved = admin.post(f"/backstage/versions/{uid}/design/limits/save", sent, content_type="application/json")
    assert saved.json()["golden"] == {"says": "9 个样例全部通过。", "broken": [], "url": PAGE}
    item = admin.get(reverse("backstage:item", kwargs={"code": FOOD})).content.decode()
    assert f'href="{PAGE}"' in item


def test_a_case_is_removed(admin: Client):
    uid = queries.golden_cases(item_code=FOOD)[0].uid
    step = reverse("backstage:golden_step", kwargs={"code": FOOD, "uid": uid, "act": "remove"})
    assert admin.post(step).status_code == 302
    assert len(queries.golden_cases(item_code=FOOD)) == 8
    assert admin.post(step).status_code == 404


def test_a_case_is_changed_and_copied_from_the_form(admin: Client):
    case = queries.golden_cases(item_code=FOOD)[1]
    opened = admin.get(f"{FORM}?uid={case.uid}").context["asked"]
    assert (opened.name, opened.uid) == (case.name, case.uid)
    copied = admin.get(f"{FORM}?like={case.uid}").context["asked"]
    assert (copied.name, copied.uid, copied.missing) == ("", "", opened.missing)
    acts.save_golden_case(item_code=FOOD, case=case, by=COMPILER, at=AT)


def test_an_item_that_is_not_there_has_no_page(admin: Client):
    assert admin.get(reverse("backstage:golden", kwargs={"code": "没有"})).status_code == 404

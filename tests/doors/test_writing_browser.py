"""设计器和清单编制好不好用：只用键盘走得到每一处，axe 无话可说，窄屏不出界，没有脚本也读得了、存得下。"""

import os
from pathlib import Path

import pytest

from tests.doors import backstage_office as office
from tests.doors import browser as chromium
from tests.doors.browser import DESK, PHONE
from tests.doors.test_designer import NEW, add
from tests.factories import catalogue as sample
from tests.factories import powers
from tests.factories.organisation import officer
from tongban.foundation import clock
from tongban.rooms.catalogue import acts, queries
from tongban.rooms.catalogue.words import BookKind

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("TONGBAN_SHOTS", "")
LOOKS = {"desk": (DESK, "standard"), "elder": (DESK, "elder"), "phone": (PHONE, "standard")}
SHORT = ("form", "field", "result", "edition", "draft", "tolerant", "pick")
"""The pages that are walked with every change; the phone's look walks them all, by night."""
RUNS = ["desk", "elder", pytest.param("phone", marks=pytest.mark.nightly)]


def designed() -> dict[str, str]:
    """An item begun, with a field, a material, a situation and a result."""
    client = office.backstage(office.COMPILER)
    uid = client.post("/backstage/new", NEW).url.split("/")[3]
    add(client, uid, "field", around=0, title="犬名", kind="text")
    add(client, uid, "materials", title="免疫证明")
    add(client, uid, "situations", title="养了几只")
    design = f"/backstage/versions/{uid}/design"
    return {
        "limits": f"{design}/limits",
        "form": f"{design}/form",
        "field": f"{design}/field/row/f1",
        "material": f"{design}/materials/row/m1",
        "situation": f"{design}/situations/row/q1",
        "result": f"{design}/result",
    }


def listed() -> dict[str, str]:
    """A licence list in force and the next one being written, a tolerance list with one item."""
    entries = tuple(e for e in powers.ENTRIES if e.department == "market")
    acts.publish(content=sample.content("labour_dispatch_licence"), by="officer:1", at=sample.AT)
    powers.publish(powers.a_list(entries=entries))
    by, at = officer(office.PUBLISHER), clock.now()
    begun = {"region": by.region, "by": by, "at": at}
    after = acts.start_list_draft(kind=BookKind.LICENCE_LIST, after="X政办发〔2026〕1号", **begun)
    tolerance = acts.start_list_draft(kind=BookKind.TOLERANCE, **begun)
    draft = queries.list_draft(uid=tolerance.draft_uid, by=by)
    rows = [{"item": "990114002001", "materials": [{"key": "facility_list", "days": 5}]}]
    acts.save_list_draft(
        draft_uid=draft.uid, based_on=1, content={**draft.content, "items": rows}, by=by, at=at
    )
    page, other = f"/backstage/drafts/{after.draft_uid}", f"/backstage/drafts/{tolerance.draft_uid}"
    return {
        "lists": "/backstage/lists",
        "kind": "/backstage/lists/licence_list",
        "edition": "/backstage/lists/licence_list/1",
        "draft": page,
        "head": f"{page}/head",
        "entry": f"{page}/rows/entries.0",
        "tolerance": other,
        "tolerant": f"{other}/rows/items.0",
        "pick": f"{other}/pick/items",
    }


@pytest.mark.parametrize("look", RUNS)
@pytest.mark.parametrize(
    ("pages", "who"), [(designed, office.COMPILER), (listed, office.PUBLISHER)], ids=["design", "lists"]
)
def test_all_of_it_is_reached_by_keyboard_and_without_fault(visitor, live_server, pages, who, look):
    office.open_backstage()
    addresses, (size, mode) = pages(), LOOKS[look]
    visit = visitor(size=size)
    _sign_in(visit, live_server, who, mode)
    wrong = []
    for name, address in addresses.items():
        if name not in SHORT and look != "phone" and not SHOTS:
            continue
        page = visit.open(address)
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{look}.png", full_page=True)
        wide = chromium.overflow(page)
        found = [*chromium.axe(page), *chromium.heading_faults(page), *chromium.duplicate_ids(page)]
        unreached = [f"not reached: {each}" for each in chromium.tab_reach(page)]
        wrong += [f"{name}: {e}" for e in (*found, *unreached, *([f"{wide} px too wide"] if wide else []))]
    assert (wrong, visit.complaints) == ([], [])


def test_a_field_is_read_and_saved_without_javascript(visitor, live_server):
    office.open_backstage()
    address = designed()["field"]
    visit = visitor(size=DESK, javascript=False)
    _sign_in(visit, live_server, office.COMPILER, "standard")
    page = visit.open(address)
    assert page.locator("#f-label").input_value() == "犬名"
    page.locator("#f-label").fill("犬只的名字")
    page.locator("button[name=stay]").click()
    page.wait_for_load_state()
    assert page.locator("#f-label").input_value() == "犬只的名字"
    uid = address.split("/")[3]
    kept = queries.draft(version_uid=uid, by=officer(office.COMPILER), at=clock.now()).content
    assert [field["label"] for field in kept["form"][0]["fields"]] == ["犬只的名字"]


def _sign_in(visit, live_server, who, mode):
    cookies = [("sessionid", office.backstage(who).cookies["sessionid"].value)]
    if mode == "elder":
        cookies.append(("display", "elder.."))
    jar = [{"name": name, "value": value, "url": live_server.url} for name, value in cookies]
    visit.page.context.add_cookies(jar)

"""编制与审核的页面好不好用：桌面、手机、320 像素、长辈版，键盘走得到，axe 无话可说。"""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from tests.doors import backstage_office as office
from tests.doors import browser as chromium
from tests.factories import organisation
from tests.factories.catalogue import BY, FOOD, content
from tests.factories.catalogue_life import REASONS, SHORT_FLOW
from tongban.foundation import clock
from tongban.rooms.catalogue import acts, models
from tongban.rooms.catalogue.rules.directory import line_of

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = {"desk": (1366, 768), "phone": (390, 844), "narrow": (320, 640)}
SHOTS = os.environ.get("TONGBAN_SHOTS", "")


def a_life() -> dict[str, str]:
    """A published item, a version of it under review, drift; the addresses of its pages."""
    office.open_backstage()
    now = clock.now()
    acts.publish(content=content(), by=BY, at=now - timedelta(days=1))
    compiler, checker = (organisation.officer(no) for no in (office.COMPILER, office.CHECKER))
    uid = acts.start_revision(item_code=FOOD, by=compiler, at=now).version_uid
    first, second, *rest = content()["materials"]
    materials = [second, {**first, "accept_stand": ["复印件清楚", "与原件一致"]}, *rest]
    changes = {"promise_day": 6, "handle_flow": SHORT_FLOW, "materials": materials}
    acts.change_revision(version_uid=uid, based_on=1, changes=changes, by=compiler, at=now)
    acts.submit_for_review(version_uid=uid, based_on=2, by=compiler, at=now)
    acts.send_back(version_uid=uid, reasons=REASONS, by=checker, at=now)
    acts.submit_for_review(version_uid=uid, based_on=2, by=compiler, at=now)
    models.keep_lines(
        [line_of(content()), line_of(content(catalog_code="990131077001", task_name="夜市经营"))]
    )
    models.claim_all([FOOD])
    models.keep_lines([line_of(content(task_name="食品经营许可核发"))])
    item = f"/backstage/items/{FOOD}"
    return {
        "items": "/backstage/items",
        "units": "/backstage/units",
        "directory": "/backstage/directory",
        "item": item,
        "compare": f"{item}/compare",
        "version": f"/backstage/versions/{uid}",
        "open": "/api/open",
    }


@pytest.mark.parametrize("mode", ["standard", "elder"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_fits_reads_and_can_be_reached(visitor, live_server, size, mode):
    pages = a_life()
    cookie = office.backstage(office.CHECKER).cookies["sessionid"].value
    visit = visitor(size=SIZES[size])
    jar = visit.page.context
    jar.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    if mode == "elder":
        jar.add_cookies([{"name": "display", "value": "elder..", "url": live_server.url}])
    wrong = []
    for name, address in pages.items():
        page = visit.open(address)
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{size}-{mode}.png", full_page=True)
        wide = chromium.overflow(page)
        found = [*chromium.axe(page), *chromium.heading_faults(page), *chromium.duplicate_ids(page)]
        wrong += [f"{name}: {each}" for each in (*found, *([f"{wide} px too wide"] if wide else []))]
    assert wrong == []

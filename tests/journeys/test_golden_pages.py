"""黄金样例的两页：每种大小、两种版式都看得清、键盘走得到、没有毛病。"""

import os
from collections.abc import Callable

import pytest

from tests.doors import browser as chromium
from tests.doors.desk_office import at_desk
from tests.doors.test_backstage_golden import FORM, PAGE, open_golden_office
from tests.factories.catalogue import AT, BY
from tests.factories.catalogue_life import brought_to, published
from tests.journeys.cast import elder
from tongban.rooms.catalogue import acts
from tongban.rooms.catalogue.words import Stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
Visitor = Callable[..., chromium.Visit]
SHOTS = os.environ.get("TONGBAN_SHOTS")


@pytest.mark.parametrize("mode", ["standard", "elder"])
@pytest.mark.parametrize("size", [chromium.DESK, chromium.PHONE, chromium.SMALL])
def test_both_pages_are_without_fault_at_every_size(
    visitor: Visitor, mode: str, size: tuple[int, int]
) -> None:
    open_golden_office()
    published()
    acts.load_golden(region="990102000000", by=BY, at=AT)
    brought_to(Stage.DRAFT, promise_day=6)
    visit = visitor(size=size)
    session = at_desk("71").cookies["sessionid"].value
    visit.page.context.add_cookies([{"name": "sessionid", "value": session, "url": visit.origin}])
    if mode == "elder":
        elder(visit.page.context, origin=visit.origin)
    found = {}
    for name, path in (("sheet", PAGE), ("form", FORM)):
        page = visit.open(path)
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}-{mode}-{size[0]}.png", full_page=True)
        found[name] = [*chromium.faults(page), *chromium.tab_reach(page)]
    assert found == {"sheet": [], "form": []}
    assert visit.complaints == []

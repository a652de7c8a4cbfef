"""各门的页面：登录、首页、出错页，在标准、长辈版、深色屏下都合无障碍规则，都能用 Tab 走遍。"""

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.doors import browser as chromium
from tests.doors.browser import DESK, SMALL, Visit
from tests.doors.test_authorisation_matrix import client_of
from tongban.rooms.organisation.words import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Visitor = Callable[..., Visit]

OPEN_DOORS = [
    "/",
    "/accounts/login/",
    "/hall/",
    "/progress",
    "/register",
    "/v",
    "/search?q=饭馆",
    "/nothing-here",
]
STAFF_DOORS = {
    Role.INTAKE: ["/desk/", "/accounts/2fa/"],
    Role.DIRECTOR: ["/board/"],
    Role.SYSTEM_ADMIN: ["/backstage/"],
}
MODES = ("standard", "elder", "screen")


def sign_in(visit: Visit, asker: str) -> None:
    session = client_of(asker).cookies[settings.SESSION_COOKIE_NAME].value
    visit.page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": visit.origin}]
    )


def in_mode(visit: Visit, mode: str) -> None:
    """From here on this visitor reads so."""
    visit.open(f"/_display/set?mode={'elder' if mode == 'elder' else 'standard'}")


def faults_here(page: Page) -> list[str]:
    """All that the open page must be free of: what axe objects to, what Tab misses, what does not fit a small screen."""
    return chromium.faults(page) + chromium.tab_reach(page) + chromium.sideways(page, SMALL)


def faults_of(visit: Visit, paths: list[str], mode: str) -> dict[str, list[str]]:
    in_mode(visit, mode)
    found = {}
    for path in paths:
        page = visit.open(path)
        if mode == "screen":
            page.evaluate("document.documentElement.dataset.theme = 'screen'")
        found[path] = faults_here(page)
    return {path: faults for path, faults in found.items() if faults}


@pytest.mark.parametrize("mode", MODES)
def test_the_open_doors_are_accessible(visitor: Visitor, mode: str) -> None:
    assert faults_of(visitor(size=DESK), OPEN_DOORS, mode) == {}


@pytest.mark.parametrize("mode", MODES)
def test_the_doors_of_the_staff_are_accessible(visitor: Visitor, mode: str) -> None:
    found = {}
    for role, paths in STAFF_DOORS.items():
        visit = visitor(size=DESK)
        sign_in(visit, f"officer:{role}")
        found |= faults_of(visit, paths, mode)
    assert found == {}

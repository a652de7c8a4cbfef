"""每一页：从各人的首页顺着链接走，没有走不通的链接；走到的每一种页面在标准版和长辈版都没有毛病、都能用 Tab 走遍。"""

import re
from collections import Counter, deque
from collections.abc import Callable
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from tests.doors import backstage_office, desk_office
from tests.doors.browser import DESK, Visit
from tests.doors.owned_things import mandate_of, things_at_the_desk, things_backstage, things_of
from tests.doors.test_authorisation_ownership import ACTING, citizen, just_signed_in
from tests.doors.test_every_door import faults_of
from tests.factories import cases as factory
from tests.factories import catalogue as catalogue_factory
from tests.factories import organisation as organisation_factory
from tests.factories import people as persons
from tests.journeys import cast
from tongban.foundation import clock
from tongban.foundation.accounts.models import Account
from tongban.rooms.catalogue import acts as catalogue
from tongban.wiring.manifest import MANIFEST

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(3600),
]
Visitor = Callable[..., Visit]
FEW = 2  # addresses of one kind that are opened: the first that is a page stands for the kind
LINK = re.compile(r'<a [^>]*?href="([^"]*)"')
# The case that the factory's licence names never was.
MADE_UP = re.compile(r"/my/cases/11990102MB0000019H20260311\d{5}")
SETTING = {"pages:display_set"}  # following it would change how one reads


def name_of(path: str) -> str:
    """Which address of the manifest this is."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def links_of(page: str, at: str) -> list[str]:
    """The addresses of this site that a page leads to."""
    found = (urljoin(at, unescape(link)).partition("#")[0] for link in LINK.findall(page))
    return [link for link in dict.fromkeys(found) if link.startswith("/") and not link.startswith("/static/")]


def walked(client: Client, starts: list[str]) -> tuple[dict[str, str], list[str]]:
    """Every kind of page that links lead to, each with one address; and the links that lead nowhere."""
    pages: dict[str, str] = {}
    dead: list[str] = []
    begun = set(starts)
    waiting, taken, seen = deque(starts), Counter[str](), set[str]()
    while waiting:
        path = waiting.popleft()
        name = name_of(path)
        if path in seen or name in SETTING or taken[name] >= FEW:
            continue
        seen.add(path)
        taken[name] += 1
        answer = client.get(path)
        if answer.status_code == 302:
            waiting.append(urljoin(path, answer["Location"]).partition("#")[0])
        elif answer.status_code != 200 and path not in begun and not MADE_UP.fullmatch(path):
            dead.append(f"{path} ({name}): {answer.status_code}")
        elif answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            pages.setdefault(name, path)
            waiting.extend(links_of(answer.content.decode(), path))
    return pages, dead


# ── whose pages, and which kinds there are ────────────────────────────────────────────────────────────────────────

# What has a row in the manifest and is no page to look at: answers for programs, and what would change how one reads.
NO_PAGES = {
    "healthz",
    "readyz",
    "api:root",
    "peers:root",
    "pages:display_set",
    "pages:suggest",
    "portal:suggest",
}


OPEN_PAGES = """
    display form_sheet guide home licences notice_sheet progress published_list published_lists search shelf transfers
    verify_licence
"""
OWN_PAGES = """
    acting apply_check apply_done apply_form apply_materials give_mandate inbox licence mandate message my my_case my_cases
    my_record supplement wallet
"""
COMPILING_PAGES = """
    compare design_part design_preview design_row directory excel home item items lists new_item transfers units version
"""


def page_names() -> list[str]:
    """Every address without a hole: where a walk may begin."""
    return [reverse(name) for name in MANIFEST if name not in NO_PAGES and not _has_hole(name)]


def _has_hole(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:
        return True
    return False


def audited(visitor: Visitor, client: Client, starts: list[str], *, among: str) -> dict[str, list[str]]:
    """What is wrong with the pages this person can walk to: dead links, ``among`` them never reached, faults in either mode."""
    pages, dead = walked(client, starts)
    never = sorted(set(among.split()) - {name.partition(":")[2] for name in pages})
    visit = visitor(size=DESK)
    if cookie := client.cookies.get(settings.SESSION_COOKIE_NAME):
        visit.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": visit.origin}])
    print(len(pages), sorted(pages))
    found = {what: told for what, told in {"dead": dead, "never reached": never}.items() if told}
    for mode in ("standard", "elder"):
        found |= {
            f"{mode} {path}": faults for path, faults in faults_of(visit, list(pages.values()), mode).items()
        }
    return found


def test_every_page_for_anybody_and_of_a_citizens_own_is_without_fault(visitor: Visitor) -> None:
    cast.of_the_demonstration()
    factory.world(at=clock.now())
    owner, client = citizen(801)
    things = things_of(owner) | mandate_of(owner, persons.person(802, name="周小兰"))
    own = [reverse(name, kwargs=holes) for name, holes in things.items() if name not in ACTING]
    assert audited(visitor, Client(), ["/", *page_names()], among=OPEN_PAGES) == {}
    assert audited(visitor, client, ["/my", *own], among=OWN_PAGES) == {}


def test_every_page_of_those_who_lead_run_and_compile_is_without_fault(visitor: Visitor) -> None:
    cast.of_the_demonstration()
    found = {
        who: audited(visitor, just_signed_in(Account.objects.get(login=login)), page_names(), among="home")
        for who, login in {"director": "99010200074", "system": "99010200075", "items": "99010200078"}.items()
    }
    assert found == {"director": {}, "system": {}, "items": {}}


def test_every_page_of_casework_is_without_fault(visitor: Visitor) -> None:
    desk_office.open_office()
    things = things_at_the_desk(citizen(811)[0])
    starts = ["/desk/", *(reverse(name, kwargs=things[name]) for name in ("desk:case", "desk:intake"))]
    clerk, reviewer = (desk_office.at_desk(who) for who in (desk_office.INTAKE, desk_office.REVIEWER))
    assert audited(visitor, clerk, starts, among="home case counter intake") == {}
    case_no = desk_office.walked("accept")
    assert audited(visitor, reviewer, ["/desk/", f"/desk/cases/{case_no}"], among="home case") == {}


def test_every_page_of_the_designer_is_without_fault(visitor: Visitor) -> None:
    backstage_office.open_backstage()
    catalogue.publish(content=catalogue_factory.content(), by=catalogue_factory.BY, at=clock.now())
    by = organisation_factory.officer(backstage_office.COMPILER)
    uid = catalogue.start_revision(item_code=catalogue_factory.FOOD, by=by, at=clock.now()).version_uid
    things = things_backstage(code=catalogue_factory.FOOD, uid=uid)
    names = ("item", "compare", "version", "design", "design_part", "design_row", "design_preview")
    starts = [reverse(f"backstage:{name}", kwargs=things[f"backstage:{name}"]) for name in names]
    compiler = backstage_office.backstage(backstage_office.COMPILER)
    assert audited(visitor, compiler, ["/backstage/", *starts], among=COMPILING_PAGES) == {}

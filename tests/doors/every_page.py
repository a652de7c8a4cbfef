"""Owns which page is looked at as whom, which addresses are no pages and why, and how one person's pages are walked."""

import os
import re
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from playwright.sync_api import Page

from tests.doors.browser import DESK, PHONE, Visit
from tests.doors.test_every_door import faults_here, in_mode
from tongban.wiring.manifest import MANIFEST, Row

Visitor = Callable[..., Visit]
SHOTS = os.environ.get("TONGBAN_SHOTS", "")

# ── who looks at which page ───────────────────────────────────────────────────────────────────────────────────────

LOOKED_AT: dict[str, str] = {
    "anybody": """
        account_inactive account_login socialaccount_login_cancelled socialaccount_login_error
        api:open hall:home pages:component pages:display pages:gallery
        portal:form_sheet portal:guide portal:home portal:licences portal:notice_sheet portal:progress portal:published_list
        portal:published_lists portal:rate portal:register portal:registered portal:search portal:shelf
        portal:transfers portal:verify portal:verify_document portal:verify_licence
    """,
    "halfway": "mfa_authenticate",
    "citizen": """
        account_change_password account_logout account_reauthenticate
        mfa_activate_totp mfa_add_webauthn mfa_index mfa_list_webauthn
        portal:acting portal:apply portal:apply_check portal:apply_done portal:apply_form portal:apply_materials
        portal:give_mandate portal:inbox portal:licence portal:look portal:mandate portal:message portal:my
        portal:my_case portal:my_cases portal:my_record portal:show_code portal:supplement portal:wallet
    """,
    "firm": "portal:apply_situation",
    "guarded": """
        mfa_deactivate_totp mfa_edit_webauthn mfa_generate_recovery_codes mfa_reauthenticate
        mfa_reauthenticate_webauthn mfa_remove_webauthn mfa_view_recovery_codes
    """,
    "director": "board:figure board:figures board:home desk:home",
    "system": "backstage:home backstage:moves",
    "items": """
        backstage:agreement_end backstage:claim backstage:compare backstage:directory backstage:excel
        backstage:golden backstage:golden_form backstage:home backstage:item backstage:item_step backstage:items
        backstage:list_changes backstage:list_edition backstage:list_kind backstage:lists backstage:new_item
        backstage:take_baseline backstage:transfer backstage:transfers backstage:units backstage:version
        board:figure board:figures desk:home
    """,
    "clerk": """
        desk:act desk:case desk:counter desk:counter_find desk:counter_firm desk:counter_register
        desk:counter_start desk:home desk:intake desk:intake_hand_in desk:reveal
    """,
    "reviewer": "desk:act desk:case desk:home",
    "decider": "desk:act desk:case desk:home",
    "issuer": "desk:case desk:home",
    "designer": """
        backstage:compare backstage:design_part backstage:design_preview backstage:design_row backstage:item
        backstage:version backstage:version_step
    """,
    "publisher": """
        backstage:list_changes backstage:list_draft backstage:list_edition backstage:list_head backstage:list_kind
        backstage:list_pick backstage:list_row backstage:lists
    """,
}
"""人 → the addresses whose pages he is seen to reach by the walk; the walk fails for every one that it does not reach."""

POSTED = """
    backstage:design_again backstage:design_back backstage:design_row_save backstage:design_rows
    backstage:design_save backstage:golden_step backstage:list_start backstage:list_step backstage:move
    backstage:transfer_step
    desk:counter_leave desk:counter_verify desk:intake_save
    pages:draft
    portal:accept_mandate portal:act_for portal:apply_save portal:apply_submit portal:copy_licence
    portal:discard_draft portal:revoke_mandate portal:start_supplement portal:withdraw
"""
NO_PAGES: dict[str, str] = {
    "takes a form, and leads to a page of another address or answers a program": POSTED,
    "answers a program": """
        api:open_item api:open_json api:root desk:counter_items healthz pages:suggest peers:root portal:suggest
        readyz
    """,
    "is a file": """
        api:open_csv backstage:design_specimen backstage:golden_file backstage:items_file backstage:list_file
        desk:document desk:material mfa_download_recovery_codes pages:sheet
        portal:apply_file portal:apply_receipt portal:copy_pdf portal:licence_pdf portal:licences_pdf
        portal:my_document portal:my_material portal:published_list_pdf portal:transfer_pdf
    """,
    "only leads on": """
        backstage:design desk:next mfa_login_webauthn openid_connect_callback openid_connect_login
        pages:display_set portal:continue_draft
    """,
}
"""Why nobody looks → the addresses. What is shut to everybody needs no line."""


def never_looked_at(
    manifest: Mapping[str, Row], *, looked_at: Mapping[str, str], no_pages: Mapping[str, str]
) -> set[str]:
    """Open addresses of the manifest that nobody looks at and that have no reason for it."""
    told = {name for names in (*looked_at.values(), *no_pages.values()) for name in names.split()}
    return {name for name, row in manifest.items() if row.allow} - told


def told_twice(*, looked_at: Mapping[str, str], no_pages: Mapping[str, str]) -> set[str]:
    """Addresses that are looked at and said to be no page, or said so with two reasons."""
    pages = {name for names in looked_at.values() for name in names.split()}
    reasons = Counter(name for names in no_pages.values() for name in names.split())
    return (pages & set(reasons)) | {name for name, times in reasons.items() if times > 1}


# ── the walk ──────────────────────────────────────────────────────────────────────────────────────────────────────

FEW = 2  # addresses of one kind that are opened by links: the first that is a page stands for the kind
LINK = re.compile(r'<a [^>]*?href="([^"]*)"')
# The case that the factory's licence names never was.
MADE_UP = re.compile(r"/my/cases/11990102MB0000019H20260311\d{5}")
SETTING = {"pages:display_set"}  # following it would change how one reads
READ_ALL_THE_SAME = {"socialaccount_login_error": 401}
NOT_YET = {
    "backstage:design_specimen": 422
}  # what is still being written has no specimen, and is told what is missing
SEND = """
([path, told]) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const form = Object.assign(document.createElement("form"), { method: "post", action: path });
  for (const [name, value] of Object.entries({ ...told, csrfmiddlewaretoken: token }))
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  document.body.append(form);
  form.submit();
}
"""


@dataclass(frozen=True)
class Sent:
    """A form sent from a page; ``path`` answers with a page."""

    at: str
    path: str
    told: Mapping[str, str]


def name_of(path: str) -> str:
    """Which address of the manifest this is."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def page_names() -> list[str]:
    """Every address without a hole: where a walk may begin."""
    return [reverse(name) for name in MANIFEST if not _has_hole(name) and name not in SETTING]


def _has_hole(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:
        return True
    return False


def links_of(page: str, at: str) -> list[str]:
    """The addresses of this site that a page leads to."""
    found = (urljoin(at, unescape(link)).partition("#")[0] for link in LINK.findall(page))
    return [link for link in dict.fromkeys(found) if link.startswith("/") and not link.startswith("/static/")]


def walked(client: Client, starts: list[str]) -> tuple[dict[str, list[str]], list[str]]:
    """Every kind of page: the addresses begun with, and the first that links lead to; and the links that lead nowhere."""
    pages: dict[str, list[str]] = {}
    shut: dict[str, str] = {}
    begun, linked = set(starts), set[str]()
    waiting, taken, seen = deque(starts), Counter[str](), set[str]()
    while waiting:
        path = waiting.popleft()
        name = name_of(path)
        if path in seen or name in SETTING or (taken[name] >= FEW and path not in begun):
            continue
        seen.add(path)
        taken[name] += 1
        answer = client.get(path)
        if answer.status_code == 302:
            waiting.append(urljoin(path, answer["Location"]).partition("#")[0])
        elif answer.status_code == NOT_YET.get(name):
            continue
        elif answer.status_code not in (200, READ_ALL_THE_SAME.get(name)):
            shut[path] = f"{path} ({name}): {answer.status_code}"
        elif answer["Content-Type"].startswith("text/html"):
            if path in begun or name not in pages:
                pages.setdefault(name, []).append(path)
            further = links_of(answer.content.decode(), path)
            linked.update(further)
            waiting.extend(further)
    return pages, [says for path, says in shut.items() if path in linked and not MADE_UP.fullmatch(path)]


def audited(
    visitor: Visitor, client: Client, starts: list[str], *, who: str, sent: tuple[Sent, ...] = ()
) -> dict[str, list[str]]:
    """What is wrong with this person's pages: dead links, pages never reached, what is no page and is one, faults in either mode.

    What anybody sees is looked at once, by anybody.
    """
    pages, dead = walked(client, starts)
    reached = set(pages) | {name_of(one.path) for one in sent}
    told = {
        "dead": dead,
        "never reached": sorted(set(LOOKED_AT[who].split()) - reached),
        "a page after all": sorted(reached & {name for names in NO_PAGES.values() for name in names.split()}),
    }
    found = {what: names for what, names in told.items() if names}
    visit = visitor(size=DESK)
    if cookie := client.cookies.get(settings.SESSION_COOKIE_NAME):
        visit.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": visit.origin}])
    open_to_all = set() if who == "anybody" else set(LOOKED_AT["anybody"].split())
    paths = [path for name, some in pages.items() if name not in open_to_all for path in some]
    for mode in ("standard", "elder"):
        in_mode(visit, mode)
        seen = {path: _faults(visit.open(path), mode) for path in paths}
        seen |= {f"{one.path} sent": _faults_of_answer(visit, one, mode) for one in sent}
        found |= {f"{mode} {path}": faults for path, faults in seen.items() if faults}
    return found


def _faults(page: Page, mode: str) -> list[str]:
    if SHOTS:
        _photographed(page, mode)
    return faults_here(page)


def _photographed(page: Page, mode: str) -> None:
    """What the page looks like on a desk and on a phone, for somebody's eyes."""
    name = re.sub(r"[^\w.-]+", "_", urlsplit(page.url)._replace(scheme="", netloc="").geturl()).strip("_")[
        -80:
    ]
    for what, (width, height) in {"desk": DESK, "phone": PHONE}.items():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=Path(SHOTS) / f"{name}-{mode}-{what}.png", full_page=True)
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})


def _faults_of_answer(visit: Visit, one: Sent, mode: str) -> list[str]:
    page: Page = visit.open(one.at)
    with page.expect_navigation() as answered:
        page.evaluate(SEND, [one.path, dict(one.told)])
    answer: Any = answered.value
    stayed = (
        urlsplit(page.url).path == urlsplit(one.path).path and answer.status < 500 and answer.status != 403
    )
    return faults_here(page) if stayed else [f"answered {answer.status} at {page.url}"]

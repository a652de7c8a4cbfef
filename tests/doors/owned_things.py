"""Owns one of everything that can be somebody's own, by the address it stands behind, and how a stranger would try to see it."""

import re
from collections.abc import Iterable, Mapping
from functools import partial

from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from tests.doors import desk_office
from tests.doors.test_portal_identity import body, in_force
from tests.factories import cases as factory
from tests.factories import licences as licence_factory
from tests.factories import people as persons
from tests.factories.world import let_news_travel
from tongban.foundation import clock
from tongban.rooms.cases import acts as cases
from tongban.rooms.cases import queries as case_queries
from tongban.rooms.cases.words import CaseState
from tongban.rooms.licences import acts as licences
from tongban.rooms.notices import queries as notices
from tongban.rooms.people.words import Applicant, Party
from tongban.wiring.manifest import Row

Holes = dict[str, object]
NOTHING = "0" * 32
DRAFTS = "apply_situation apply_form apply_save apply_materials apply_check apply_submit continue_draft discard_draft"
SUBMITTED = "apply_done apply_receipt"
CASES = "my_case withdraw start_supplement"
LICENCES = "licence show_code licence_pdf copy_licence"
MANDATES = "mandate accept_mandate revoke_mandate"
INTAKES = "intake intake_save intake_hand_in"
PASSKEYS = "remove_webauthn edit_webauthn"
ALIKE = {400, 404, 405}  # 400: a form where JSON belongs is told so before anything is looked for
# What a person would send: a form (as the page sends it), or the changes that a script saves.
SENT: tuple[dict[str, object], ...] = (
    {"content_type": "application/json", "data": {"changes": {}}},
    {"data": {"purpose": "审查申请材料", "do": "receive", "key": "1" * 32}},
)


def uncovered(manifest: Mapping[str, Row], covered: Iterable[str]) -> set[str]:
    """Addresses that the manifest calls somebody's own and that nobody asks for here."""
    return {name for name, row in manifest.items() if row.owned} - set(covered)


def things_of(owner: Applicant) -> dict[str, Holes]:
    """One of everything that can be a citizen's."""
    case = factory.a_case(CaseState.CORRECTING, by=owner, at=clock.now())
    draft, _ = factory.a_draft(by=owner, at=clock.now())
    supplement = cases.start_supplement(case_no=case.case_no, by=owner, at=clock.now())
    on = clock.today()
    document = case_queries.my_case(case_no=case.case_no, applicants=(owner.ref,), on=on).documents[0].uid
    made = licence_factory.a_licence(holder=owner)
    copy = licences.copy_for_purpose(uid=made.licence, purpose="银行开户", by=owner, at=clock.now()).uid
    let_news_travel()
    message = notices.inbox(holder=owner.ref).messages[0].uid
    return _addressed(
        "portal:",
        {name: {"uid": draft} for name in DRAFTS.split()}
        | {name: {"uid": case.draft_uid} for name in SUBMITTED.split()}
        | {name: {"case_no": case.case_no} for name in CASES.split()}
        | {name: {"uid": made.licence} for name in LICENCES.split()}
        | {"apply_file": {"uid": draft, "key": "photo"}, "message": {"uid": message}}
        | {"supplement": {"case_no": case.case_no, "uid": supplement}}
        | {"my_document": {"case_no": case.case_no, "uid": document}}
        | {"my_material": {"case_no": case.case_no, "key": "photo"}}
        | {"copy_pdf": {"uid": made.licence, "copy": copy}},
    )


def mandate_of(owner: Applicant, agent: int) -> dict[str, Holes]:
    """A mandate he gave."""
    number = persons.mandate(Party.person(owner.id), agent, **in_force(agent))
    return _addressed("portal:", {name: {"mandate_id": number} for name in MANDATES.split()})


def things_at_the_desk(owner: Applicant) -> dict[str, Holes]:
    """A case of the approval department, its material and document; an application being taken down by its clerk."""
    case = factory.a_case(by=owner, at=clock.now())
    on = clock.today()
    document = case_queries.my_case(case_no=case.case_no, applicants=(owner.ref,), on=on).documents[0].uid
    clerk = desk_office.officer(desk_office.INTAKE)
    taken = cases.start_draft(
        item_code=factory.item(factory.PLAIN).code, by=clerk, on_behalf_of=owner, at=clock.now()
    )
    here: Holes = {"case_no": case.case_no}
    return _addressed(
        "desk:",
        {"case": here, "reveal": here, "act": here | {"act": "accept"}}
        | {"material": here | {"key": "photo"}, "document": here | {"uid": document}}
        | {name: {"uid": taken} for name in INTAKES.split()},
    )


def things_backstage(*, code: str, uid: str) -> dict[str, Holes]:
    """An item of one department and its draft, at every address where they are compiled, designed and reviewed."""
    item, version = {"code": code}, {"uid": uid}
    part, row = version | {"name": "materials"}, version | {"name": "materials", "told": "0"}
    return _addressed(
        "backstage:",
        {"item": item, "compare": item, "item_step": item | {"act": "start"}, "version": version}
        | {"version_step": version | {"act": "discard"}, "design": version}
        | {
            "design_specimen": version,
            "design_back": version,
            "design_again": version,
            "design_preview": version | {"what": "guide"},
        }
        | {"design_part": part, "design_save": part, "design_rows": part}
        | {"design_row": row, "design_row_save": row},
    )


def list_draft_of(*, uid: str) -> dict[str, Holes]:
    """A list that is being written for the whole district."""
    draft = {"uid": uid}
    return _addressed(
        "backstage:",
        {"list_draft": draft, "list_head": draft, "list_row": draft | {"told": "items.new"}}
        | {"list_pick": draft | {"name": "items"}, "list_step": draft | {"act": "drop"}},
    )


def passkey_of(account_id: int) -> dict[str, Holes]:
    """A passkey of an account."""
    kind = Authenticator.Type.WEBAUTHN
    made = Authenticator.objects.create(user_id=account_id, type=kind, data={"name": "办公室的钥匙"})
    return _addressed("mfa_", {name: {"pk": made.pk} for name in PASSKEYS.split()})


def _addressed(prefix: str, things: dict[str, Holes]) -> dict[str, Holes]:
    return {prefix + name: holes for name, holes in things.items()}


def missing(holes: Holes) -> Holes:
    """The same address with nothing behind it."""
    nothing = {
        "case_no": NOTHING,
        "code": NOTHING,
        "uid": NOTHING,
        "copy": NOTHING,
        "mandate_id": 10**9,
        "pk": 10**9,
    }
    return {name: nothing.get(name, value) for name, value in holes.items()}


def plain(response: object) -> str:
    """The page without the number and the time of the request."""
    return re.sub(r'<dd class="num">[^<]*</dd>', "", body(response))


def told_apart(client: Client, things: dict[str, Holes]) -> list[str]:
    """Every address and method whose answer lets this person tell the real thing from nothing."""
    wrong = []
    for name, holes in things.items():
        for ask in (client.get, *(partial(client.post, **sent) for sent in SENT)):
            real, none = ask(reverse(name, kwargs=holes)), ask(reverse(name, kwargs=missing(holes)))
            if (
                real.status_code not in ALIKE
                or real.status_code != none.status_code
                or plain(real) != plain(none)
            ):
                wrong.append(f"{name}: {real.status_code}, nothing: {none.status_code}")
    return wrong

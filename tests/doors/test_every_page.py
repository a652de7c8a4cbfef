"""每一页：从各人的首页顺着链接走，没有走不通的链接；走到的每一种页面在标准版和长辈版都没有毛病、都能用 Tab 走遍。"""

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from tests.doors import backstage_office, desk_office
from tests.doors.every_page import Sent, Visitor, audited, page_names
from tests.doors.owned_things import Holes, mandate_of, things_at_the_desk, things_backstage, things_of
from tests.doors.test_authorisation_ownership import ACTING, citizen, just_signed_in
from tests.doors.test_designer import PARTS
from tests.doors.test_writing_browser import designed, listed
from tests.factories import cases as factory
from tests.factories import catalogue as catalogue_factory
from tests.factories import people as persons
from tests.factories import powers
from tests.factories.catalogue_life import COMPILER as BEFORE
from tests.factories.catalogue_life import SHORT_FLOW
from tests.factories.world import let_news_travel
from tests.journeys import cast
from tongban.foundation import clock
from tongban.foundation.accounts.models import Account
from tongban.foundation.identifiers import synthetic_identity_number, synthetic_uscc
from tongban.rooms.cases import queries as case_queries
from tongban.rooms.cases.words import CaseState
from tongban.rooms.catalogue import acts as catalogue
from tongban.rooms.licences.models import Licence
from tongban.rooms.people import queries as people
from tongban.rooms.people.words import Acting, Applicant, Capacity, Party
from tongban.rooms.rating.models import Right

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(3600),
]
PASSWORD = "a password to be asked for again"
DIRECTOR, SYSTEM, ITEMS = "99010200074", "99010200075", "99010200078"


def known(client: Client) -> Account:
    """Whose session this is, with a password now."""
    account = Account.objects.get(pk=client.session["_auth_user_id"])
    account.set_password(PASSWORD)
    account.save()
    return account


# ── the portal and an account's own ───────────────────────────────────────────────────────────────────────────────


def rating_and_codes(owner: Applicant) -> list[str]:
    """The rating of a closed case; a licence in force by its code, a document by its code."""
    case = factory.a_case(CaseState.CLOSED, by=owner, at=clock.now() - timedelta(hours=2))
    let_news_travel()
    page = case_queries.my_case(case_no=case.case_no, applicants=(owner.ref,), on=clock.today())
    document = page.documents[0].code
    licence = Licence.objects.latest("pk").token
    return [f"/rate/{Right.objects.get(case_no=case.case_no).token}", f"/v/{licence}", f"/d/{document}"]


def account_pages() -> list[str]:
    """The pages of signing in and of an account's second step that have no hole."""
    return [path for path in page_names() if path.startswith("/accounts/")]


def test_every_page_for_anybody_and_of_a_citizens_own_is_without_fault(visitor: Visitor) -> None:
    cast.of_the_demonstration()
    factory.world(at=clock.now())
    owner, client = citizen(801)
    things = things_of(owner) | mandate_of(owner, persons.person(802, name="周小兰"))
    own = [reverse(name, kwargs=holes) for name, holes in things.items() if name not in ACTING]
    own.append(reverse("portal:apply", args=[factory.item(factory.PLAIN).code]))
    client = just_signed_in(known(client))
    sent = (
        Sent("/my/record", "/my/record/look", {}),
        Sent(
            reverse("portal:licence", kwargs=things["portal:licence"]),
            reverse("portal:show_code", kwargs=things["portal:show_code"]),
            {},
        ),
    )
    asked = [*page_names(), *rating_and_codes(owner)]
    assert audited(visitor, Client(), asked, who="anybody") == {}
    assert audited(visitor, client, ["/my", *own, *account_pages()], who="citizen", sent=sent) == {}


def test_every_page_of_an_application_for_a_firm_begins_with_its_situation(visitor: Visitor) -> None:
    factory.world(at=clock.now())
    person, client = citizen(803, "赵磊")
    firm = people.applicant(party=Party.legal_person(persons.firm(803, representative=person.id)))
    acting = Acting(agent=person, principal=firm, capacity=Capacity.LEGAL_REPRESENTATIVE)
    client.post("/my/acting/choose", {"principal": firm.ref})
    uid, _ = factory.a_draft(factory.FOOD, by=acting, at=clock.now(), filled=False)
    assert audited(visitor, client, ["/my", reverse("portal:apply_situation", args=[uid])], who="firm") == {}


def a_passkey(account: Account) -> int:
    """A passkey as a browser makes it, of a key that nobody holds; its number."""
    point = {1: 2, 3: -7, -1: 1, -2: b"\1" * 32, -3: b"\2" * 32}
    known_by = b"k" * 16
    key = AttestedCredentialData.create(Aaguid.NONE, known_by, point)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    told = AuthenticatorData.create(sha256(b"localhost").digest(), flags, 0, key)
    made = AttestationObject.create("none", told, {})
    asked = CollectedClientData.create("webauthn.create", b"c" * 32, "http://localhost")
    credential = {
        "id": websafe_encode(known_by),
        "rawId": websafe_encode(known_by),
        "type": "public-key",
        "response": {"clientDataJSON": websafe_encode(asked), "attestationObject": websafe_encode(made)},
        "clientExtensionResults": {},
    }
    data = {"name": "办公室的钥匙", "credential": credential}
    return Authenticator.objects.create(user=account, type=Authenticator.Type.WEBAUTHN, data=data).pk


def test_every_page_of_the_second_step_is_without_fault(visitor: Visitor) -> None:
    account = known(citizen(804)[1])
    TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(account)
    key = a_passkey(account)
    held = [reverse(f"mfa_{what}_webauthn", args=[key]) for what in ("edit", "remove")]
    assert audited(visitor, just_signed_in(account), [*held, *account_pages()], who="guarded") == {}
    halfway = Client()
    halfway.post("/accounts/login/", {"login": account.login, "password": PASSWORD})
    assert audited(visitor, halfway, [reverse("mfa_authenticate")], who="halfway") == {}


# ── the staff ─────────────────────────────────────────────────────────────────────────────────────────────────────

WRITTEN_WRONG = (
    Sent("/backstage/lists", "/backstage/lists/baseline", {"name": ""}),
    Sent("/backstage/lists/agreement/1", "/backstage/lists/agreement/1/end", {"last": "明天", "reason": ""}),
    Sent("/backstage/lists", "/backstage/directory/claim", {"catalog_code": "0", "department": "0"}),
)


def test_every_page_of_who_leads_is_without_fault(visitor: Visitor) -> None:
    cast.of_the_demonstration()
    client = just_signed_in(Account.objects.get(login=DIRECTOR))
    assert audited(visitor, client, ["/board/", "/desk/"], who="director") == {}


def test_every_page_of_who_runs_the_system_is_without_fault(visitor: Visitor) -> None:
    cast.of_the_demonstration()
    client = just_signed_in(Account.objects.get(login=SYSTEM))
    starts = ["/backstage/", "/backstage/transfers/moves?no=1&department=market"]
    assert audited(visitor, client, starts, who="system") == {}


def test_every_page_of_who_compiles_is_without_fault(visitor: Visitor) -> None:
    cast.of_the_demonstration()
    client = just_signed_in(Account.objects.get(login=ITEMS))
    item = reverse("backstage:item", args=[catalogue_factory.FOOD])
    golden = reverse("backstage:golden_form", args=[catalogue_factory.FOOD])
    kinds = ("licence_list", "intermediary", "agreement")
    lists = [f"/backstage/lists/{kind}/1{end}" for kind in kinds for end in ("", "/changes")]
    starts = ["/backstage/", "/board/catalogue", "/desk/", item, golden, *lists]
    paused = Sent(
        item, reverse("backstage:item_step", args=[catalogue_factory.FOOD, "pause"]), {"since": "明天"}
    )
    assert audited(visitor, client, starts, who="items", sent=(*WRITTEN_WRONG, paused)) == {}


def at_the_counter(things: dict[str, Holes]) -> tuple[Sent, ...]:
    """Who comes to the counter, step by step: unknown, registered wrongly, of a firm that is not known, not saying clearly."""
    nobody = synthetic_identity_number(birth=date(1985, 5, 5), serial=77)
    case, intake = (str(reverse(name, kwargs=things[name])) for name in ("desk:case", "desk:intake"))
    refused = reverse("desk:act", kwargs={**things["desk:act"], "act": "ask_supplement"})
    return (
        Sent("/desk/counter", "/desk/counter/find", {"number": nobody}),
        Sent("/desk/counter", "/desk/counter/find", {"number": "12"}),
        Sent("/desk/counter", "/desk/counter/register", {"id_no": nobody, "name": "周新"}),
        Sent("/desk/counter", "/desk/counter/find", {"number": synthetic_uscc(serial=321)}),
        Sent("/desk/counter", "/desk/counter/firm", {"uscc": synthetic_uscc(serial=321)}),
        Sent("/desk/counter", "/desk/counter/start", {"q": "许可"}),
        Sent("/desk/counter", "/desk/counter/start", {"q": "没有这样的事"}),
        Sent(intake, reverse("desk:intake_hand_in", kwargs=things["desk:intake"]), {"do": "accept"}),
        Sent(case, reverse("desk:reveal", kwargs=things["desk:case"]), {"purpose": "审查申请材料"}),
        Sent(case, refused, {}),
    )


def test_every_page_of_the_window_is_without_fault(visitor: Visitor) -> None:
    desk_office.open_office()
    things = things_at_the_desk(citizen(811)[0])
    persons.person(901)
    clerk = desk_office.at_desk(desk_office.INTAKE)
    clerk.post("/desk/counter/find", {"number": persons.id_no(901)})
    case, intake = (reverse(name, kwargs=things[name]) for name in ("desk:case", "desk:intake"))
    done = f"/desk/counter?case={desk_office.walked('accept')}"
    starts = ["/desk/", case, intake, done]
    assert audited(visitor, clerk, starts, who="clerk", sent=at_the_counter(things)) == {}


@pytest.mark.parametrize(
    ("who", "staff_no", "steps", "act"),
    [
        ("reviewer", desk_office.REVIEWER, ("accept",), "review"),
        ("decider", desk_office.DECIDER, ("accept", "review"), "deny"),
        ("issuer", desk_office.ISSUER, ("accept", "review", "grant"), ""),
    ],
)
def test_every_page_of_casework_is_without_fault(
    visitor: Visitor, who: str, staff_no: str, steps: tuple[str, ...], act: str
) -> None:
    desk_office.open_office()
    case_no = desk_office.walked(*steps)
    case = f"/desk/cases/{case_no}"
    empty = (Sent(case, f"{case}/{act}", {}),) if act else ()
    officer = desk_office.at_desk(staff_no)
    assert audited(visitor, officer, ["/desk/", case], who=who, sent=empty) == {}


def test_every_page_of_the_designer_is_without_fault(visitor: Visitor) -> None:
    backstage_office.open_backstage()
    catalogue.publish(content=catalogue_factory.content(), by=catalogue_factory.BY, at=clock.now())
    uid = catalogue.start_revision(item_code=catalogue_factory.FOOD, by=BEFORE, at=clock.now()).version_uid
    catalogue.change_revision(
        version_uid=uid,
        based_on=1,
        changes={"promise_day": 6, "handle_flow": SHORT_FLOW},
        by=BEFORE,
        at=clock.now(),
    )
    things = things_backstage(code=catalogue_factory.FOOD, uid=uid)
    names = ("item", "compare", "version")
    starts = [reverse(f"backstage:{name}", kwargs=things[f"backstage:{name}"]) for name in names]
    starts += [reverse("backstage:design_part", args=[uid, part]) for part in PARTS]
    starts += [reverse("backstage:design_preview", args=[uid, what]) for what in ("form", "guide", "result")]
    starts += designed().values()
    version = reverse("backstage:version", args=[uid])
    unready = Sent(version, reverse("backstage:version_step", args=[uid, "publish"]), {})
    client = backstage_office.backstage(backstage_office.COMPILER)
    assert audited(visitor, client, ["/backstage/", *starts], who="designer", sent=(unready,)) == {}


def test_every_page_of_who_publishes_lists_is_without_fault(visitor: Visitor) -> None:
    backstage_office.open_backstage()
    pages = listed()
    powers.publish(
        replace(powers.next_list(), entries=tuple(e for e in powers.ENTRIES if e.department == "market"))
    )
    wrong = (
        Sent(pages["draft"], pages["head"], {"published_on": "明天"}),
        Sent(pages["draft"], pages["entry"], {"name": ""}),
        Sent(pages["tolerance"], pages["pick"], {}),
    )
    client = backstage_office.backstage(backstage_office.PUBLISHER)
    starts = [*pages.values(), "/backstage/lists/licence_list/2/changes"]
    assert audited(visitor, client, starts, who="publisher", sent=wrong) == {}

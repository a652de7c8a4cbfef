"""Every URL of the site for every kind of person who may ask: exactly the answer that the manifest promises."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver, path, reverse

from tests.architecture.sources import hold
from tests.factories import organisation as organisation_factory
from tests.factories import people as people_factory
from tongban.foundation.accounts.models import Account
from tongban.rooms.organisation import acts as organisation
from tongban.rooms.organisation.words import ADMINISTRATORS, Appointment, Role
from tongban.wiring.manifest import CLOSED, MANIFEST, OPEN, SIGNED_IN, Answer, Principal, Row, Who, answer
from tongban.wiring.urls import urlpatterns

# What stands in an address with a hole in it. A URL with a hole and no line here fails its test.
HOLES: dict[str, dict[str, object]] = {
    "pages:component": {"name": "banner"},
    "desk:case": {"case_no": "1"},
    "desk:act": {"case_no": "1", "act": "accept"},
    "desk:reveal": {"case_no": "1"},
    "desk:material": {"case_no": "1", "key": "apply"},
    "desk:document": {"case_no": "1", "uid": "x"},
    "desk:intake": {"uid": "x"},
    "desk:intake_save": {"uid": "x"},
    "desk:intake_hand_in": {"uid": "x"},
    "api:open_item": {"code": "x"},
    **{f"backstage:{name}": {"uid": "x"} for name in ("design", "design_back", "design_again")},
    "backstage:design_specimen": {"uid": "x"},
    "backstage:design_preview": {"uid": "x", "what": "form"},
    **{
        f"backstage:{name}": {"uid": "x", "name": "basics"}
        for name in ("design_part", "design_save", "design_rows")
    },
    **{
        f"backstage:{name}": {"uid": "x", "name": "laws", "told": "0"}
        for name in ("design_row", "design_row_save")
    },
    **{f"backstage:{name}": {"code": "x"} for name in ("item", "compare")},
    "backstage:item_step": {"code": "x", "act": "pause"},
    "backstage:version": {"uid": "x"},
    "backstage:version_step": {"uid": "x", "act": "submit"},
    "backstage:golden": {"code": "x"},
    "backstage:golden_form": {"code": "x"},
    "backstage:golden_step": {"code": "x", "uid": "x", "act": "remove"},
    "portal:shelf": {"kind": "theme", "key": "x"},
    "portal:licences_pdf": {"region": 990102, "version": 1},
    "portal:transfer_pdf": {"region": 990102, "no": 1},
    "backstage:transfer": {"no": 1},
    "backstage:move": {"no": 1},
    "backstage:list_file": {"kind": "duty"},
    "backstage:transfer_step": {"no": 1, "act": "close"},
    **{f"backstage:{name}": {"kind": "duty"} for name in ("list_kind", "list_start")},
    **{f"backstage:{name}": {"kind": "duty", "number": 1} for name in ("list_edition", "list_changes")},
    "backstage:agreement_end": {"number": 1},
    **{f"backstage:{name}": {"uid": "x"} for name in ("list_draft", "list_head")},
    "backstage:list_row": {"uid": "x", "told": "items.new"},
    "backstage:list_pick": {"uid": "x", "name": "items"},
    "backstage:list_step": {"uid": "x", "act": "try"},
    **{f"portal:{name}": {"code": "x"} for name in ("guide", "notice_sheet", "form_sheet", "apply")},
    **{f"portal:apply_{step}": {"uid": "x"} for step in ("situation", "form", "save", "materials", "check")},
    **{f"portal:apply_{step}": {"uid": "x"} for step in ("submit", "done", "receipt")},
    "portal:apply_file": {"uid": "x", "key": "x"},
    **{f"portal:{name}": {"mandate_id": 1} for name in ("mandate", "accept_mandate", "revoke_mandate")},
    **{f"portal:{name}": {"case_no": "x"} for name in ("my_case", "withdraw", "start_supplement")},
    "portal:supplement": {"case_no": "x", "uid": "x"},
    "portal:my_document": {"case_no": "x", "uid": "x"},
    "portal:my_material": {"case_no": "x", "key": "x"},
    **{f"portal:{name}": {"uid": "x"} for name in ("continue_draft", "discard_draft", "message", "licence")},
    **{f"portal:{name}": {"uid": "x"} for name in ("show_code", "licence_pdf", "copy_licence")},
    "portal:copy_pdf": {"uid": "x", "copy": "x"},
    "portal:verify": {"token": "x"},
    "portal:verify_document": {"code": "x"},
    "portal:rate": {"token": "x"},
    "portal:published_list": {"region": 990102, "kind": "duty", "number": 1},
    "portal:published_list_pdf": {"region": 990102, "kind": "duty", "number": 1},
    "board:figure": {"key": "online_availability_rate"},
    "account_confirm_email": {"key": "x"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "x-y"},
    "mfa_remove_webauthn": {"pk": 1},
    "mfa_edit_webauthn": {"pk": 1},
    "openid_connect_login": {"provider_id": "province"},
    "openid_connect_callback": {"provider_id": "province"},
}
# Let in, but with nothing there for somebody who has no such thing, or sent on for want of the step before.
NOTHING_THERE = {
    **{f"portal:{name}": Answer.HIDDEN for name in ("licences_pdf", "transfers", "transfer_pdf")},
    "api:open_item": Answer.HIDDEN,
    "backstage:transfer": Answer.HIDDEN,
    **{f"backstage:list_{name}": Answer.HIDDEN for name in ("edition", "changes", "draft", "head")},
    **{f"backstage:list_{name}": Answer.HIDDEN for name in ("row", "pick")},
    **{
        f"backstage:{name}": Answer.HIDDEN for name in ("item", "compare", "version", "design", "design_part")
    },
    **{f"backstage:{name}": Answer.HIDDEN for name in ("design_row", "design_preview", "design_specimen")},
    **{f"portal:{name}": Answer.HIDDEN for name in ("shelf", "guide", "notice_sheet", "form_sheet")},
    **{f"portal:{name}": Answer.HIDDEN for name in ("apply", "apply_file")},
    **{f"portal:apply_{step}": Answer.HIDDEN for step in ("situation", "form", "materials", "check", "done")},
    "portal:apply_receipt": Answer.HIDDEN,
    "portal:published_list": Answer.HIDDEN,
    "portal:published_list_pdf": Answer.HIDDEN,
    **{
        f"portal:{name}": Answer.HIDDEN
        for name in ("mandate", "my_case", "supplement", "my_document", "message")
    },
    **{
        f"portal:{name}": Answer.HIDDEN
        for name in ("my_material", "continue_draft", "licence", "licence_pdf")
    },
    **{f"portal:{name}": Answer.HIDDEN for name in ("copy_pdf", "rate")},
    "backstage:golden": Answer.HIDDEN,
    "backstage:golden_form": Answer.HIDDEN,
    "desk:case": Answer.HIDDEN,
    "desk:material": Answer.HIDDEN,
    "desk:document": Answer.HIDDEN,
    "desk:intake": Answer.HIDDEN,
    "mfa_remove_webauthn": Answer.HIDDEN,
    "mfa_edit_webauthn": Answer.HIDDEN,
    "mfa_deactivate_totp": Answer.HIDDEN,
    "mfa_view_recovery_codes": Answer.HIDDEN,
    "mfa_download_recovery_codes": Answer.HIDDEN,
    "openid_connect_login": Answer.HIDDEN,
    "openid_connect_callback": Answer.HIDDEN,
    "mfa_authenticate": Answer.LOGIN,
    "mfa_login_webauthn": Answer.LOGIN,
    "account_inactive": Answer.LOGIN,
}
# Old addresses that allauth keeps without a name: they answer 404, as everything does that has no row.
NAMELESS = {f"accounts/social/{end}/" for end in ("login/cancelled", "login/error", "signup", "connections")}


def addresses(patterns: list, names: str = "", routes: str = "") -> Iterator[tuple[str | None, str]]:
    """Every URL below these patterns: its full name (or None) and its route."""
    for pattern in patterns:
        route = routes + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield (names + pattern.name if pattern.name else None), route
        else:
            inner = f"{names}{pattern.namespace}:" if pattern.namespace else names
            yield from addresses(pattern.url_patterns, inner, route)


def all_addresses() -> list[tuple[str | None, str]]:
    return list(addresses(get_resolver().url_patterns))


def test_every_url_stands_in_the_manifest_and_every_row_is_a_url() -> None:
    assert {name for name, _ in all_addresses() if name} == set(MANIFEST)


def test_a_url_without_a_name_is_one_of_those_we_know_to_be_shut() -> None:
    assert {route for name, route in all_addresses() if name is None} == NAMELESS


def test_the_gate_stands_behind_whoever_tells_who_is_asking() -> None:
    order = [m.rpartition(".")[2] for m in settings.MIDDLEWARE if m.startswith("tongban.wiring")]
    assert order == ["Announcing", "Identity", "Gate"]


# ── the matrix ────────────────────────────────────────────────────────────────────────────────────────────────────


def _citizen() -> Account:
    return Account.objects.get(pk=people_factory.citizen()[1])


def _disabled() -> Account:
    account = people_factory.account()
    account.is_active = False
    account.save()
    return account


def _officer(role: Role) -> Account:
    """Somebody of the demonstration's corner who holds this role and no other."""
    corner = organisation_factory.corner()
    if role in ADMINISTRATORS:
        login = "123"[list(organisation_factory.ADMINISTRATOR_POSTS).index(role)]
    else:
        login, post = "5", organisation_factory.post("approval.asked", role)
        appointments = (*corner.appointments, Appointment(staff_no=login, post=post.code))
        corner = replace(corner, posts=(*corner.posts, post), appointments=appointments)
    by, at = organisation_factory.INSTALLER, organisation_factory.AT
    organisation.load_organisation(facts=corner, password=None, by=by, at=at)
    return Account.objects.get(login=login)


ASKERS: dict[str, frozenset[Who]] = {
    "anonymous": frozenset({Principal.ANONYMOUS}),
    "disabled": frozenset({Principal.ANONYMOUS}),
    "account": frozenset({Principal.ACCOUNT}),
    "citizen": frozenset({Principal.ACCOUNT, Principal.CITIZEN}),
    **{f"officer:{role}": frozenset({Principal.ACCOUNT, Principal.OFFICER, role}) for role in Role},
}


def client_of(asker: str) -> Client:
    """Somebody with a session, as the site will see him."""
    client = Client(raise_request_exception=False)
    if asker == "anonymous":
        return client
    if asker.startswith("officer:"):
        account = _officer(Role(asker.removeprefix("officer:")))
    else:
        account = {"disabled": _disabled, "account": people_factory.account, "citizen": _citizen}[asker]()
    account.set_password("a password to be asked for again")
    account.save()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def seen(response: HttpResponse) -> Answer | str:
    """Which of the manifest's answers this was; a broken page is none of them."""
    if response.status_code == 302 and response["Location"].startswith(settings.LOGIN_URL):
        return Answer.LOGIN
    not_in = {404: Answer.HIDDEN, 403: Answer.FORBIDDEN, 500: "broken"}
    return not_in.get(response.status_code, Answer.ALLOW)


def fits(name: str, *, got: Answer | str, promised: Answer) -> bool:
    """The answer is the promised one; or the way in is open and there is nothing behind it for this person."""
    return got == promised or (promised is Answer.ALLOW and got == NOTHING_THERE.get(name))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("asker", ASKERS)
def test_everybody_gets_exactly_what_the_manifest_says(asker: str) -> None:
    client = client_of(asker)
    wrong = []
    for name in sorted(MANIFEST):
        got = seen(client.get(reverse(name, kwargs=HOLES.get(name))))
        promised = answer(name, who=ASKERS[asker])
        if not fits(name, got=got, promised=promised):
            wrong.append(f"{name}: {got}, not {promised}")
    hold(wrong)


# ── planted breaches ──────────────────────────────────────────────────────────────────────────────────────────────


def _secret(request: object) -> HttpResponse:
    return HttpResponse("secret")


class Forgotten:
    """URLs with one that nobody entered in the manifest, and one without a name."""

    urlpatterns = [*urlpatterns, path("forgotten", _secret, name="forgotten"), path("nameless", _secret)]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=Forgotten)
@pytest.mark.parametrize("address", ["/forgotten", "/nameless"])
def test_a_url_that_nobody_entered_is_caught_and_answers_404(address: str) -> None:
    names = {name for name, _ in addresses(Forgotten.urlpatterns)}
    assert names - set(MANIFEST) - {None} == {"forgotten"}
    assert Client().get(address).status_code == 404


def test_a_row_answers_by_who_asks_and_whose_it_is() -> None:
    decider = Row(allow=frozenset({Role.DECIDER}))
    own = Row(allow=frozenset({Principal.CITIZEN}), owned=True)
    citizen, officer = ASKERS["citizen"], ASKERS[f"officer:{Role.DECIDER}"]
    anonymous, intake = ASKERS["anonymous"], ASKERS[f"officer:{Role.INTAKE}"]
    table = [
        (decider, officer, True, Answer.ALLOW),
        (decider, intake, True, Answer.FORBIDDEN),
        (decider, citizen, True, Answer.FORBIDDEN),
        (decider, anonymous, True, Answer.LOGIN),
        (own, citizen, True, Answer.ALLOW),
        (own, citizen, False, Answer.HIDDEN),
        (own, officer, True, Answer.HIDDEN),
        (own, anonymous, True, Answer.LOGIN),
        (OPEN, anonymous, True, Answer.ALLOW),
        (OPEN, citizen, True, Answer.ALLOW),
        (SIGNED_IN, anonymous, True, Answer.LOGIN),
        (CLOSED, officer, True, Answer.HIDDEN),
        (CLOSED, anonymous, True, Answer.HIDDEN),
    ]
    assert [row.answer(who=who, owns=owns) for row, who, owns, _ in table] == [
        promised for *_, promised in table
    ]


def test_what_is_not_in_the_table_does_not_exist() -> None:
    assert answer("forgotten", who=ASKERS["citizen"]) is Answer.HIDDEN

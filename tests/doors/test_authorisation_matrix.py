"""Every URL of the site for every kind of person who may ask: exactly the answer that the manifest promises."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver, path, reverse

from tests.factories import people as people_factory
from tongban.foundation.accounts.models import Account
from tongban.rooms.organisation.words import Role
from tongban.wiring.manifest import CLOSED, MANIFEST, OPEN, SIGNED_IN, Answer, Principal, Row, Who, answer
from tongban.wiring.urls import urlpatterns

# What stands in an address with a hole in it. A URL with a hole and no line here fails its test.
HOLES: dict[str, dict[str, object]] = {
    "pages:component": {"name": "button"},
    "account_confirm_email": {"key": "x"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "x-y"},
    "mfa_remove_webauthn": {"pk": 1},
    "mfa_edit_webauthn": {"pk": 1},
    "openid_connect_login": {"provider_id": "province"},
    "openid_connect_callback": {"provider_id": "province"},
}
# Let in, but with nothing behind the door for somebody who has no such thing or comes without the step before.
NOTHING_THERE = {
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
}
NOTHING_THERE |= {"mfa_view_recovery_codes", "mfa_download_recovery_codes"}
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
    order = [m for m in settings.MIDDLEWARE if m.startswith("tongban.wiring")]
    assert order == ["tongban.wiring.identity.Identity", "tongban.wiring.gate.Gate"]


# ── the matrix ────────────────────────────────────────────────────────────────────────────────────────────────────


def _citizen() -> Account:
    return Account.objects.get(pk=people_factory.citizen()[1])


def _disabled() -> Account:
    account = people_factory.account()
    account.is_active = False
    account.save()
    return account


def _officer(role: Role) -> Account:
    if find_spec("tests.factories.organisation") is None:
        pytest.skip("no officers yet")
    return import_module("tests.factories.organisation").officer_account(role)


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
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def seen(response: HttpResponse) -> Answer:
    """Which of the manifest's answers this was."""
    if response.status_code == 404:
        return Answer.HIDDEN
    if response.status_code == 403:
        return Answer.FORBIDDEN
    if response.status_code == 302 and response["Location"].startswith(settings.LOGIN_URL):
        return Answer.LOGIN
    assert response.status_code < 500, response.status_code
    return Answer.ALLOW


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("asker", ASKERS)
def test_everybody_gets_exactly_what_the_manifest_says(asker: str) -> None:
    client = client_of(asker)
    wrong = []
    for name in sorted(MANIFEST):
        got = seen(client.get(reverse(name, kwargs=HOLES.get(name))))
        promised = answer(name, who=ASKERS[asker])
        nothing_there = promised is Answer.ALLOW and got is Answer.HIDDEN and name in NOTHING_THERE
        if got is not promised and not nothing_there:
            wrong.append(f"{name}: {got}, not {promised}")
        if name == "account_logout":
            client = client_of(asker) if asker == "anonymous" else client
    assert wrong == []


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

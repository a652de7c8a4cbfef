"""登录：口令、锁定、第二因素、退出、停用即失效、省统一身份认证入口。"""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from tests.doors.test_authorisation_matrix import client_of
from tests.factories import organisation, people
from tongban.foundation.accounts.models import Account
from tongban.rooms.organisation import acts

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
PASSWORD = "correct-horse-9"


@pytest.fixture
def account() -> Account:
    return Account.objects.create_user("19900000001", PASSWORD)


def attempt(client: Client, *, login: str = "19900000001", password: str = PASSWORD):
    return client.post(LOGIN, {"login": login, "password": password})


def test_the_right_password_signs_in_and_changes_the_session(client, account):
    client.get(LOGIN)
    before = client.session.session_key
    answer = attempt(client)
    assert (answer.status_code, client.session["_auth_user_id"]) == (302, str(account.pk))
    assert client.session.session_key != before


def test_a_wrong_password_keeps_the_name_and_says_so_in_chinese(client, account):
    page = attempt(client, password="wrong").content.decode()
    assert 'value="19900000001"' in page
    assert "错误：" in page
    assert not re.search(r"[A-Za-z]{3,} [A-Za-z]{3,}", re.sub(r"<[^>]+>", " ", page))


def test_an_unknown_name_and_a_wrong_password_get_the_same_page(client, account):
    def answer(login: str) -> str:
        page = attempt(Client(), login=login, password="wrong").content.decode()
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|1990000000\d', "", page)

    assert answer("19900000001") == answer("19900000002")


def test_five_wrong_passwords_lock_the_name_and_not_the_address(account):
    other = Account.objects.create_user("19900000009", PASSWORD)
    client = Client()
    answers = [attempt(client, password="wrong").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    locked = attempt(client)
    assert locked.status_code == 429
    assert "登录暂时停用" in locked.content.decode()
    assert attempt(Client(), login=other.login).status_code == 302


def test_leaving_asks_first_and_then_ends_the_session(client, account):
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


def test_a_disabled_officer_is_out_at_the_very_next_request():
    client = client_of("officer:intake")
    assert client.get("/desk/").status_code == 200
    officer = Account.objects.get(pk=client.session["_auth_user_id"])
    acts.disable_officer(
        staff_no=officer.login, reason="离岗", by=organisation.officer("1"), at=organisation.AT
    )
    answer = client.get("/desk/")
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, LOGIN)


@override_settings(DEMO=False)
def test_outside_the_demonstration_an_officer_without_a_second_factor_is_led_to_set_one_up():
    answer = client_of("officer:intake").get("/desk/")
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("mfa_activate_totp"))


@override_settings(DEMO=False)
def test_outside_the_demonstration_a_citizen_needs_none(client):
    _, account_id = people.citizen()
    client.force_login(Account.objects.get(pk=account_id), backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert client.get("/").status_code == 200


def test_with_a_second_factor_the_password_alone_opens_nothing(client, account):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(account, secret)
    answer = attempt(client)
    assert (answer.headers["Location"], "_auth_user_id" in client.session) == (
        reverse("mfa_authenticate"),
        False,
    )
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "_auth_user_id" not in client.session
    assert wrong.status_code == 200
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.session["_auth_user_id"] == str(account.pk)


def test_a_passkey_can_be_added_and_used_to_sign_in(client, account):
    assert "webauthn" in client.get(LOGIN).content.decode()
    options = client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    assert "challenge" in options.content.decode()


@override_settings(
    SOCIALACCOUNT_PROVIDERS={
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "province",
                    "name": "省统一身份认证",
                    "client_id": "tongban",
                    "secret": "x",
                    "settings": {"server_url": "https://identity.invalid"},
                }
            ]
        }
    }
)
def test_the_province_identity_is_offered_when_it_is_named_and_an_unreachable_one_gets_a_plain_sentence(
    client,
):
    assert "省统一身份认证" in client.get(LOGIN).content.decode()
    answer = client.post("/accounts/oidc/province/login/")
    assert answer.status_code == 503
    assert "暂时连不上" in answer.content.decode()


def test_a_sign_in_never_leads_to_another_site(client, account):
    answer = client.post(
        f"{LOGIN}?next=https://evil.invalid/", {"login": account.login, "password": PASSWORD}
    )
    assert answer.headers["Location"] == "/"


def test_a_form_from_elsewhere_is_refused(account):
    answer = attempt(Client(enforce_csrf_checks=True))
    assert answer.status_code == 403

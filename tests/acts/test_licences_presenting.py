"""亮证、核验、加注副本：改动的、过时的、转发的、过期的各有各的说法，次次留痕给持证人看。"""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from tests.acts.test_licences_issuing import code_on, words_on
from tests.factories.licences import AT, CLERK_OF_FIRM, FIRM, WANG, a_licence
from tests.factories.organisation import COUNTY, holder
from tongban.foundation.crypto.encoding import from_text, to_text
from tongban.foundation.documents.signing import verify_pdf
from tongban.rooms.journal import queries as journal
from tongban.rooms.licences import acts, models, queries
from tongban.rooms.licences.errors import NoSuchLicence, NotInForce
from tongban.rooms.licences.rules import showing
from tongban.rooms.licences.words import Finding, LicenceStatus, Through
from tongban.rooms.organisation.words import Role

pytestmark = pytest.mark.django_db

DECIDER = holder(Role.DECIDER, at=COUNTY)


def token_of(uid: str) -> str:
    return models.Licence.objects.get(uid=uid).token


def kinds(uid: str) -> list[str]:
    return [each.kind for each in journal.stream(name=f"licence:{uid}")]


def revoke(uid: str, to: LicenceStatus = LicenceStatus.REVOKED) -> None:
    acts.change_status(uid=uid, to=to, ground="吊销决定书〔2026〕1号", by=DECIDER, at=AT)


def test_anyone_verifies_a_licence_and_sees_a_masked_holder():
    made = a_licence(holder=WANG)
    verdict = acts.verify(token=token_of(made.licence), at=AT)
    assert (verdict.finding, verdict.name, verdict.holder_masked) == (
        Finding.GENUINE,
        "食品经营许可证",
        "王*",
    )
    assert verdict.number_masked == f"{made.number[:6]}*********{made.number[-4:]}"
    assert (verdict.issuer, verdict.valid_until_says) == ("X区行政审批局", "2031年3月10日")
    assert made.number not in repr(verdict)


def test_a_token_is_read_however_it_is_typed():
    token = token_of(a_licence().licence)
    typed = " ".join(token[n : n + 4].lower() for n in range(0, 26, 4))
    assert acts.verify(token=typed, at=AT).genuine


@pytest.mark.parametrize("token", ["", "0" * 26, "x", "é", "' OR 1=1 --", "a.b", "..", "A" * 10_000])
def test_what_was_never_issued_is_unknown_and_leaves_nothing(token: str):
    a_licence()
    verdict = acts.verify(token=token, at=AT)
    assert (verdict.finding, verdict.name, verdict.holder_masked) == (Finding.UNKNOWN, "", "")
    assert "没有查到" in verdict.says


def test_each_verification_is_an_event_that_the_holder_sees():
    uid = a_licence().licence
    acts.verify(token=token_of(uid), at=AT)
    acts.verify(token=token_of(uid), at=AT + timedelta(minutes=1))
    told = queries.uses(uid=uid, holder=FIRM.ref)
    assert [(each.zh, each.by) for each in told] == [
        ("核验证照", "public:verify"),
        ("核验证照", "public:verify"),
        ("制发证照", "system:licences"),
    ]
    assert told[0].says == "扫描证照上的二维码，真实有效"


@pytest.mark.parametrize(
    ("to", "said"),
    [
        (LicenceStatus.REVOKED, "吊销"),
        (LicenceStatus.RESCINDED, "撤销"),
        (LicenceStatus.WITHHELD, "暂扣"),
        (LicenceStatus.DEREGISTERED, "注销"),
    ],
)
def test_a_licence_taken_away_is_told_with_its_reason(to: LicenceStatus, said: str):
    uid = a_licence().licence
    revoke(uid, to)
    verdict = acts.verify(token=token_of(uid), at=AT)
    assert verdict.finding is Finding.NOT_IN_FORCE
    assert said in verdict.says
    assert kinds(uid) == ["licence.issued", "licence.status_changed", "licence.verified"]


def test_an_expired_licence_is_told_with_its_last_day():
    uid = a_licence().licence
    last = AT.replace(year=2031, day=10, hour=23)
    assert acts.verify(token=token_of(uid), at=last).genuine
    verdict = acts.verify(token=token_of(uid), at=last + timedelta(hours=1))
    assert (verdict.finding, verdict.says) == (
        Finding.NOT_IN_FORCE,
        "这张证照的有效期已于2031年3月10日届满",
    )


def test_a_shown_code_is_good_for_one_minute_and_one_reading():
    uid = a_licence().licence
    shown = acts.show_code(uid=uid, by=CLERK_OF_FIRM, at=AT)
    assert shown.expires_at - AT <= timedelta(seconds=60)
    assert shown.address == f"{settings.SITE_ADDRESS}/v/{shown.code}"
    assert len(shown.address) < 213  # QR version 10 at level M, 57 modules
    verdict = acts.verify(token=shown.code, at=AT + timedelta(seconds=59))
    assert (verdict.finding, verdict.name) == (Finding.GENUINE, "食品经营许可证")
    assert kinds(uid) == ["licence.issued", "licence.presented", "licence.verified"]
    assert journal.stream(name=f"licence:{uid}")[1].by == "person:7"


def test_an_expired_code_is_refused_as_such():
    shown = acts.show_code(uid=a_licence().licence, by=FIRM, at=AT)
    assert acts.verify_shown(code=shown.code, at=AT + timedelta(seconds=60)).finding is Finding.CODE_EXPIRED


def test_a_code_read_before_is_refused_as_such_and_the_holder_sees_it():
    uid = a_licence().licence
    shown = acts.show_code(uid=uid, by=FIRM, at=AT)
    acts.verify_shown(code=shown.code, at=AT)
    again = acts.verify_shown(code=shown.code, at=AT + timedelta(seconds=5))
    assert (again.finding, again.name) == (Finding.CODE_USED, "")
    assert queries.uses(uid=uid, holder=FIRM.ref)[0].says == f"{Through.SCREEN.zh}，{Finding.CODE_USED.zh}"


def later(code: str) -> str:
    """The same code with a later end, the signature as it was."""
    body, _, signature = code.partition(".")
    content = bytearray(from_text(body) or b"")
    content[19] ^= 0x7F
    return f"{to_text(bytes(content))}.{signature}"


def of_another(code: str, uid: str) -> str:
    body, _, signature = code.partition(".")
    read = showing.read_code(body)
    assert read is not None
    return f"{showing.Code(uid=uid, expires=read.expires, nonce=read.nonce).body}.{signature}"


def test_an_altered_code_is_refused_as_such_and_leaves_no_trace():
    uid, other = a_licence().licence, a_licence().licence
    shown = acts.show_code(uid=uid, by=FIRM, at=AT)
    flipped = shown.code[:-2] + ("A" if shown.code[-2] != "A" else "B") + shown.code[-1]
    for altered in (later(shown.code), of_another(shown.code, other), flipped):
        assert acts.verify_shown(code=altered, at=AT).finding is Finding.ALTERED
    assert kinds(uid) + kinds(other) == ["licence.issued", "licence.presented", "licence.issued"]
    assert acts.verify_shown(code=shown.code, at=AT).genuine


def test_a_code_under_a_key_that_is_not_ours_is_unknown():
    shown = acts.show_code(uid=a_licence().licence, by=FIRM, at=AT)
    body, algorithm, _, signature = shown.code.split(".")
    foreign = f"{body}.{algorithm}.not-ours.{signature}"
    assert acts.verify_shown(code=foreign, at=AT).finding is Finding.UNKNOWN


def test_every_way_to_fail_has_a_plain_reason_of_its_own():
    from tongban.rooms.licences.rules.standing import SAYS

    assert len(set(SAYS.values())) == len(SAYS) == 4


def test_what_is_not_in_force_is_neither_shown_nor_copied():
    uid = a_licence().licence
    revoke(uid)
    with pytest.raises(NotInForce, match="吊销"):
        acts.show_code(uid=uid, by=FIRM, at=AT)
    with pytest.raises(NotInForce, match="吊销"):
        acts.copy_for_purpose(uid=uid, purpose="银行开户", by=FIRM, at=AT)
    assert kinds(uid) == ["licence.issued", "licence.status_changed"]


def test_a_code_shown_before_the_licence_was_taken_away_tells_so():
    uid = a_licence().licence
    shown = acts.show_code(uid=uid, by=FIRM, at=AT)
    revoke(uid)
    assert acts.verify_shown(code=shown.code, at=AT).finding is Finding.NOT_IN_FORCE


def test_a_copy_says_its_purpose_across_the_page_and_ends():
    uid = a_licence().licence
    copied = acts.copy_for_purpose(uid=uid, purpose="银行开户", by=CLERK_OF_FIRM, at=AT)
    assert copied.until == date(2026, 4, 10)
    assert verify_pdf(copied.pdf).good
    assert "仅供办理银行开户使用" in words_on(copied.pdf)
    assert "2026年4月10日后作废" in words_on(copied.pdf)
    assert queries.copy_pdf(uid=copied.uid, holder=FIRM.ref) == copied.pdf
    (card,) = queries.licence(uid=uid, holder=FIRM.ref, at=AT).copies
    assert (card.purpose, card.until) == ("银行开户", copied.until)
    (event,) = [e for e in journal.stream(name=f"licence:{uid}") if e.kind == "licence.copied"]
    assert (event.by, event.payload and event.payload["purpose"]) == ("person:7", "银行开户")


def test_the_code_on_a_copy_tells_its_purpose_and_when_it_ends():
    uid = a_licence().licence
    copied = acts.copy_for_purpose(uid=uid, purpose="银行开户", by=FIRM, at=AT)
    token = code_on(copied.pdf).removeprefix(f"{settings.SITE_ADDRESS}/v/")
    assert token != token_of(uid)
    verdict = acts.verify(token=token, at=AT)
    assert (verdict.finding, verdict.purpose, verdict.copy_until) == (
        Finding.GENUINE,
        "银行开户",
        copied.until,
    )
    ended = acts.verify(token=token, at=AT + timedelta(days=31))
    assert (ended.finding, ended.says) == (
        Finding.NOT_IN_FORCE,
        "这份副本仅供办理银行开户使用，已于2026年4月10日到期",
    )
    assert acts.verify(token=token_of(uid), at=AT + timedelta(days=31)).genuine


def test_the_longest_purpose_fits_the_page():
    copied = acts.copy_for_purpose(uid=a_licence().licence, purpose="办" * 40, by=FIRM, at=AT)
    assert f"仅供办理{'办' * 40}使用" in words_on(copied.pdf)


def test_a_copy_is_not_rewritten():
    acts.copy_for_purpose(uid=a_licence().licence, purpose="银行开户", by=FIRM, at=AT)
    with pytest.raises(DatabaseError, match="forbidden"), transaction.atomic():
        models.Copy.objects.update(purpose="别的用途")


def test_a_change_of_status_of_no_licence_is_refused():
    with pytest.raises(NoSuchLicence):
        revoke("0" * 32)


def test_verifying_asks_the_database_as_little_as_it_says(django_assert_num_queries):
    uid = a_licence().licence
    token = token_of(uid)
    own = 2  # savepoint and release of this test's transaction
    with django_assert_num_queries(2 + own):
        acts.verify(token=token, at=AT)
    shown = acts.show_code(uid=uid, by=FIRM, at=AT)
    with django_assert_num_queries(3 + own):
        acts.verify_shown(code=shown.code, at=AT)
    with django_assert_num_queries(2 + own):
        acts.show_code(uid=uid, by=FIRM, at=AT)
    with django_assert_num_queries(1):
        queries.sight_of_token(token=token)

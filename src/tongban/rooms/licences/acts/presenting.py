"""亮证与核验：持证人出示一分钟的码，谁都可以核验，核验一次留一次痕 (show a code; verify a licence, a copy or a code)."""

from datetime import datetime

from django.db import transaction

from tongban.foundation.clock import law_date
from tongban.foundation.crypto import signing
from tongban.foundation.crypto.signing import Signature
from tongban.foundation.crypto.tokens import normal_token
from tongban.rooms.journal import acts as journal
from tongban.rooms.licences import queries
from tongban.rooms.licences.acts.paper import address_of
from tongban.rooms.licences.events import LicencePresented, LicenceVerified
from tongban.rooms.licences.models import Licence, Reading
from tongban.rooms.licences.queries import Sight
from tongban.rooms.licences.rules import showing, standing
from tongban.rooms.licences.words import Bearer, Finding, ShownCode, Through, Verdict, actor_of, holder_of

PUBLIC = "public:verify"


def show_code(*, uid: str, by: Bearer, at: datetime) -> ShownCode:
    """亮证：签好的码，至多六十秒，只能核验一次；持证人看得到每一次。

    Refuses: NoSuchLicence (also for another person's), NotInForce.
    """
    with transaction.atomic(durable=True):
        licence = Licence.of_holder(uid, holder=holder_of(by))
        standing.require_in_force(licence.standing, on=law_date(at))
        event = LicencePresented(licence=uid, holder=licence.holder, by=actor_of(by), at=at)
        journal.witness(event)
    code = showing.new_code(uid, at=at)
    text = f"{code.body}.{signing.sign(showing.signed_text(code.body))}"
    return ShownCode(code=text, address=address_of(text), expires_at=code.ends)


def verify(*, token: str, at: datetime) -> Verdict:
    """核验：证照、副本上的核验码或者亮证码，谁都可以；查到了的留痕 (two statements).

    The rate at which somebody may ask is the door's business.
    """
    if "." in token:
        return verify_shown(code=token, at=at)
    with transaction.atomic(durable=True):
        sight = queries.sight_of_token(token=normal_token(token))
        verdict = queries.verdict(sight=sight, at=at)
        if sight is not None:
            _witness(sight, verdict, through=Through.COPY if sight.purpose else Through.PAPER, at=at)
    return verdict


def verify_shown(*, code: str, at: datetime) -> Verdict:
    """核验亮证码：改动过的、过时的、核验过的、别处的，各有各的说法 (three statements).

    Source of the five answers: trust.md S11. An altered or expired code leaves no event: nothing in it can be believed.
    """
    body, _, signature = code.strip().partition(".")
    read, signed = showing.read_code(body), Signature.parsed(signature)
    if read is None or signed is None or not _ours(signed):
        return _no(Finding.UNKNOWN)
    if not signing.verify(showing.signed_text(body), signed):
        return _no(Finding.ALTERED)
    if read.expired(at=at):
        return _no(Finding.CODE_EXPIRED)
    return _verify_once(read, at)


def _verify_once(code: showing.Code, at: datetime) -> Verdict:
    with transaction.atomic(durable=True):
        sight = queries.sight_of_uid(uid=code.uid)
        if sight is None:
            return _no(Finding.UNKNOWN)
        first = Reading.first(code.nonce, at=at)
        verdict = queries.verdict(sight=sight, at=at) if first else _no(Finding.CODE_USED)
        _witness(sight, verdict, through=Through.SCREEN, at=at)
    return verdict


def _ours(signature: Signature) -> bool:
    return signature.key_id in {key.key_id for key in signing.public_keys()}


def _no(finding: Finding) -> Verdict:
    return Verdict(finding=finding, says=standing.SAYS[finding])


def _witness(sight: Sight, verdict: Verdict, *, through: Through, at: datetime) -> None:
    journal.witness(
        LicenceVerified(
            licence=sight.uid,
            holder=sight.holder,
            through=through,
            finding=verdict.finding,
            by=PUBLIC,
            at=at,
        )
    )

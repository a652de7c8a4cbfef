"""加注副本：只供一个用途的 PDF，整页水印写明用途，到期作废 (a copy that is good for one purpose only)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from tongban.foundation.clock import law_date
from tongban.foundation.crypto.tokens import random_token
from tongban.rooms.journal import acts as journal
from tongban.rooms.licences.acts import paper
from tongban.rooms.licences.events import LicenceCopied
from tongban.rooms.licences.models import Copy, Licence, new_key
from tongban.rooms.licences.rules import showing, standing
from tongban.rooms.licences.rules.filling import zh
from tongban.rooms.licences.words import COPY_DAYS, Bearer, Copied, actor_of, holder_of


def copy_for_purpose(*, uid: str, purpose: str, by: Bearer, at: datetime) -> Copied:
    """制作加注副本：写明仅供办理什么使用，三十日后作废，留痕。

    Source: domain.md 3.10 (加注件). Refuses: NoSuchLicence (also for another person's), NotInForce, PurposeMissing,
    PurposeTooLong, GlyphsMissing.
    """
    purpose = showing.clean_purpose(purpose)
    until = law_date(at) + timedelta(days=COPY_DAYS)
    licence = Licence.of_holder(uid, holder=holder_of(by))
    standing.require_in_force(licence.standing, on=law_date(at))
    copy = Copy(
        uid=new_key(), licence=licence, token=random_token(), purpose=purpose, made_at=at, until=until
    )
    copy.made_by = actor_of(by)
    pdf = _signed(licence, copy, until, at)
    copy.digest = paper.keep(pdf, licence=licence)
    with transaction.atomic(durable=True):
        standing.require_in_force(
            Licence.locked(uid).standing, on=law_date(at)
        )  # it may have been revoked meanwhile
        copy.save(force_insert=True)
        journal.witness(_event(copy, by=by, at=at))
    return Copied(uid=copy.uid, purpose=purpose, until=until, pdf=pdf)


def _signed(licence: Licence, copy: Copy, until: date, at: datetime) -> bytes:
    only = f"仅供办理{copy.purpose}使用"
    facts = paper.facts_of(licence, licence.face, token=copy.token)
    facts |= {"watermark": only, "note": f"{only}，{zh(until)}后作废；{zh(law_date(at))}制作"}
    return paper.signed(facts, licence=licence, why=only, at=at)


def _event(copy: Copy, *, by: Bearer, at: datetime) -> LicenceCopied:
    return LicenceCopied(
        licence=copy.licence_id,
        holder=copy.licence.holder,
        copy_uid=copy.uid,
        purpose=copy.purpose,
        until=copy.until,
        by=actor_of(by),
        at=at,
    )

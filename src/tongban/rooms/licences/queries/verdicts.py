"""核验：凭核验码或键找到证照，说出可以给任何人听的结论 (reads only; ``acts.verify`` leaves the event)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from tongban.foundation.clock import law_date
from tongban.rooms.licences.rules import numbering, standing
from tongban.rooms.licences.words import Finding, LicenceStatus, Standing, Verdict

_COLUMNS = """l.uid, l.holder, l.name, l.number, l.holder_masked, l.issuer, l.issued_on, l.status, l.valid_until,
        l.valid_until_says"""
BY_TOKEN = f"""
    SELECT {_COLUMNS}, '', NULL::date FROM licences_licence l WHERE l.token = %s
    UNION ALL
    SELECT {_COLUMNS}, c.purpose, c.until FROM licences_copy c JOIN licences_licence l ON l.uid = c.licence_id
    WHERE c.token = %s
"""  # noqa: S608 - the inserted text is a constant above
BY_UID = f"SELECT {_COLUMNS}, '', NULL::date FROM licences_licence l WHERE l.uid = %s"  # noqa: S608


@dataclass(frozen=True)
class Sight:
    """核验所见：证照可公开的各项；``purpose`` 不空的是加注副本。"""

    uid: str
    holder: str
    name: str
    number: str
    holder_masked: str
    issuer: str
    issued_on: date
    status: str
    valid_until: date | None
    valid_until_says: str
    purpose: str
    copy_until: date | None


def sight_of_token(*, token: str) -> Sight | None:
    """凭证照或者副本上的核验码找 (one statement)."""
    return _one(BY_TOKEN, [token, token])


def sight_of_uid(*, uid: str) -> Sight | None:
    """凭键找 (one statement)."""
    return _one(BY_UID, [uid])


def verdict(*, sight: Sight | None, at: datetime) -> Verdict:
    """结论：真实有效、真实但不在有效状态（说明为什么）、查无此证。"""
    if sight is None:
        return Verdict(finding=Finding.UNKNOWN, says=standing.SAYS[Finding.UNKNOWN])
    why = _why_not(sight, on=law_date(at))
    return Verdict(
        finding=Finding.NOT_IN_FORCE if why else Finding.GENUINE,
        says=why or standing.GENUINE_SAYS,
        name=sight.name,
        number_masked=numbering.mask_number(sight.number),
        holder_masked=sight.holder_masked,
        issuer=sight.issuer,
        issued_on=sight.issued_on,
        valid_until_says=sight.valid_until_says,
        status=LicenceStatus.of(sight.status),
        purpose=sight.purpose,
        copy_until=sight.copy_until,
    )


def _why_not(sight: Sight, *, on: date) -> str:
    now = Standing(status=LicenceStatus.of(sight.status), valid_until=sight.valid_until)
    why = standing.why_not(now, on=on)
    if not why and sight.copy_until is not None:
        return standing.why_copy_not(purpose=sight.purpose, until=sight.copy_until, on=on)
    return why


def _one(statement: str, parameters: list[str]) -> Sight | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found = cursor.fetchone()
    return None if found is None else Sight(*found)

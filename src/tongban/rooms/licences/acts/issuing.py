"""制证：准予之后，按事项的结果样本制发证照，每项结果只制一次 (within the caller's transaction: the reaction's or the job's).

A result that cannot be made yet (a rare character that no font has) is held and tried again, so that it holds up nobody else.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from tongban.foundation.crypto.tokens import random_token
from tongban.foundation.documents.errors import GlyphsMissing
from tongban.foundation.identifiers import parse_region_code
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import Result, ResultKind, Version
from tongban.rooms.journal import acts as journal
from tongban.rooms.licences.acts import paper
from tongban.rooms.licences.errors import FaceUnknown
from tongban.rooms.licences.events import LicenceIssued
from tongban.rooms.licences.models import Held, Licence, Making, new_key
from tongban.rooms.licences.rules import filling, numbering
from tongban.rooms.licences.rules.validity import validity
from tongban.rooms.licences.words import GrantedCase, Line
from tongban.rooms.organisation import queries as organisation
from tongban.rooms.organisation.errors import NoSuchRegion

BY = "system:licences"


def issue(*, granted: GrantedCase, at: datetime) -> list[LicenceIssued]:
    """制证：办件该出的每一项结果各一张；已经制过的不再制，一时制不出来的记下待制。

    Law: 行政许可法 第三十九条; 国务院关于在线政务服务的若干规定 第十条.
    """
    version = catalogue.version(version_id=granted.version_id)
    return [made for place, _ in results_of(version) if (made := _issue_or_hold(granted, version, place, at))]


def results_of(version: Version) -> Iterator[tuple[int, Result]]:
    """要出的结果和它的次序：有样本的证照、批文和其他结果。"""
    for place, result in enumerate(version.results):
        if result.template and result.kind is not ResultKind.NONE:
            yield place, result


def _issue_or_hold(granted: GrantedCase, version: Version, place: int, at: datetime) -> LicenceIssued | None:
    try:
        with transaction.atomic():
            made = _issue(granted, version, place, at)
            if made is not None:
                journal.witness(made)
    except (GlyphsMissing, FaceUnknown) as refusal:
        Held.hold(granted.case_no, place, why=f"{refusal}。{refusal.advice}", at=at)
        return None
    return made


def _issue(granted: GrantedCase, version: Version, place: int, at: datetime) -> LicenceIssued | None:
    result = version.results[place]
    scope = numbering.scope(version, result, year=granted.decided_on.year)
    n = Making.claim(granted.case_no, place, scope=scope, at=at)
    if n is None:
        return None
    licence = _licence(
        granted, version, place, numbering.numbered(version, result, on=granted.decided_on, n=n)
    )
    face = _face(granted, version, licence)
    licence.issued_at = at
    licence.seal_face(face)
    pdf = paper.signed(
        paper.facts_of(licence, face, token=licence.token), licence=licence, why=f"制发{licence.name}", at=at
    )
    licence.digest = paper.keep(pdf, licence=licence)
    licence.save(force_insert=True)
    return _event(licence, at)


def _licence(granted: GrantedCase, version: Version, place: int, numbered: numbering.Numbered) -> Licence:
    result = version.results[place]
    valid = validity(result, granted)
    return Licence(
        uid=new_key(),
        case_no=granted.case_no,
        place=place,
        kind=result.kind,
        name=result.name,
        item_code=version.code,
        version_id=version.id,
        region=version.region,
        department=version.department,
        issuer=version.organ_name,
        issuer_code=numbering.issuer_code(version),
        number=numbered.number,
        identifier=numbered.identifier,
        holder=granted.applicant,
        holder_masked=granted.applicant_masked,
        issued_on=granted.decided_on,
        valid_until=valid.until,
        valid_until_says=valid.says,
        token=random_token(),
    )


def _face(granted: GrantedCase, version: Version, licence: Licence) -> tuple[Line, ...]:
    told = filling.Told(
        version=version,
        granted=granted,
        result_no=licence.number,
        valid_until=licence.valid_until_says,
        region_name=region_name,
    )
    return filling.face(version.results[licence.place], told)


def region_name(code: str) -> str:
    """区划的全称：自上而下连写；不在册的写代码。"""
    names: list[str] = []
    at = parse_region_code(code).twelve
    while at:
        try:
            found = organisation.region(code=at)
        except NoSuchRegion:
            break
        names.insert(0, found.name)
        at = found.parent
    return "".join(names) or code


def _event(licence: Licence, at: datetime) -> LicenceIssued:
    return LicenceIssued(
        licence=licence.uid,
        holder=licence.holder,
        case_no=licence.case_no,
        name=licence.name,
        number=licence.number,
        licence_identifier=licence.identifier,
        valid_until=licence.valid_until,
        digest=licence.digest,
        by=BY,
        at=at,
    )

"""档案：人和单位的资料、谁看过、同意过什么、预填什么 (masked, unless a name says clear)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from tongban.foundation.crypto.blind_index import blind_candidates
from tongban.foundation.identifiers import parse_identity_number, parse_mobile_phone, parse_uscc
from tongban.rooms.journal import queries as journal
from tongban.rooms.people import models, words
from tongban.rooms.people.errors import NoSuchLegalPerson, NoSuchPerson
from tongban.rooms.people.events import PersonalDataSeen
from tongban.rooms.people.rules import masking
from tongban.rooms.people.words import HolderKind, Party, PersonField, Verification


@dataclass(frozen=True, kw_only=True)
class PersonRecord:
    """一个人的档案，各项已遮。"""

    id: int
    name: str
    id_type: words.IdType
    id_no: str
    phone: str
    address: str
    verification: Verification
    verified_at: datetime | None
    verified_means: words.VerificationMeans | None
    account_id: int | None


def person(*, person_id: int) -> PersonRecord:
    """人的档案，各项已遮；要看明文用 ``acts.disclose``。 Refuses: NoSuchPerson."""
    row = _person(person_id)
    return PersonRecord(
        id=row.pk,
        name=masking.mask_name(row.name),
        id_type=words.IdType.of(row.id_type),
        id_no=masking.mask_id_no(row.clear(PersonField.ID_NO)),
        phone=masking.mask_phone(row.clear(PersonField.PHONE)),
        address=masking.mask_address(row.clear(PersonField.ADDRESS)),
        verification=Verification.of(row.verification),
        verified_at=row.verified_at,
        verified_means=words.VerificationMeans.of(row.verified_means) if row.verified_means else None,
        account_id=row.account_id,
    )


REACH = """
    SELECT p.id, p.phone_sealed <> '',
        EXISTS (SELECT FROM accounts_account a WHERE a.id = p.account_id AND a.is_active AND a.email <> '')
    FROM people_person p WHERE p.id = ANY(%s) AND p.erased_at IS NULL
"""


@dataclass(frozen=True)
class Reach:
    """找得到他的办法：留没留手机号、电子邮箱（号码和地址都不在其中）。"""

    phone_known: bool
    mail_known: bool


def reach_of(*, persons: Collection[int]) -> dict[int, Reach]:
    """这些人各怎样找得到；没有这个人的、资料已删除的不在其中 (one statement, nothing unsealed)."""
    with connection.cursor() as cursor:
        cursor.execute(REACH, [list(persons)])
        return {number: Reach(phone, mail) for number, phone, mail in cursor.fetchall()}


def find_person(*, id_no: str, id_type: words.IdType = words.IdType.RESIDENT_ID) -> int | None:
    """按证件找人（只供工作人员的门使用）：返回编号。"""
    return models.Person.known(id_type=id_type, id_no=parse_identity_number(id_no).value)


def find_by_phone(*, phone: str) -> list[int]:
    """按手机号找人（只供工作人员的门使用）：一个号码可能有几个人。"""
    candidates = blind_candidates(parse_mobile_phone(phone).value, kind=models.PHONE_KIND)
    return list(
        models.Person.objects.filter(phone_index__in=candidates).order_by("id").values_list("id", flat=True)
    )


@dataclass(frozen=True, kw_only=True)
class LegalPersonRecord:
    """一个单位的档案：除电话外依法公开。"""

    id: int
    kind: HolderKind
    name: str
    uscc: str
    address: str
    legal_representative_id: int | None
    legal_representative_masked: str


def legal_person(*, legal_person_id: int) -> LegalPersonRecord:
    """单位的档案。 Refuses: NoSuchLegalPerson."""
    row = models.LegalPerson.objects.select_related("legal_representative").filter(pk=legal_person_id).first()
    if row is None:
        raise NoSuchLegalPerson
    return LegalPersonRecord(
        id=row.pk,
        kind=HolderKind.of(row.kind),
        name=row.name,
        uscc=row.uscc,
        address=row.address,
        legal_representative_id=row.legal_representative_id,
        legal_representative_masked=masking.mask_name(row.representative_name),
    )


def find_legal_person(*, uscc: str) -> int | None:
    """按统一社会信用代码找单位：返回编号。"""
    found = models.LegalPerson.objects.filter(uscc=parse_uscc(uscc).value)
    return found.values_list("id", flat=True).first()


@dataclass(frozen=True, kw_only=True)
class Seen:
    """谁在何时为什么看了哪几项；内容已依法抹去的，``fields`` 与 ``purpose`` 为空。"""

    at: datetime
    by: str
    fields: tuple[PersonField, ...]
    purpose: str


def who_saw(*, person_id: int) -> list[Seen]:
    """谁看过我的数据，新的在前。 Law: 个人信息保护法 第四十四条、第四十五条."""
    trail = journal.stream(name=str(Party.person(person_id)))
    return [_seen(recorded) for recorded in reversed(trail) if recorded.kind == PersonalDataSeen.kind]


@dataclass(frozen=True, kw_only=True)
class ConsentRecord:
    """一项同意；``withdrawn_at`` 为空即仍有效。"""

    purpose: words.ConsentPurpose
    resource: str
    given_at: datetime
    withdrawn_at: datetime | None


def consents_of(*, person_id: int) -> list[ConsentRecord]:
    """我的同意，新的在前，撤回的也列。"""
    return [
        ConsentRecord(
            purpose=words.ConsentPurpose.of(row.purpose),
            resource=row.resource,
            given_at=row.given_at,
            withdrawn_at=row.withdrawn_at,
        )
        for row in models.Consent.objects.filter(person_id=person_id).order_by("-id")
    ]


def has_consented(*, person_id: int, purpose: words.ConsentPurpose, resource: str = "") -> bool:
    """此刻是否同意：同意了整个目的，或者恰好这项资源；撤回后下一次就不算。"""
    standing = models.Consent.objects.filter(person_id=person_id, purpose=purpose, withdrawn_at__isnull=True)
    return standing.filter(resource__in={"", resource}).exists()


@dataclass(frozen=True, kw_only=True)
class ClearRecord:
    """一个人的档案明文：``repr`` 不含任何一项。"""

    name: str = field(repr=False)
    id_no: str = field(repr=False)
    phone: str = field(repr=False)
    address: str = field(repr=False)


def prefill_facts(*, person_id: int | None = None, legal_person_id: int | None = None) -> dict[str, str]:
    """预填所用的明文：键如 ``person.name``、``enterprise.uscc``；不知道的为空串。

    For the holder himself. An agent's prefill goes through ``acts.prefill``, which leaves an event.
    Refuses: NoSuchPerson, NoSuchLegalPerson.
    """
    facts: dict[str, str] = {}
    if person_id is not None:
        facts |= _person_facts(_person(person_id))
    if legal_person_id is not None:
        facts |= _legal_person_facts(legal_person_id)
    return facts


def _person_facts(row: models.Person) -> dict[str, str]:
    number = parse_identity_number(row.clear(PersonField.ID_NO))
    told = number.valid  # 护照等号码里读不出性别和生日
    return {
        "person.name": row.name,
        "person.id_no": number.value,
        "person.phone": row.clear(PersonField.PHONE),
        "person.address": row.clear(PersonField.ADDRESS),
        "person.sex": number.sex.zh if told and number.sex else "",
        "person.birth_date": number.birth_date.isoformat() if told and number.birth_date else "",
    }


def _legal_person_facts(legal_person_id: int) -> dict[str, str]:
    row = models.LegalPerson.objects.select_related("legal_representative").filter(pk=legal_person_id).first()
    if row is None:
        raise NoSuchLegalPerson
    return {
        "enterprise.name": row.name,
        "enterprise.uscc": row.uscc,
        "enterprise.legal_representative": row.representative_name,
        "enterprise.address": row.address,
        "enterprise.phone": row.phone,
    }


def _person(person_id: int) -> models.Person:
    found = models.Person.objects.filter(pk=person_id, erased_at__isnull=True).first()
    if found is None:
        raise NoSuchPerson
    return found


def _seen(recorded: journal.Recorded) -> Seen:
    told = recorded.payload or {"fields": [], "purpose": ""}
    return Seen(
        at=recorded.at,
        by=recorded.by,
        fields=tuple(map(PersonField.of, told["fields"])),
        purpose=told["purpose"],
    )

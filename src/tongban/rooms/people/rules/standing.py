"""谁能动谁的资料：本人、工作人员、系统 (who may touch whose data; an actor is written ``person:7``, ``officer:12``…)."""

from datetime import datetime

from tongban.rooms.people.errors import (
    AccountTaken,
    CounterOnly,
    NoAccount,
    NotTheirs,
    PurposeMissing,
    StillRepresents,
)
from tongban.rooms.people.events import (
    AccountClosed,
    PersonalDataSeen,
    PersonCorrected,
    PersonErased,
    PersonVerified,
    PhoneChanged,
)
from tongban.rooms.people.words import (
    Corrections,
    ErasureGround,
    Party,
    PersonFacts,
    PersonField,
    VerificationMeans,
)

LONGEST_PURPOSE = 200
ALL_FIELDS = tuple(PersonField)


def staff(by: str) -> bool:
    """是否工作人员或系统。"""
    return by.startswith(("officer:", "system:"))


def require_staff(by: str) -> None:
    """须由工作人员办理。 Refuses: CounterOnly."""
    if not staff(by):
        raise CounterOnly


def require_self_or_staff(person_id: int, *, by: str) -> None:
    """须由本人或工作人员办理。 Refuses: NotTheirs."""
    if not staff(by) and by != str(Party.person(person_id)):
        raise NotTheirs


def verify(
    person: PersonFacts, *, means: VerificationMeans, account_id: int | None, by: str, at: datetime
) -> PersonVerified:
    """实名核验：确认是本人，并连上他登记时用的账号；一人只有一个账号。

    Law: 网络安全法 第二十四条. Refuses: CounterOnly, AccountTaken.
    """
    require_staff(by)
    if account_id is not None and person.account_id not in (None, account_id):
        raise AccountTaken
    return PersonVerified(person_id=person.id, means=means, account_id=account_id, by=by, at=at)


def change_phone(person: PersonFacts, *, by: str, at: datetime) -> PhoneChanged:
    """更换手机号。 Refuses: NotTheirs."""
    require_self_or_staff(person.id, by=by)
    return PhoneChanged(person_id=person.id, by=by, at=at)


def correct(person: PersonFacts, corrections: Corrections, *, by: str, at: datetime) -> PersonCorrected:
    """更正个人信息：住址本人可改；证件号，以及已核验的姓名，须由工作人员核对原件后改。

    Law: 个人信息保护法 第四十六条. Refuses: NotTheirs, CounterOnly.
    """
    require_self_or_staff(person.id, by=by)
    if corrections.id_no is not None or (corrections.name is not None and person.verified):
        require_staff(by)
    fields = [f for f in ALL_FIELDS if getattr(corrections, f, None) is not None]
    after = corrections.name if corrections.name is not None else person.name
    return PersonCorrected(
        person_id=person.id, fields=tuple(fields), name_before=person.name, name_after=after, by=by, at=at
    )


def see(
    person_id: int, *, fields: tuple[PersonField, ...], purpose: str, by: str, at: datetime
) -> PersonalDataSeen:
    """查看明文：写明目的，记在本人名下。

    Law: 个人信息保护法 第六条、第五十一条. Refuses: PurposeMissing.
    """
    why = purpose.strip()
    if not 0 < len(why) <= LONGEST_PURPOSE:
        raise PurposeMissing
    return PersonalDataSeen(person_id=person_id, fields=fields, purpose=why, by=by, at=at)


def close_account(person: PersonFacts, *, by: str, at: datetime) -> AccountClosed:
    """注销账号。 Refuses: NotTheirs, NoAccount."""
    require_self_or_staff(person.id, by=by)
    if person.account_id is None:
        raise NoAccount
    return AccountClosed(person_id=person.id, account_id=person.account_id, by=by, at=at)


def erase(
    person: PersonFacts, *, represents: tuple[str, ...], ground: ErasureGround, by: str, at: datetime
) -> PersonErased:
    """删除个人信息：``represents`` 为他仍任法定代表人的单位名称。

    Law: 个人信息保护法 第四十七条. Refuses: NotTheirs, StillRepresents.
    """
    require_self_or_staff(person.id, by=by)
    if represents:
        raise StillRepresents(names="、".join(represents))
    return PersonErased(person_id=person.id, ground=ground, by=by, at=at)

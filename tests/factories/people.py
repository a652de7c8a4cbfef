"""办事人测试用的人、单位和账号，全在不存在的 X 区。"""

from datetime import date, datetime
from itertools import count

from tongban.foundation.accounts.models import Account
from tongban.foundation.clock import SHANGHAI
from tongban.foundation.identifiers import synthetic_identity_number, synthetic_uscc
from tongban.rooms.people import acts, words

AT = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)
CLERK = "officer:12"
BORN = date(1990, 3, 7)
_serial = count(1)


def id_no(serial: int = 1, *, born: date = BORN) -> str:
    return synthetic_identity_number(birth=born, serial=serial)


def registration(serial: int = 1, *, name: str = "李小敏", **changes: object) -> words.Registration:
    filled: dict[str, object] = {
        "name": name,
        "id_no": id_no(serial),
        "phone": f"199{serial:08d}",
        "address": f"X省X市X区城关镇幸福路{serial}号",
    }
    return words.Registration(**{**filled, **changes})  # type: ignore[arg-type]


def account(login: str = "") -> Account:
    return Account.objects.create(login=login or f"someone-{next(_serial)}", password="!")


def person(serial: int = 1, *, name: str = "李小敏", verified: bool = True) -> int:
    """A person registered at the counter."""
    number = acts.register_at_counter(registration=registration(serial, name=name), by=CLERK, at=AT)
    if verified:
        verify(number)
    return number


def verify(person_id: int, account_id: int | None = None) -> None:
    means = words.VerificationMeans.COUNTER
    acts.verify(person_id=person_id, means=means, account_id=account_id, by=CLERK, at=AT)


def citizen(serial: int = 1, *, name: str = "李小敏", born: date = BORN) -> tuple[int, int]:
    """A verified person with an account: (person id, account id)."""
    account_id = account().pk
    told = registration(serial, name=name, id_no=id_no(serial, born=born))
    acts.register(registration=told, account_id=account_id, by=f"account:{account_id}", at=AT)
    person_id = acts.register_at_counter(registration=told, by=CLERK, at=AT)
    verify(person_id, account_id)
    return person_id, account_id


def firm(serial: int = 1, *, representative: int | None = None) -> int:
    facts = words.LegalPersonFacts(
        name=f"X区第{serial}餐饮有限公司",
        uscc=synthetic_uscc(serial=serial),
        address="X市X区东关街道滨江路18号",
        phone="19901021185",
        legal_representative_id=representative,
    )
    return acts.register_legal_person(facts=facts, by=CLERK, at=AT).legal_person_id


def terms(agent: int, **changes: object) -> words.MandateTerms:
    filled: dict[str, object] = {
        "agent_id": agent,
        "capacity": words.Capacity.AGENT,
        "valid_from": date(2026, 3, 1),
        "valid_to": date(2026, 12, 31),
    }
    return words.MandateTerms(**{**filled, **changes})  # type: ignore[arg-type]


def mandate(principal: words.Party, agent: int, **changes: object) -> int:
    """An accepted mandate, taken down at the counter on paper evidence."""
    given = acts.give_mandate(
        principal=principal, terms=terms(agent, evidence_digest="0" * 64, **changes), by=CLERK, at=AT
    )
    acts.accept_mandate(mandate_id=given.mandate_id, by=f"person:{agent}", at=AT)
    return given.mandate_id

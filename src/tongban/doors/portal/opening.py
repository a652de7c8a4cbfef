"""开户：以手机号为登录名开一个账号，并以它登记；手机号是否已有账号，答复都一样 (an account and its claim)."""

from datetime import datetime

from tongban.foundation.accounts import opening
from tongban.foundation.clock import law_date
from tongban.rooms.people import acts as people
from tongban.rooms.people import queries
from tongban.rooms.people.words import Registration


def open_account(*, registration: Registration, password: str, at: datetime) -> None:
    """开户并登记；手机号已有账号的什么也不做，先查的、花的工夫、给的答复都一样。

    Refuses: IdentifiersInvalid.
    """
    queries.checked_registration(registration, on=law_date(at))
    account_id = opening.open_account(login=registration.phone, password=password)
    if account_id is not None:
        claim(registration=registration, account_id=account_id, at=at)


def claim(*, registration: Registration, account_id: int, at: datetime) -> None:
    """以已有的账号登记。 Refuses: IdentifiersInvalid, AlreadyClaimed."""
    people.register(registration=registration, account_id=account_id, by=f"account:{account_id}", at=at)

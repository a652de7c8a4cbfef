"""一次办理的边界：一个事务；数据库的约束说不，变成同样的拒绝 (one act, one transaction)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from tongban.foundation.refusal import Refusal
from tongban.rooms.organisation.errors import AdministratorsExclusive, AlreadyHolds, AlreadyThere

_SAID_BY: dict[str, type[Refusal]] = {
    "organisation_holding_duty_of_officer": AdministratorsExclusive,
    "organisation_holding_duty_of_post": AdministratorsExclusive,
    "organisation_holding_once": AlreadyHolds,
}


@contextmanager
def one_act() -> Iterator[None]:
    """一个事务；撞上唯一约束或三员互斥的外键，按拒绝答复。 Refuses: AlreadyThere, AlreadyHolds, AdministratorsExclusive."""
    try:
        with transaction.atomic(durable=True):
            yield
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        raise _SAID_BY.get(str(constraint), AlreadyThere) from error

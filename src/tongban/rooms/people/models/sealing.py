"""封存：一张表一行一个字段的密文 (sealed values, bound to table, row and field)."""

from tongban.foundation.crypto.fields import FieldContext, needs_rewrap, seal, unseal


def place(table: str, row: int, field: str) -> FieldContext:
    """密文所在：搬到别处就打不开。"""
    return FieldContext(table=table, row=str(row), field=field)


def seal_field(table: str, row: int, field: str, value: str) -> str:
    """封：空值不封。"""
    return seal(value, context=place(table, row, field)) if value else ""


def unseal_field(table: str, row: int, field: str, token: str) -> str:
    """启：没封过的为空。 Refuses: SealBroken."""
    return unseal(token, context=place(table, row, field)) if token else ""


def stale(token: str) -> bool:
    """待重封：不是用现用密钥封的；没封过的不算。"""
    return bool(token) and needs_rewrap(token)

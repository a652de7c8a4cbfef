"""封存：随机的行键，和绑定到一张表、一行、一列的密文。"""

import json
import secrets
from typing import Any

from tongban.foundation.crypto.fields import FieldContext, seal, unseal

_TEXT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def new_key() -> str:
    """随机键：32 个十六进制字符 (128 bits)."""
    return secrets.token_hex(16)


def seal_json(table: str, row: str, column: str, content: Any) -> str:
    """封存一段内容：JSON 文本加密，绑定到这张表、这一行、这一列。"""
    return seal(_TEXT(content), context=FieldContext(table=table, row=row, field=column))


def open_json(table: str, row: str, column: str, token: str) -> Any:
    """启封；空的为 None。 Refuses: SealBroken."""
    return (
        json.loads(unseal(token, context=FieldContext(table=table, row=row, field=column))) if token else None
    )

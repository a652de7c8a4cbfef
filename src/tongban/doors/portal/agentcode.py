"""代办码：请别人委托自己时报给对方的短码，免得凭证件号就能试出谁在册 (the code an agent tells his principal).

``27-K7QX-9M2P``: the person's number and 40 bits that only this site can make, so that nobody can be named, and nobody's
registration found out, by whoever was not told the code.
"""

from tongban.foundation.crypto.blind_index import blind_candidates, blind_index
from tongban.foundation.crypto.encoding import from_text
from tongban.foundation.crypto.tokens import crockford, normal_token

_KIND = "agent_code"
_BYTES = 5


def code_of(person_id: int) -> str:
    """某人的代办码。"""
    mark = _short(blind_index(str(person_id), kind=_KIND))
    return f"{person_id}-{mark[:4]}-{mark[4:]}"


def person_of(typed: str) -> int | None:
    """代办码是谁的；输错的没有人 (spaces, lower case and O for 0 are forgiven)."""
    text = normal_token(typed)
    number, mark = text[:-8], text[-8:]
    if not (number.isascii() and number.isdigit()) or len(number) > 18:
        return None
    marks = [_short(index) for index in blind_candidates(str(int(number)), kind=_KIND)]
    return int(number) if mark in marks else None


def _short(index: str) -> str:
    """The first 40 bits of the keyed digest, as eight letters and digits that survive reading aloud."""
    return crockford((from_text(index.partition(".")[2]) or b"")[:_BYTES])

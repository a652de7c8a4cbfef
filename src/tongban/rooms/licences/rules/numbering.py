"""编号：证照编号和国家标准的电子证照标识 (licence number, and the e-certificate identifier of GB/T 36904-2018).

A catalogued kind of licence (one with a 证照类型代码) is numbered ``区划6 + 类型末3位 + 年4 + 序号6``; any other result carries
a document number ``{机关代字}审{批|办}〔年〕第00001号``. The identifier's serial is ``年月日8 + 序号6`` (domain.md 3.9).
"""

import re
from dataclasses import dataclass
from datetime import date

from tongban.foundation.identifiers import build_licence_identifier, parse_uscc
from tongban.rooms.catalogue.words import Result, ResultKind, Version

_MARKS = {ResultKind.LICENCE: "证", ResultKind.REPLY: "批", ResultKind.OTHER: "办"}
_DIGITS = re.compile(r"[0-9]{11,}")


@dataclass(frozen=True, kw_only=True)
class Numbered:
    """用到的号：编号和标识；发证机关或者类型的代码不合国家标准的，标识为空。"""

    number: str
    identifier: str


def issuer_code(version: Version) -> str:
    """颁发机构代码：统一社会信用代码；没有有效代码的用六位区划。"""
    code = version.department_code
    return code if parse_uscc(code).valid else version.region[:6]


def scope(version: Version, result: Result, *, year: int) -> str:
    """计数范围：一个机关、一种证照、一年一行。"""
    kind = result.cert_type_code[-3:] or str(result.kind)
    return f"{version.department_code}:{kind}:{year}"


def numbered(version: Version, result: Result, *, on: date, n: int) -> Numbered:
    """编号和标识：``n`` 是计数行取得的序号，``on`` 是发证日期。"""
    if not result.cert_type_code:
        mark = _MARKS.get(result.kind, "办")
        return Numbered(number=f"{version.organ_short}审{mark}〔{on.year}〕第{n:05d}号", identifier="")
    number = f"{version.region[:6]}{result.cert_type_code[-3:]}{on.year}{n:06d}"
    return Numbered(number=number, identifier=_identifier(version, result, serial=f"{on:%Y%m%d}{n:06d}"))


def mask_number(number: str) -> str:
    """遮编号：长串数字留前六后四，供持证在手的人比对 (990102*********0001); document numbers are public."""
    return _DIGITS.sub(lambda run: run[0][:6] + "*" * (len(run[0]) - 10) + run[0][-4:], number)


def _identifier(version: Version, result: Result, *, serial: str) -> str:
    try:
        built = build_licence_identifier(
            type_code=result.cert_type_code, issuer=issuer_code(version), serial=serial, version=1
        )
    except ValueError:  # an imported item may name its authority by a code that is not valid
        return ""
    return built.value

"""电子证照标识：GB/T 36904-2018 的编制与拆分。

``1.2.156.3005.2.{证照类型代码}.{颁发机构代码}.{流水号}.{版本号}.{校验位}``

The check character is MOD 37,36 (GB/T 17710) over type, issuer, serial and version joined without dots.
"""

import re
from dataclasses import dataclass

from tongban.foundation.identifiers.mod37_36 import mod37_36
from tongban.foundation.identifiers.problem import Problem, ProblemCode
from tongban.foundation.identifiers.text import fold
from tongban.foundation.identifiers.uscc import parse_uscc

OID = "1.2.156.3005.2"
"""电子证照标识的固定根（GB/T 36904-2018 §5）。"""

_SHAPE = re.compile(
    r"([0-9A-Z]{18}[0-9]{3})\.([0-9A-Z]{18}|[0-9]{6})"
    r"\.([0-9A-Z]{1,64})\.([0-9]{3})\.([0-9A-Z])"
)


@dataclass(frozen=True, slots=True)
class LicenceIdentifier:
    """电子证照标识：``value`` 总带固定根；读不出的部分为空。"""

    value: str
    type_code: str = ""
    issuer: str = ""
    serial: str = ""
    version: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def valid(self) -> bool:
        """有效：没有任何问题。"""
        return not self.problems


def build_licence_identifier(*, type_code: str, issuer: str, serial: str, version: int) -> LicenceIdentifier:
    """编电子证照标识：``type_code`` 21 位，``issuer`` 18 位（或 6 位区划），``version`` 为 1 至 999。

    Raises ValueError when the parts do not fit: templates are checked before anything is issued.
    """
    unchecked = f"{type_code}.{issuer}.{serial}.{version:03d}."
    if not _SHAPE.fullmatch(unchecked + "0") or version < 1:
        raise ValueError("licence identifier parts out of range")
    built = parse_licence_identifier(unchecked + mod37_36(unchecked.replace(".", "")))
    if not built.valid:
        raise ValueError("licence identifier names a body whose code is not valid")
    return built


def parse_licence_identifier(text: str) -> LicenceIdentifier:
    """读电子证照标识：固定根可省；任何文字都不报错，问题列在 ``problems``。"""
    written, problems = fold(text)
    tail = written.removeprefix(OID + ".")
    shape = _SHAPE.fullmatch(tail)
    if problems or not shape:
        unknown = Problem(
            ProblemCode.UNKNOWN_SHAPE, "不是电子证照标识：应为类型、机构、流水号、版本、校验五段"
        )
        return LicenceIdentifier(value=written, problems=problems or (unknown,))
    type_code, issuer, serial, version, check = shape.groups()
    found = _body_problems(type_code, issuer)
    if mod37_36(type_code + issuer + serial + version) != check:
        found += (Problem(ProblemCode.WRONG_CHECK, "电子证照标识校验位不符"),)
    return LicenceIdentifier(f"{OID}.{tail}", type_code, issuer, serial, version, found)


def _body_problems(type_code: str, issuer: str) -> tuple[Problem, ...]:
    """The defining authority, and the issuer unless an old six-digit region, are unified credit codes."""
    codes = {"证照类型代码中的定义机构": type_code[:18]}
    if len(issuer) == 18:
        codes["颁发机构代码"] = issuer
    return tuple(
        Problem(problem.code, f"{where}：{problem.says}")
        for where, code in codes.items()
        for problem in parse_uscc(code).problems
    )

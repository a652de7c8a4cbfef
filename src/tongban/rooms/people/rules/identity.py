"""证件校验：登记和更正所填的内容，化成一种写法，问题一次说全 (checked and written one way, all problems at once)."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from tongban.foundation.identifiers import (
    IdentityKind,
    parse_identity_number,
    parse_mobile_phone,
    parse_uscc,
)
from tongban.rooms.people.errors import IdentifiersInvalid
from tongban.rooms.people.rules.masking import graphemes
from tongban.rooms.people.words import (
    Corrections,
    HolderKind,
    IdType,
    LegalPersonFacts,
    PersonField,
    Registration,
)

Checked = tuple[str, tuple[str, ...]]

LONGEST_NAME = 50
LONGEST_ADDRESS = 200
_JOINS = "·〇 -'’."  # 〇 is a numeral to Unicode; the rest stands in names on passports and residence cards
_DOTS = dict.fromkeys(map(ord, "•‧∙⋅・･․"), "·")
_KINDS = {
    IdType.RESIDENT_ID: (IdentityKind.CITIZEN, IdentityKind.DEMO),
    IdType.RESIDENCE_PERMIT: (IdentityKind.RESIDENCE_PERMIT,),
    IdType.FOREIGN_RESIDENT: (IdentityKind.FOREIGN_RESIDENT,),
}
_SHAPES = {
    IdType.HK_MACAO_PERMIT: re.compile("[HM][0-9]{8}(?:[0-9]{2})?"),
    IdType.TAIWAN_PERMIT: re.compile("[0-9]{8}(?:[0-9]{2})?"),
    IdType.PASSPORT: re.compile("[A-Z0-9]{5,17}"),
}
# 统一社会信用代码前两位对应的服务对象类型；列不出的算其他组织。 Source: GB 32100-2015 表 1.
_HOLDERS = {
    "11": HolderKind.AGENCY,
    "12": HolderKind.INSTITUTION,
    "51": HolderKind.SOCIAL,
    "52": HolderKind.SOCIAL,
    "53": HolderKind.SOCIAL,
    "91": HolderKind.ENTERPRISE,
}


def checked_registration(registration: Registration, *, on: date) -> Registration:
    """登记所填是否可用：``on`` 为登记当日，返回化成一种写法的登记。 Refuses: IdentifiersInvalid (with every problem)."""
    checks: dict[str, Checked] = {
        PersonField.NAME: name(registration.name),
        PersonField.ID_NO: id_no(registration.id_no, id_type=registration.id_type, on=on),
        PersonField.PHONE: phone(registration.phone),
        PersonField.ADDRESS: address(registration.address),
    }
    return replace(registration, **_passed(checks))  # type: ignore[arg-type]


def checked_corrections(corrections: Corrections, *, id_type: IdType, on: date) -> Corrections:
    """更正所填是否可用：``id_type`` 为档案现有的证件种类。 Refuses: IdentifiersInvalid."""
    kind = corrections.id_type or id_type
    checks: dict[str, Checked] = {}
    if corrections.name is not None:
        checks[PersonField.NAME] = name(corrections.name)
    if corrections.address is not None:
        checks[PersonField.ADDRESS] = address(corrections.address)
    if corrections.id_no is not None:
        checks[PersonField.ID_NO] = id_no(corrections.id_no, id_type=kind, on=on)
    elif corrections.id_type not in (None, id_type):
        checks[PersonField.ID_NO] = "", ("更改证件种类须同时填写证件号码",)
    return replace(corrections, **_passed(checks))  # type: ignore[arg-type]


def checked_phone(written: str) -> str:
    """手机号是否可用，返回 11 位数字。 Refuses: IdentifiersInvalid."""
    return _passed({PersonField.PHONE: phone(written)})[PersonField.PHONE]


def checked_legal_person(facts: LegalPersonFacts) -> LegalPersonFacts:
    """单位所填是否可用；没说类型的按信用代码定。 Refuses: IdentifiersInvalid."""
    uscc = parse_uscc(facts.uscc)
    checks: dict[str, Checked] = {
        "name": _text(facts.name, what="单位名称", longest=LONGEST_ADDRESS),
        "uscc": (uscc.value, tuple(problem.says for problem in uscc.problems)),
        "address": address(facts.address),
        "phone": _any_phone(facts.phone),
    }
    return replace(facts, **_passed(checks), kind=facts.kind or holder_kind(uscc.value))  # type: ignore[arg-type]


def holder_kind(uscc: str) -> HolderKind:
    """单位类型：由信用代码前两位得出。"""
    return _HOLDERS.get(uscc[:2], HolderKind.OTHER)


def name(written: str) -> Checked:
    """姓名：各式间隔点写成“·”，不动生僻字（不作 Unicode 规范化，以免换成另一个字）。"""
    text, said = _text(written.translate(_DOTS), what="姓名", longest=LONGEST_NAME)
    wrong = not said and not all(map(_in_a_name, text))
    return text, ("姓名只能有汉字、字母、间隔点和空格，请照证件填写",) if wrong else said


def _in_a_name(c: str) -> bool:
    """Han of every extension (newer ones are unknown to this Python's tables), letters and their marks, what joins them."""
    selector = c == "\u200d" or 0xE0100 <= ord(c) <= 0xE01EF
    return c in _JOINS or _is_far_han(c) or selector or unicodedata.category(c)[0] in "LM"


def _is_far_han(c: str) -> bool:
    return 0x20000 <= ord(c) <= 0x3FFFD


def phone(written: str) -> Checked:
    """手机号码。"""
    parsed = parse_mobile_phone(written)
    return parsed.value, tuple(problem.says for problem in parsed.problems)


def address(written: str) -> Checked:
    """住址：可以不填。"""
    return _text(written, what="住址", longest=LONGEST_ADDRESS) if written.strip() else ("", ())


def id_no(written: str, *, id_type: IdType, on: date) -> Checked:
    """证件号码：按证件种类校验。"""
    parsed = parse_identity_number(written)
    if shape := _SHAPES.get(id_type):
        return parsed.value, () if shape.fullmatch(parsed.value) else (f"{id_type.zh}号码的写法不对",)
    says = [problem.says for problem in parsed.problems]
    if not says and parsed.kind not in _KINDS[id_type]:
        says.append(f"这不是{id_type.zh}的号码")
    if parsed.birth_date and parsed.birth_date > on:
        says.append("号码中的出生日期晚于今天")
    return parsed.value, tuple(says)


def _any_phone(written: str) -> Checked:
    """A firm's telephone may be a landline: digits and dashes, 7 to 20 of them; may be left out."""
    kept = "".join(c for c in written if c not in " ()（）\u3000")
    fine = not kept or re.fullmatch("[+]?[0-9-]{7,20}", kept)
    return kept, () if fine else ("联系电话只能由 7 至 20 位数字和横线组成",)


def _text(written: str, *, what: str, longest: int) -> Checked:
    text = written.strip()[: longest * 8]
    problems = (
        (not text, f"没有填写{what}"),
        (len(graphemes(text)) > longest, f"{what}最多{longest}个字"),
        (_unprintable(text), f"{what}中有不能显示的字符"),
    )
    return text, tuple(says for wrong, says in problems if wrong)


def _unprintable(text: str) -> bool:
    # 异体字选择符与零宽连接符本身不显示，却是字的一部分。
    kept: Callable[[str], bool] = lambda c: (  # noqa: E731
        c.isprintable() or _is_far_han(c) or c == "\u200d" or 0xE0100 <= ord(c) <= 0xE01EF
    )
    return not all(kept(c) for c in text)


def _passed(checks: dict[str, Checked]) -> dict[str, str]:
    problems = [{"field": str(f), "says": says} for f, (_, found) in checks.items() for says in found]
    if problems:
        raise IdentifiersInvalid(problems="；".join(p["says"] for p in problems), fields=problems)
    return {str(f): value for f, (value, _) in checks.items()}

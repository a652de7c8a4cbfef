"""化值：一栏里填的东西变成存得下、比得了的值，或者一句说明哪里不对的话。

Each cleaner takes the raw value (text or what JSON holds) and returns the clean one, or raises :class:`Unfit` with the
sentence for the person. Built once per field, so that what depends on the field alone is computed once.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from tongban.foundation.identifiers import (
    parse_identity_number,
    parse_mobile_phone,
    parse_region_code,
    parse_uscc,
)
from tongban.rooms.catalogue.words import Field, FieldKind

Cleaner = Callable[[object], Any]

LONGEST_TEXT = 200
LONGEST_LONG_TEXT = 2000
LONGEST_RAW = 20_000
MOST_CHOICES = 200
_DIGITS = str.maketrans("０１２３４５６７８９．－／：，＋", "0123456789.-/:,+")
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ud800-\udfff]"
)
_BLANK = re.compile(r"[\s\u3000]+")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,6})?", re.ASCII)
_LANDLINE = re.compile(r"0\d{2,3}\d{7,8}(\d{1,6})?|1[2-9]\d{3}|400\d{7}", re.ASCII)
_YES = frozenset({"true", "yes", "on", "1", "是", "有", "y"})
_NO = frozenset({"false", "no", "off", "0", "否", "没有", "无", "n"})


class Unfit(Exception):
    """这个值不能用；文字就是给人看的一句话。"""


def cleaner(field: Field) -> Cleaner:
    """某一栏的化值函数。"""
    return _MAKERS[field.kind](field)


def told(raw: object) -> str:
    """写成文字：去掉看不见的字符和首尾空白；不是一个值的当作没填。"""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if not isinstance(raw, str | int | float | Decimal):
        return ""
    text = str(raw)
    return _INVISIBLE.sub("", text[: LONGEST_RAW + 1]).strip(" \t\r\n\u3000\u00a0")


def _text(field: Field) -> Cleaner:
    long = field.kind is FieldKind.LONG_TEXT
    most = field.max_len or (LONGEST_LONG_TEXT if long else LONGEST_TEXT)

    def clean(raw: object) -> str:
        text = told(raw)
        value = text.replace("\r\n", "\n").replace("\r", "\n") if long else _BLANK.sub(" ", text)
        if len(value) > most:
            raise Unfit(f"{field.label}最多{most}个字，现有{min(len(value), LONGEST_RAW)}个字")
        return value

    return clean


def _number(field: Field) -> Cleaner:
    money = field.kind is FieldKind.MONEY
    unit = field.unit or ("元" if money else "")

    def clean(raw: object) -> int | float | str:
        text = _BLANK.sub("", told(raw).translate(_DIGITS)).replace(",", "").removesuffix(unit)
        if not _NUMBER.fullmatch(text):
            raise Unfit(f"{field.label}应为数字，例如 {'1200.50' if money else '120'}")
        value = _within(field, Decimal(text), unit)
        return _money(field, value) if money else _plain(value)

    return clean


def _within(field: Field, value: Decimal, unit: str) -> Decimal:
    if field.minimum is not None and value < field.minimum:
        raise Unfit(f"{field.label}不能小于{field.minimum}{unit}")
    if field.maximum is not None and value > field.maximum:
        raise Unfit(f"{field.label}不能大于{field.maximum}{unit}")
    return value


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _money(field: Field, value: Decimal) -> str:
    try:
        exact = value.quantize(Decimal("0.01"))
    except InvalidOperation:
        raise Unfit(f"{field.label}的数目过大") from None
    if exact != value:
        raise Unfit(f"{field.label}最多写到两位小数")
    if value < 0:
        raise Unfit(f"{field.label}不能小于0")
    return str(exact)


def _date(field: Field) -> Cleaner:
    wrong = f"{field.label}应为日期，例如 2026-03-02"

    def clean(raw: object) -> str:
        found = _DATE.fullmatch(_BLANK.sub("", told(raw).translate(_DIGITS)))
        if found is None:
            raise Unfit(wrong)
        year, month, day = (int(part) for part in found.groups() if part)
        try:
            value = date(year, month, day)
        except ValueError:
            raise Unfit(f"{field.label}没有这一天，请核对") from None
        if not 1900 <= year <= 2200:
            raise Unfit(f"{field.label}的年份不对，请核对")
        return value.isoformat()

    return clean


def years_fit(field: Field, value: date, *, on: date) -> None:
    """日期栏的最小、最大是到 ``on`` 那天满几年（出生日期就是周岁）。

    Law: 民法典 第二百条至第二百零二条（按年计算，到期月没有对应日的，月末日为到期日）. Raises Unfit.
    """
    if value > on and field.minimum is not None:
        raise Unfit(f"{field.label}在今天以后，请核对")
    passed = on.year - value.year - (on < _anniversary(value, on.year))
    if field.minimum is not None and passed < field.minimum:
        raise Unfit(f"{field.label}到今天还不满{field.minimum}年，不符合办理条件")
    if field.maximum is not None and passed > field.maximum:
        raise Unfit(f"{field.label}到今天已经满{passed}年，超过了{field.maximum}年，不符合办理条件")


def _anniversary(value: date, year: int) -> date:
    try:
        return value.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def _choice(field: Field) -> Cleaner:
    known = _options(field)

    def clean(raw: object) -> str:
        key = known.get(told(raw))
        if key is None:
            raise Unfit(f"请在选项中选择{field.label}")
        return key

    return clean


def _multi_choice(field: Field) -> Cleaner:
    known, order = _options(field), [option.key for option in field.options]

    def clean(raw: object) -> list[str]:
        given = raw[:MOST_CHOICES] if isinstance(raw, list | tuple) else told(raw).split(",")
        keys = {known.get(told(each)) for each in given if told(each)}
        if None in keys:
            raise Unfit(f"请在选项中选择{field.label}")
        return [key for key in order if key in keys]

    return clean


def _options(field: Field) -> dict[str, str]:
    return {option.label: option.key for option in field.options} | {o.key: o.key for o in field.options}


def _yes_no(field: Field) -> Cleaner:
    def clean(raw: object) -> bool:
        text = told(raw).lower()
        if text not in _YES | _NO:
            raise Unfit(f"请选择是或者否：{field.label}")
        return text in _YES

    return clean


def _identifier(parse: Callable[[str], Any]) -> Callable[[Field], Cleaner]:
    def make(field: Field) -> Cleaner:
        def clean(raw: object) -> str:
            found = parse(told(raw))
            if not found.valid:
                says = found.problems[0].says
                raise Unfit(says if field.label in says else f"{field.label}：{says}")
            return str(found.value)

        return clean

    return make


def _phone(field: Field) -> Cleaner:
    mobile = _identifier(parse_mobile_phone)(field)
    mobile_only = "手机" in field.label

    def clean(raw: object) -> str:
        compact = re.sub(r"[-\s()（）—－转]", "", told(raw).translate(_DIGITS))
        return compact if not mobile_only and _LANDLINE.fullmatch(compact) else str(mobile(raw))

    return clean


def _address(field: Field) -> Cleaner:
    text = _text(field)

    def clean(raw: object) -> str:
        value = str(text(raw))
        if len(value) < 4:
            raise Unfit(f"{field.label}太短，请写到门牌号")
        return value

    return clean


_MAKERS: dict[FieldKind, Callable[[Field], Cleaner]] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.MONEY: _number,
    FieldKind.DATE: _date,
    FieldKind.CHOICE: _choice,
    FieldKind.MULTI_CHOICE: _multi_choice,
    FieldKind.YES_NO: _yes_no,
    FieldKind.ID_NO: _identifier(parse_identity_number),
    FieldKind.USCC: _identifier(parse_uscc),
    FieldKind.PHONE: _phone,
    FieldKind.ADDRESS: _address,
    FieldKind.REGION: _identifier(parse_region_code),
}

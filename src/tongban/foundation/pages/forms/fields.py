"""Owns form fields that accept spaces, dashes and full-width digits, and refuse in plain words."""

import re
import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tongban.foundation.pages.forms import widgets


def tidy(text: str) -> str:
    """收拾号码：全角变半角，去掉空格与连字符，字母大写。"""
    return re.sub(r"[\s\-—–_·.]", "", unicodedata.normalize("NFKC", text)).upper()


class TidyCharField(forms.CharField):
    """号码类字段：收拾之后再检查；`pattern` 不合即用 `wrong` 说明。"""

    pattern = r".*"
    wrong: Any = _("请检查号码")
    empty: Any = _("请填写")

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {}).setdefault("required", self.empty)
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        """先收拾再当作值。"""
        return tidy(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        """形状不对就说怎么改；真伪由使用者再查。"""
        super().validate(value)
        if value and not re.fullmatch(self.pattern, value):
            raise ValidationError(self.wrong, code="wrong")


class IdNumberField(TidyCharField):
    """公民身份号码（18 位）。Law: GB 11643-1999（形状；校验码由 identifiers 查）。"""

    widget = widgets.IdNumberInput
    pattern = r"[1-9]\d{16}[\dX]"
    wrong = _("身份证号码应为 18 位：17 位数字加 1 位数字或 X")
    empty = _("请填写身份证号码")


class CreditCodeField(TidyCharField):
    """统一社会信用代码（18 位）。Law: GB 32100-2015（形状；校验码由 identifiers 查）。"""

    widget = widgets.CreditCodeInput
    pattern = r"[0-9A-HJ-NPQRTUWXY]{18}"
    wrong = _("统一社会信用代码应为 18 位数字和大写字母，没有 I、O、S、V、Z")
    empty = _("请填写统一社会信用代码")


class PhoneField(TidyCharField):
    """手机号码（11 位）。"""

    widget = widgets.PhoneInput
    pattern = r"1\d{10}"
    wrong = _("手机号码应为 11 位数字，如 138 0000 0000")
    empty = _("请填写手机号码")

    def to_python(self, value: Any) -> str:
        """去掉 +86。"""
        return re.sub(r"^\+?86(?=1\d{10}$)", "", super().to_python(value))


class DatePartsField(forms.MultiValueField):
    """日期：年、月、日三格。"""

    widget = widgets.DatePartsInput

    def __init__(self, **options: Any) -> None:
        messages = {
            "required": _("请填写日期"),
            "incomplete": _("日期要有年、月、日"),
            "invalid": _("没有这一天，请检查"),
        }
        boxes = [forms.CharField(), forms.CharField(), forms.CharField()]
        super().__init__(boxes, require_all_fields=True, error_messages=messages, **options)

    def compress(self, data_list: list[str]) -> date | None:
        """三格合成日期。"""
        if not data_list:
            return None
        try:
            year, month, day = (int(tidy(part)) for part in data_list)
            return date(year, month, day)
        except (ValueError, OverflowError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class AddressField(forms.MultiValueField):
    """地址：区划代码与门牌，值为 (区划代码, 门牌)。"""

    def __init__(self, *, regions: Any, **options: Any) -> None:
        messages = {"required": _("请选择街道社区并写明门牌"), "incomplete": _("请选择街道社区并写明门牌")}
        boxes = [forms.ChoiceField(choices=regions), forms.CharField(max_length=120)]
        widget = widgets.AddressInput(regions=regions)
        super().__init__(boxes, widget=widget, error_messages=messages, **options)

    def compress(self, data_list: list[str]) -> tuple[str, str] | None:
        """两格合成地址。"""
        return (data_list[0], data_list[1]) if data_list else None

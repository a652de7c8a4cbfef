"""Owns the input controls of the trade: ID number with card reader, date in three boxes, region and address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class IdNumberInput(forms.TextInput):
    """证件号码：大字距的数字键盘；``reader``：窗口和自助机有读卡器，自己的手机、电脑没有。"""

    template_name = "pages/forms/widgets/with_reader.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, reader: bool = True) -> None:
        plain = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters", "class": "w-l"}
        super().__init__({**plain, **(attrs or {})})
        self.reader = reader

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """连同有没有读卡器."""
        context = super().get_context(name, value, attrs)
        context["widget"]["reader"] = self.reader
        return context


class CreditCodeInput(forms.TextInput):
    """统一社会信用代码 (USCC)。"""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        plain = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters", "class": "w-l"}
        super().__init__({**plain, **(attrs or {})})


class PhoneInput(forms.TextInput):
    """手机号码。"""

    input_type = "tel"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "tel", "inputmode": "tel", "class": "w-m", **(attrs or {})})


class DatePartsInput(forms.MultiWidget):
    """日期：年、月、日三格，手输最快，也最不会错。"""

    template_name = "pages/forms/widgets/date_parts.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            {"year": forms.TextInput(box), "month": forms.TextInput(box), "day": forms.TextInput(box)}
        )

    def decompress(self, value: Any) -> list[str]:
        """日期拆成年、月、日。"""
        return [str(value.year), str(value.month), str(value.day)] if value else ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """三格各有名称。"""
        context = super().get_context(name, value, attrs)
        for box, label in zip(context["widget"]["subwidgets"], (_("年"), _("月"), _("日")), strict=True):
            box["label"] = label
        return context


class AddressInput(forms.MultiWidget):
    """地址：先选街道社区，再写门牌。"""

    template_name = "pages/forms/widgets/address.html"
    use_fieldset = True

    def __init__(self, regions: Any = (), attrs: dict[str, Any] | None = None) -> None:
        detail = forms.TextInput({"autocomplete": "street-address"})
        super().__init__({"region": forms.Select(choices=regions), "detail": detail})

    def decompress(self, value: Any) -> list[str]:
        """拆成区划与门牌。"""
        return list(value) if value else ["", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """两格各有名称。"""
        context = super().get_context(name, value, attrs)
        for box, label in zip(
            context["widget"]["subwidgets"], (_("街道、社区"), _("门牌、楼栋、房号")), strict=True
        ):
            box["label"] = label
        return context

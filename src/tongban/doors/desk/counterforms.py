"""窗口收件要填的表：证件号码、登记新人、登记单位 (forms of the counter)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongban.foundation.pages.forms import CreditCodeField, IdNumberField, PhoneField
from tongban.rooms.people.words import LegalPersonFacts, Registration

NAME, ADDRESS = 100, 200


class NumberForm(forms.Form):
    """扫身份证或者营业执照：一格都收。"""

    number = forms.CharField(
        label=_("身份证号码，或统一社会信用代码"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autofocus": True}),
        error_messages={"required": _("请读卡、扫码，或输入号码")},
    )


class RegisterForm(forms.Form):
    """登记来窗口的人；证件原件当面核对。"""

    use_required_attribute = False
    id_no = IdNumberField(label=_("身份证号码"))
    name = forms.CharField(label=_("姓名"), max_length=NAME, error_messages={"required": _("请填写姓名")})
    phone = PhoneField(label=_("手机号码"))
    address = forms.CharField(label=_("住址"), max_length=ADDRESS, required=False)
    seen = forms.BooleanField(
        label=_("已核对身份证原件，人证一致"), error_messages={"required": _("请当面核对身份证原件")}
    )

    @property
    def registration(self) -> Registration:
        """交给办事人室的登记。"""
        told: dict[str, Any] = {key: self.cleaned_data[key] for key in ("id_no", "name", "phone", "address")}
        return Registration(**told)


class FirmForm(forms.Form):
    """登记单位；照营业执照填。"""

    use_required_attribute = False
    uscc = CreditCodeField(label=_("统一社会信用代码"))
    name = forms.CharField(
        label=_("单位名称"), max_length=NAME, error_messages={"required": _("请填写单位名称")}
    )
    legal_representative_name = forms.CharField(
        label=_("法定代表人（负责人）"),
        max_length=NAME,
        error_messages={"required": _("请填写法定代表人")},
    )
    address = forms.CharField(label=_("住所"), max_length=ADDRESS, required=False)

    @property
    def facts(self) -> LegalPersonFacts:
        """交给办事人室的单位登记。"""
        return LegalPersonFacts(**self.cleaned_data)

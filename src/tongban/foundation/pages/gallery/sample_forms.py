"""Owns the forms shown in the gallery; what is typed into them is checked and forgotten."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongban.foundation.pages.forms import (
    AddressField,
    CreditCodeField,
    DatePartsField,
    IdNumberField,
    PhoneField,
)
from tongban.foundation.pages.gallery import catalogue

WRONG = {
    "id_number": "99010219900307001",
    "uscc": "91990102MA0000O15T",
    "phone": "1380000",
    "born_year": "1990",
    "born_month": "2",
    "born_day": "30",
}


def regions() -> list[Any]:
    """演示区的街道与社区。"""
    rows: list[Any] = [("", _("请选择"))]
    for street in catalogue.regions():
        rows.append((street["name"], [(one["code"], one["name"]) for one in street["communities"]]))
    return rows


class InputsForm(forms.Form):
    """各种填写框。"""

    name = forms.CharField(
        label=_("姓名"),
        help_text=_("与身份证上一致；少数民族姓名中的“·”照写"),
        error_messages={"required": _("请填写姓名")},
        widget=forms.TextInput({"class": "w-l", "autocomplete": "name"}),
    )
    id_number = IdNumberField(label=_("身份证号码"), help_text=_("18 位，可带空格"))
    uscc = CreditCodeField(
        label=_("统一社会信用代码"), help_text=_("在营业执照右上方，18 位"), required=False
    )
    phone = PhoneField(label=_("手机号码"), help_text=_("办理进度会发短信到这个号码"))
    born = DatePartsField(label=_("出生日期"), help_text=_("如 1990 年 3 月 7 日"))
    home = AddressField(label=_("经营地址"), regions=regions())
    age_group = forms.ChoiceField(
        label=_("谁来办？"),
        choices=[("self", _("本人办")), ("agent", _("委托别人代办"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择谁来办")},
    )
    channels = forms.MultipleChoiceField(
        label=_("怎样通知您"),
        choices=[("sms", _("短信")), ("phone", _("电话")), ("letter", _("信函"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    remark = forms.CharField(
        label=_("补充说明"), required=False, widget=forms.Textarea({"rows": 3, "data-count": "200"})
    )
    promise = forms.BooleanField(
        label=_("我承诺所填内容属实"), error_messages={"required": _("请勾选承诺后再提交")}
    )


class NameForm(forms.Form):
    """一页一问的样例。"""

    trade = forms.ChoiceField(
        label=_("经营项目"),
        choices=[
            ("hot", _("热食类制售（炒菜、面馆）")),
            ("cold", _("冷食类制售（凉菜）")),
            ("drink", _("自制饮品")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择经营项目")},
    )


def facts(name: str, typed: QueryDict | None) -> dict[str, Any]:
    """组件页要用的表单；提交过的按所填检查。"""
    wrong = {f"wrong-{key}": value for key, value in WRONG.items()}
    if name == "inputs":
        return {"form": InputsForm(typed), "wrong_form": InputsForm(wrong, prefix="wrong")}
    if name == "question-page":
        return {"form": NameForm(typed)}
    if name == "error-summary":
        return {"wrong_form": InputsForm(wrong, prefix="wrong")}
    return {}

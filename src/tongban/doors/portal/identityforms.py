"""身份各页的表单：实名登记、给出委托。"""

from collections.abc import Sequence
from datetime import date, timedelta

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from tongban.doors.portal import agentcode
from tongban.foundation.pages.forms import PhoneField, TidyCharField
from tongban.foundation.pages.forms.widgets import IdNumberInput
from tongban.rooms.people.errors import IdentifiersInvalid
from tongban.rooms.people.words import Capacity, IdType, MandateAct, MandateTerms, Registration, Scope

PERIODS = (("30", _("一个月")), ("182", _("半年")), ("365", _("一年")))


class AnyIdField(TidyCharField):
    """证件号码：种类由上一格定，真伪由登记时查。"""

    widget = IdNumberInput(reader=False)
    pattern = r"[0-9A-Z]{5,18}"
    wrong = _("请照证件填写号码，只有数字和字母")
    empty = _("请填写证件号码")


class RegistrationForm(forms.Form):
    """实名登记：姓名、证件、手机；没有登录时连同开立账号的口令。"""

    name = forms.CharField(
        label=_("姓名"), max_length=400, error_messages={"required": _("请填写姓名")},
        widget=forms.TextInput({"autocomplete": "name", "class": "w-l"}),
    )  # fmt: skip
    id_type = forms.ChoiceField(label=_("证件种类"), choices=IdType.choices(), initial=IdType.RESIDENT_ID)
    id_no = AnyIdField(label=_("证件号码"))
    phone = PhoneField(label=_("手机号码"), help_text=_("以后用它登录"))
    password = forms.CharField(
        label=_("设一个密码"), strip=False, help_text=_("至少 10 位，不要全是数字"),
        error_messages={"required": _("请设一个密码")},
        widget=forms.PasswordInput({"autocomplete": "new-password", "class": "w-l"}),
    )  # fmt: skip

    def __init__(self, *filled: object, signed_in: bool) -> None:
        super().__init__(*filled)  # type: ignore[arg-type]
        if signed_in:
            del self.fields["password"]
            self.fields["phone"].help_text = ""

    def clean_password(self) -> str:
        """口令够不够好。"""
        typed: str = self.cleaned_data["password"]
        validate_password(typed)
        return typed

    def registration(self) -> Registration:
        """登记所填。"""
        told = self.cleaned_data
        kind = IdType.of(told["id_type"])
        return Registration(name=told["name"], id_no=told["id_no"], phone=told["phone"], id_type=kind)

    def blame(self, refusal: IdentifiersInvalid) -> None:
        """把各项问题写到各自的格子下。"""
        for problem in refusal.facts["fields"]:  # type: ignore[attr-defined]
            self.add_error(problem["field"] if problem["field"] in self.fields else None, problem["says"])


class MandateForm(forms.Form):
    """给出委托：替谁给、给谁、以何身份、能做什么、到哪天。"""

    principal = forms.ChoiceField(label=_("谁的事"), widget=forms.RadioSelect)
    code = forms.CharField(
        label=_("对方的代办码"), max_length=40, error_messages={"required": _("请填写对方的代办码")},
        help_text=_("请对方登录后在“替谁办”页面把自己的代办码告诉您，如 27-K7QX-9M2P"),
        widget=forms.TextInput({"class": "w-m", "autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    capacity = forms.ChoiceField(
        label=_("对方是您的什么人"), widget=forms.RadioSelect, initial=Capacity.AGENT,
        choices=[(one.value, one.zh) for one in (Capacity.RELATIVE, Capacity.HANDLER, Capacity.AGENT)],
    )  # fmt: skip
    acts = forms.MultipleChoiceField(
        label=_("可以替您做什么"), widget=forms.CheckboxSelectMultiple, choices=MandateAct.choices(),
        initial=MandateAct.slugs(), error_messages={"required": _("请至少选一项")},
    )  # fmt: skip
    items = forms.CharField(
        label=_("只限哪些事项"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3}),
        help_text=_("一行一个事项名称；不填就是全部事项"),
    )  # fmt: skip
    days = forms.ChoiceField(label=_("委托多久"), widget=forms.RadioSelect, choices=PERIODS, initial="30")

    def __init__(self, *filled: object, principals: Sequence[tuple[str, str]]) -> None:
        super().__init__(*filled)  # type: ignore[arg-type]
        self.fields["principal"].choices = principals  # type: ignore[attr-defined]
        self.fields["principal"].initial = principals[0][0]

    def clean_code(self) -> int:
        """代办码是谁的。"""
        found = agentcode.person_of(self.cleaned_data["code"])
        if found is None:
            raise forms.ValidationError(_("没有这个代办码，请对方重新念一遍"))
        return found

    def terms(self, *, today: date) -> MandateTerms:
        """委托书的内容，自今天起。"""
        told = self.cleaned_data
        items = tuple(line.strip() for line in told["items"].splitlines() if line.strip())
        return MandateTerms(
            agent_id=told["code"],
            capacity=Capacity.of(told["capacity"]),
            valid_from=today,
            valid_to=today + timedelta(days=int(told["days"])),
            scope=Scope(acts=tuple(map(MandateAct.of, told["acts"])), items=items),
        )

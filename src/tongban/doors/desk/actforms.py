"""办理动作的表：每个动作填什么、交给哪个动作函数、办完说什么 (a form for each act, and which act it calls)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongban.doors.desk.bringing import bring
from tongban.doors.desk.phrases import phrases
from tongban.rooms.cases import acts as cases
from tongban.rooms.cases import events
from tongban.rooms.cases.queries import CasePage
from tongban.rooms.cases.words import Act, Manner

LONG = 2000
SHORT = 200
DEFECT = 500


class Phrased(forms.Textarea):
    """带常用语的意见框。"""

    template_name = "desk/widgets/phrased.html"

    def __init__(self, *, phrased: Iterable[str], rows: int = 4, most: int = LONG) -> None:
        super().__init__({"rows": rows, "data-count": most})
        self.phrased = list(phrased)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """常用语随框一起画。"""
        return super().get_context(name, value, attrs) | {"phrases": self.phrased}


def _opinion(act: str, *, label: Any, wanting: Any, required: bool = True, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONG,
        widget=Phrased(phrased=phrases().get(act, ()), rows=rows),
        error_messages={"required": wanting, "max_length": _("最多 %(limit_value)d 字，请压缩")},
    )


class ActForm(forms.Form):
    """一个动作要填的内容；``case`` 是页面上的办件。"""

    use_required_attribute = False

    def __init__(self, *args: Any, case: CasePage, **options: Any) -> None:
        super().__init__(*args, **options)
        self.case = case

    @property
    def told(self) -> dict[str, Any]:
        """交给动作函数的内容。"""
        return dict(self.cleaned_data)


class SupplementForm(ActForm):
    """一次性告知：逐份勾出要补正的材料，写明补什么。"""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for material in self.case.facts.askable:
            self._add(material.key, material.name)

    def _add(self, key: str, name: str) -> None:
        self.fields[f"tick-{key}"] = forms.BooleanField(label=name, required=False)
        box = Phrased(phrased=phrases()["supplement"], rows=2, most=DEFECT)
        label = gettext("“%s”要补正什么") % name
        self.fields[f"says-{key}"] = forms.CharField(
            label=label, required=False, max_length=DEFECT, widget=box
        )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """逐份材料：勾选框和写明框。"""
        return [(self[f"tick-{m.key}"], self[f"says-{m.key}"]) for m in self.case.facts.askable]

    @property
    def is_later(self) -> bool:
        """补正过了：只能就新交的再告知。"""
        return bool(self.case.facts.round)

    def clean(self) -> dict[str, Any]:
        """勾了的都要写明；一份都没勾不算告知。"""
        ticked = self.told["defects"]
        for key in (key for key, says in ticked.items() if not says):
            self.add_error(f"says-{key}", gettext("请写明要补正什么、怎么补"))
        if not ticked:
            raise forms.ValidationError(gettext("请勾出需要补正的材料，并逐份写明要补什么"))
        return self.cleaned_data

    @property
    def told(self) -> dict[str, Any]:
        """勾出的材料代号到补正要求。"""
        keys = [m.key for m in self.case.facts.askable if self.cleaned_data.get(f"tick-{m.key}")]
        return {"defects": {key: self.cleaned_data.get(f"says-{key}", "").strip() for key in keys}}


class BringForm(ActForm):
    """收补正材料：一份一格，收到纸质的勾，扫描的传。"""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        wanted = self.case.facts.missing
        self.wanted = [line for line in self.case.materials if line.key in wanted]
        for line in self.wanted:
            tick = forms.BooleanField(label=gettext("收到纸质：%s") % line.name, required=False)
            tick.help_text = line.defect
            self.fields[f"paper-{line.key}"] = tick
            scan = forms.FileField(label=gettext("扫描件：%s") % line.name, required=False)
            self.fields[f"file-{line.key}"] = scan

    @property
    def told(self) -> dict[str, Any]:
        """收到的纸质和文件；有文件的以文件为准。"""
        keys = [line.key for line in self.wanted]
        files = {key: file for key in keys if (file := self.cleaned_data.get(f"file-{key}"))}
        papers = [key for key in keys if self.cleaned_data.get(f"paper-{key}") and key not in files]
        return {"papers": papers, "files": files}


class DeclineForm(ActForm):
    """不予受理。"""

    reason = _opinion("decline", label=_("不予受理的理由"), wanting=_("请写明不予受理的理由"))
    right_authority = forms.CharField(
        label=_("应当向哪个机关申请"),
        required=False,
        max_length=SHORT,
        help_text=_("不属于本机关职权的，依法要告知该向谁申请"),
    )


class ReviewForm(ActForm):
    """审查意见：结论和依据。"""

    favourable = forms.TypedChoiceField(
        label=_("审查结论"),
        choices=[("yes", _("建议准予")), ("no", _("建议不予许可"))],
        coerce=lambda told: told == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择审查结论")},
    )
    opinion = _opinion("review", label=_("审查意见"), wanting=_("请写明审查意见和依据"))


class GrantForm(ActForm):
    """准予。"""

    conditions = _opinion("grant", label=_("许可条件与要求"), wanting="", required=False, rows=3)


class DenyForm(ActForm):
    """不予许可：说明理由，页面写明救济途径。"""

    reason = _opinion("deny", label=_("不予许可的理由"), wanting=_("请写明不予许可的理由和依据"))


class ServeForm(ActForm):
    """送达方式。"""

    manner = forms.TypedChoiceField(
        label=_("送达方式"),
        choices=Manner.choices(),
        coerce=Manner.of,
        widget=forms.RadioSelect,
        initial=Manner.ELECTRONIC,
        error_messages={"required": _("请选择送达方式")},
    )


def _accepted(event: events.CaseAccepted) -> str:
    return gettext("已受理，应于%s前办结") % f"{event.due_on:%Y年%m月%d日}"


def _asked(event: events.SupplementAsked) -> str:
    days = f"{event.supplement_by:%Y年%m月%d日}"
    return gettext("已一次性告知补正 %(n)d 份材料，补正期限到%(day)s") % {
        "n": len(event.defects),
        "day": days,
    }


def _plainly(text: str) -> Callable[[Any], str]:
    return lambda _event: gettext(text)


@dataclass(frozen=True)
class Doing:
    """一个动作怎么办：填什么、调哪个、留下哪种事件、办完怎么说、说明、是不是不利的决定。"""

    form: type[ActForm]
    do: Callable[..., events.CaseEvent]
    event: type[events.CaseEvent]
    says: Callable[[Any], str]
    hint: Any = ""
    against: bool = False
    remedies: bool = False
    key: str = ""


DOINGS: dict[Act, Doing] = {
    Act.ACCEPT: Doing(
        ActForm,
        cases.accept,
        events.CaseAccepted,
        _accepted,
        _("材料齐全、符合法定形式的，决定受理，出具受理通知书，次日起计时。"),
        key="a",
    ),
    Act.ASK_SUPPLEMENT: Doing(
        SupplementForm,
        cases.ask_supplement,
        events.SupplementAsked,
        _asked,
        _("一次告知全部需要补正的内容，之后不能再要。只能要清单上的材料。"),
        key="b",
    ),
    Act.SUPPLEMENT: Doing(
        BringForm,
        bring,
        events.CaseSupplemented,
        _plainly("补正材料已收，重新等待受理"),
        _("申请人把补正材料送到了窗口：都交齐了才能收，收下后重新计算受理期限。"),
        key="u",
    ),
    Act.DECLINE: Doing(
        DeclineForm,
        cases.decline,
        events.CaseDeclined,
        _plainly("已作出不予受理决定"),
        _("不属于本机关职权的，即时决定不予受理，并告知向谁申请。决定书写明复议和诉讼的权利。"),
        against=True,
        remedies=True,
        key="x",
    ),
    Act.REVIEW: Doing(
        ReviewForm,
        cases.review,
        events.CaseReviewed,
        _plainly("审查意见已提交，等待决定"),
        _("核对材料的实质内容，写明结论和依据。决定由另一位工作人员作出。"),
        key="r",
    ),
    Act.GRANT: Doing(
        GrantForm,
        cases.grant,
        events.CaseGranted,
        _plainly("已作出准予决定"),
        _("符合法定条件、标准的，作出准予的书面决定。没有附加条件就不用填。"),
        key="g",
    ),
    Act.DENY: Doing(
        DenyForm,
        cases.deny,
        events.CaseDenied,
        _plainly("已作出不予许可决定"),
        _("应当说明理由，并告知申请人复议、诉讼的权利。"),
        against=True,
        remedies=True,
        key="d",
    ),
    Act.ISSUE: Doing(
        ActForm,
        cases.issue,
        events.CaseIssued,
        _plainly("证照已制作"),
        _("制作证照或批准文件，电子证照同时进入申请人的证照夹。"),
        key="z",
    ),
    Act.SERVE: Doing(
        ServeForm,
        cases.serve,
        events.CaseServed,
        _plainly("已送达，送达回证已制作"),
        _("把决定和证照送到申请人手里，记下方式，出具送达回证。"),
        key="s",
    ),
    Act.CLOSE: Doing(
        ActForm,
        cases.close,
        events.CaseClosed,
        _plainly("已办结，申请人可以评价"),
        _("手续都办完了，办结归档。申请人由此可以评价一次。"),
        key="e",
    ),
    Act.RETURN_BACK: Doing(
        ActForm,
        cases.return_back,
        events.CaseReturned,
        _plainly("已退件，申请人备齐后可以重新申请"),
        _("补正期限已过，把材料退回。退件不影响重新申请。"),
        against=True,
        key="t",
    ),
}

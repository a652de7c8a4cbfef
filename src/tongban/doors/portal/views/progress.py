"""查进度：不用登录，凭编号和查询码；一个编号试错五次停一刻钟。"""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tongban.doors.portal import caseview
from tongban.foundation.clock import law_date
from tongban.foundation.http.arrival import arrived
from tongban.foundation.identifiers import parse_case_code
from tongban.foundation.pages.forms import tidy
from tongban.foundation.refusal import NoSuch
from tongban.foundation.tries.counting import Limit, TriedTooOften
from tongban.rooms.cases import queries as cases

LIMIT = Limit(kind="progress")


class ProgressForm(forms.Form):
    """两格：编号和查询码。"""

    no = forms.CharField(
        label=_("查询编号"), max_length=80, error_messages={"required": _("请填写查询编号")},
        help_text=_("在收件凭证上，如 990102-261123-00001-X；填办件编号也认"),
        widget=forms.TextInput({"class": "w-l", "autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    code = forms.CharField(
        label=_("查询码"), max_length=20, error_messages={"required": _("请填写查询码")},
        help_text=_("收件凭证上的 6 位数字"),
        widget=forms.TextInput({"class": "w-s", "autocomplete": "off", "inputmode": "numeric"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        """全角、空格都认。"""
        return tidy(self.cleaned_data["code"])

    def look(self, request: HttpRequest) -> cases.Progress | None:
        """查一次；查不到的把话写在表单上。"""
        no, at = self.cleaned_data["no"], arrived(request)
        number = _one_way(no)
        try:
            LIMIT.attempt(number, at=at)
            found = cases.progress(number=no, query_code=self.cleaned_data["code"], on=law_date(at))
        except TriedTooOften as refusal:
            self.add_error(None, f"{refusal}。{refusal.advice}")
            return None
        except NoSuch:
            self.add_error(None, _("编号或者查询码不对，请对照收件凭证再填一次"))
            return None
        LIMIT.right(number)
        return found


def _one_way(no: str) -> str:
    parsed = parse_case_code(no)
    return parsed.value if parsed.valid else no.strip()


@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest) -> HttpResponse:
    """查进度：填两格，看时间线；查询码不进网址。"""
    sent = request.method == "POST"
    form = ProgressForm(request.POST if sent else None, initial={"no": request.GET.get("no", "")[:80]})
    found = form.look(request) if sent and form.is_valid() else None
    if found is None:
        status = 429 if sent and _too_often(form) else 200
        return render(request, "portal/progress.html", {"form": form}, status=status)
    return render(request, "portal/progress_told.html", caseview.page(found))


def _too_often(form: ProgressForm) -> bool:
    return any("暂停查询" in error for error in form.non_field_errors())

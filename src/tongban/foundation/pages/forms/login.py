"""登录表单：手机号或工号，加口令 (allauth's form in our words, without the door that is closed)."""

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class SignIn(LoginForm):  # type: ignore[misc]
    """登录：群众用手机号，工作人员用工号；忘记口令到窗口核对身份后重设，网上不设重设入口。"""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, login.help_text = _("手机号或工号"), ""
        password.label, password.help_text = _("密码"), ""
        for field in (login, password):
            field.widget.attrs.pop("placeholder", None)

"""登录和安全密钥的表单 (allauth's forms in our words, without the door that is closed)."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.forms import Field
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


class _Named:
    """The name by which a key is told from the others."""

    fields: dict[str, Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("名称")


class NewKey(_Named, AddWebAuthnForm):  # type: ignore[misc]
    """添加安全密钥：起个名字，认得出是哪一把。"""


class RenamedKey(_Named, EditWebAuthnForm):  # type: ignore[misc]
    """安全密钥改名。"""

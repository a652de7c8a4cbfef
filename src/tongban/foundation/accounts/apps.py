"""登录账号的 Django 应用登记。"""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """登录账号。"""

    name = "tongban.foundation.accounts"
    label = "accounts"
    verbose_name = "登录账号"
    default_auto_field = "django.db.models.BigAutoField"

"""登录账号的表 (the login record: a login name, a password, nothing about the person)."""

from importlib import import_module
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Now


class Accounts(BaseUserManager["Account"]):
    """账号的开立。"""

    def create_user(self, login: str, password: str | None = None, **fields: Any) -> "Account":
        """开立账号：登录名和口令 (the name is Django's; it makes an account)."""
        account = self.model(login=login, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """登录账号：停用后下一次请求即失效 (disabled, it loses every session at the next request)."""

    login = models.CharField("登录名", max_length=60, unique=True)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("启用", default=True)
    opened_at = models.DateTimeField("开立时间", db_default=Now())

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = "登录账号"
        verbose_name_plural = "登录账号"

    def __str__(self) -> str:
        return f"账号 {self.pk}"


class Session(AbstractBaseSession):
    """会话：内容签过名；``account_id`` 便于和账号一起读，不作凭据。"""

    account_id = models.BigIntegerField("账号", null=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = "会话"
        verbose_name_plural = "会话"

    @classmethod
    def get_session_store_class(cls) -> type[Any]:
        """存取它的类。"""
        store: type[Any] = import_module(settings.SESSION_ENGINE).SessionStore
        return store

"""登录账号的表 (the login record: a login name, a password, nothing about the person)."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
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

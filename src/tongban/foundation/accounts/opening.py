"""开立账号：登录名已有的什么也不做，花的工夫一样，免得凭快慢就能试出谁有账号 (opening an account, telling nothing)."""

from django.contrib.auth.hashers import make_password

from tongban.foundation.accounts.models import Account


def open_account(*, login: str, password: str) -> int | None:
    """开立账号，返回编号；登录名已有的不动，返回 None."""
    hashed = make_password(password)
    account, fresh = Account.objects.get_or_create(login=login, defaults={"password": hashed})
    return account.pk if fresh else None

"""接线的 Django 应用登记：迁移之后给应用角色授权，连接建立时换上角色。"""

from typing import Any

from django.apps import AppConfig, apps
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from tongban.foundation import database


def grant(sender: Any, **kwargs: Any) -> None:
    """授权：迁移完一次，只追加的表（``append_only``）不给改删之权。"""
    append_only = [
        model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)
    ]
    database.grant_to_application(append_only=append_only)


class WiringConfig(AppConfig):
    """接线。"""

    name = "tongban.wiring"
    label = "wiring"
    verbose_name = "接线"

    def ready(self) -> None:
        """插上两个插头。"""
        # Django sends the signal once for each app that has tables; one of them is enough.
        post_migrate.connect(grant, sender=apps.get_app_config("accounts"))
        connection_created.connect(database.on_connection, dispatch_uid="take_role")

"""通知室的 Django 应用登记。"""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """通知。"""

    name = "tongban.rooms.notices"
    label = "notices"
    verbose_name = "通知"
    default_auto_field = "django.db.models.BigAutoField"

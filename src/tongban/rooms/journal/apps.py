"""留痕室的 Django 应用登记。"""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """留痕。"""

    name = "tongban.rooms.journal"
    label = "journal"
    verbose_name = "留痕"
    default_auto_field = "django.db.models.BigAutoField"

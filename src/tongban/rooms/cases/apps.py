"""办件室的 Django 应用登记。"""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """办件。"""

    name = "tongban.rooms.cases"
    label = "cases"
    verbose_name = "办件"
    default_auto_field = "django.db.models.BigAutoField"

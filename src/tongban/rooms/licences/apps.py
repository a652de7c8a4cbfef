"""证照室的 Django 应用登记。"""

from django.apps import AppConfig


class LicencesConfig(AppConfig):
    """证照。"""

    name = "tongban.rooms.licences"
    label = "licences"
    verbose_name = "证照"
    default_auto_field = "django.db.models.BigAutoField"

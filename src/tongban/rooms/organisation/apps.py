"""机构室的 Django 应用登记。"""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """机构。"""

    name = "tongban.rooms.organisation"
    label = "organisation"
    verbose_name = "机构"
    default_auto_field = "django.db.models.BigAutoField"

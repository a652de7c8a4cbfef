"""事项室的 Django 应用登记。"""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """事项。"""

    name = "tongban.rooms.catalogue"
    label = "catalogue"
    verbose_name = "事项"
    default_auto_field = "django.db.models.BigAutoField"

"""办事人室的 Django 应用登记。"""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """办事人。"""

    name = "tongban.rooms.people"
    label = "people"
    verbose_name = "办事人"
    default_auto_field = "django.db.models.BigAutoField"

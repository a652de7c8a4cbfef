"""好差评室的 Django 应用登记。"""

from django.apps import AppConfig


class RatingConfig(AppConfig):
    """好差评。"""

    name = "tongban.rooms.rating"
    label = "rating"
    verbose_name = "好差评"
    default_auto_field = "django.db.models.BigAutoField"

"""工作日历室的 Django 应用登记。"""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    """工作日历。"""

    name = "tongban.rooms.calendar"
    label = "calendar"
    verbose_name = "工作日历"
    default_auto_field = "django.db.models.BigAutoField"

"""看板门的 Django 应用登记。"""

from django.apps import AppConfig


class BoardConfig(AppConfig):
    """领导的门：每个数字都能点到办件。"""

    name = "tongban.doors.board"
    label = "board"
    verbose_name = "运行看板"

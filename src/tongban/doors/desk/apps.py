"""窗口审批门的 Django 应用登记。"""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """工作人员的门：收件、受理、审查、决定、出证。"""

    name = "tongban.doors.desk"
    label = "desk"
    verbose_name = "工作台"

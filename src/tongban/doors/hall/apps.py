"""大厅门的 Django 应用登记。"""

from django.apps import AppConfig


class HallConfig(AppConfig):
    """大厅的门：叫号屏和自助机。"""

    name = "tongban.doors.hall"
    label = "hall"
    verbose_name = "政务服务大厅"

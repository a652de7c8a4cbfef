"""接口门的 Django 应用登记。"""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """部门系统和开发者的门：JSON 进、JSON 出。"""

    name = "tongban.doors.api"
    label = "api"
    verbose_name = "开放接口"

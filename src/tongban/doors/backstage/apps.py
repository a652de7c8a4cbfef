"""后台门的 Django 应用登记。"""

from django.apps import AppConfig


class BackstageConfig(AppConfig):
    """管理员的门：机构、人员、事项、安全与审计。"""

    name = "tongban.doors.backstage"
    label = "backstage"
    verbose_name = "后台管理"

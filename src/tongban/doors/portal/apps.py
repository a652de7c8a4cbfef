"""群众企业门的 Django 应用登记。"""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """办事人的门：找事项、申请、查进度、看证照。"""

    name = "tongban.doors.portal"
    label = "portal"
    verbose_name = "办事服务"

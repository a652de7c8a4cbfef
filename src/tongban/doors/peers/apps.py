"""兄弟区县门的 Django 应用登记。"""

from django.apps import AppConfig


class PeersConfig(AppConfig):
    """兄弟区县的门：签名的交换。"""

    name = "tongban.doors.peers"
    label = "peers"
    verbose_name = "区际交换"

"""试错次数的 Django 应用登记。"""

from django.apps import AppConfig


class TriesConfig(AppConfig):
    """试错次数：记在数据库里，几个进程合着数。"""

    name = "tongban.foundation.tries"
    label = "tries"
    verbose_name = "试错次数"

    def ready(self) -> None:
        """登记定时清扫。"""
        from tongban.foundation.tries import jobs  # noqa: F401

"""文件库的 Django 应用登记。"""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """文件库：没有表，只有定时清扫。"""

    name = "tongban.foundation.files"
    label = "files"
    verbose_name = "文件库"

    def ready(self) -> None:
        """登记定时清扫。"""
        from tongban.foundation.files import jobs  # noqa: F401

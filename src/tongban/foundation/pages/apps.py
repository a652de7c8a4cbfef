"""Owns the registration of the pages app."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """页面：模板、样式、组件。"""

    name = "tongban.foundation.pages"
    label = "pages"
    verbose_name = "页面"

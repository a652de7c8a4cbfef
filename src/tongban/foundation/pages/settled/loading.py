"""装模板：每个装一次、定稿一次 (the engine's only loader)."""

from copy import copy

from django.conf import settings
from django.template import Template
from django.template.base import NodeList, Origin
from django.template.loaders import cached

from tongban.foundation.pages import context
from tongban.foundation.pages.settled.settling import Settling
from tongban.foundation.pages.settled.whole import whole


class Loader(cached.Loader):
    """装模板；拿去画的是定了稿的，拿去继承的（``skip`` 说用过哪些）是原样的。"""

    def __init__(self, engine: object, loaders: list[object]) -> None:
        """``loaders`` 是去哪里找。"""
        super().__init__(engine, loaders)  # type: ignore[arg-type]
        self._settled: dict[str, Template] = {}
        self._whole: dict[str, NodeList] = {}
        self._blank = Template("", engine=engine)  # type: ignore[arg-type]

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        """取一个模板。 Raises TemplateDoesNotExist."""
        if skip or len(settings.LANGUAGES) > 1:
            return super().get_template(template_name, skip)
        if template_name not in self._settled:
            self._settled[template_name] = self._settle(template_name)
        return self._settled[template_name]

    def reset(self) -> None:
        """全部重装。"""
        super().reset()
        self._settled.clear()
        self._whole.clear()

    def _settle(self, name: str) -> Template:
        made = copy(super().get_template(name))
        settling = Settling(blank=self._blank, part=self._part, within=(name,))
        made.nodelist = settling.settled(self._part(name), {"district": context.district()})
        return made

    def _part(self, name: str) -> NodeList:
        if name not in self._whole:
            found = super().get_template(name)
            self._whole[name] = whole(found, parent=super().get_template)
        return self._whole[name]

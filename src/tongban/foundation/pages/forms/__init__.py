"""Owns how forms look: label, hint, error; and fields that take what people really type."""

from functools import cached_property
from pathlib import Path

import django.forms
from django.forms.renderers import DjangoTemplates
from django.template.backends.django import DjangoTemplates as Engine

from tongban.foundation.pages.forms.fields import (
    AddressField,
    CreditCodeField,
    DatePartsField,
    IdNumberField,
    PhoneField,
    TidyCharField,
    tidy,
)

__all__ = [
    "AddressField",
    "CreditCodeField",
    "DatePartsField",
    "IdNumberField",
    "PageFormRenderer",
    "PhoneField",
    "TidyCharField",
    "tidy",
]

SETTLED = "tongban.foundation.pages.settled.Loader"
FOLDERS, APPS = (f"django.template.loaders.{kind}.Loader" for kind in ("filesystem", "app_directories"))


class PageFormRenderer(DjangoTemplates):
    """表单渲染：任何 Django 表单都按“标签、说明、错误、填写框”的次序显示 (FORM_RENDERER)。"""

    form_template_name = "pages/forms/form.html"
    field_template_name = "pages/forms/field.html"

    @cached_property
    def engine(self) -> Engine:
        """模板引擎：与各页一样，每个模板装一次、定稿一次。"""
        return self.backend(
            {
                "APP_DIRS": False,
                "DIRS": [Path(django.forms.__file__).parent / str(self.backend.app_dirname)],
                "NAME": "djangoforms",
                "OPTIONS": {"loaders": [(SETTLED, [FOLDERS, APPS])]},
            }
        )

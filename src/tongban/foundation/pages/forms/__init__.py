"""Owns how forms look: label, hint, error; and fields that take what people really type."""

from django.forms.renderers import DjangoTemplates

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


class PageFormRenderer(DjangoTemplates):
    """表单渲染：任何 Django 表单都按“标签、说明、错误、填写框”的次序显示 (FORM_RENDERER)。"""

    form_template_name = "pages/forms/form.html"
    field_template_name = "pages/forms/field.html"

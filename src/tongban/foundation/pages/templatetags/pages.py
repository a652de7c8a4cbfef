"""Owns template tags and filters: QR blocks, money and dates as the trade writes them, blocks with a slot."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

import segno
from django import template
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext

from tongban.foundation.pages.gallery import catalogue

register = template.Library()
_BETWEEN_NUMBERS = re.compile(r"[、，,；;/\s]+")
_serial = count(1)


@register.simple_tag
def qr(text: str) -> SafeString:
    """二维码：把文字画成 SVG（屏与纸通用）。"""
    drawing = segno.make(str(text), error="m", micro=False)
    svg = drawing.svg_inline(scale=4, border=2, omitsize=True, svgclass=None, lineclass=None)
    return SafeString(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))


@register.simple_tag(takes_context=True)
def fresh_id(context: Context, stem: str) -> str:
    """页内不重复的 id：组件没有给 id 时用；同一页每次打开都一样。"""
    request = context.get("request")
    serial = _serial if request is None else request.__dict__.setdefault("_page_serial", count(1))
    return f"{stem}-{next(serial)}"


@register.filter
def zh_date(value: date | datetime | None) -> str:
    """年月日：2026年11月23日。"""
    shape, here = gettext("{year}年{month}月{day}日"), _here(value)
    return shape.format(year=here.year, month=here.month, day=here.day) if here else ""


@register.filter
def zh_time(value: datetime | None) -> str:
    """年月日时分：2026年11月23日 9:05。"""
    here = _here(value)
    return f"{zh_date(here)} {here.hour}:{here.minute:02d}" if isinstance(here, datetime) else ""


def _here(value: date | datetime | None) -> date | datetime | None:
    """A moment as the clock on the wall shows it: the database hands some of them down in UTC."""
    aware = isinstance(value, datetime) and value.tzinfo is not None
    return localtime(value) if aware else value  # type: ignore[arg-type]


@register.filter
def money(value: Decimal | int | float | str | None) -> str:
    """金额（元）：¥1,234.00；零写“不收费”。"""
    amount = Decimal(str(value or 0))
    return f"¥{amount:,.2f}" if amount else gettext("不收费")


@register.filter
def focus_id(field: BoundField) -> str:
    """错误汇总该跳到哪里：填写项自己，或一组选项的第一个。"""
    if own := field.id_for_label:
        return own
    first = next(iter(field.subwidgets), None)
    return (first.id_for_label if first and first.id_for_label else f"{field.auto_id}_0") or field.auto_id


@register.filter
def minus(value: int) -> int:
    """取反：剩 -2 即超 2。"""
    return -value


@register.filter
def get(row: Any, key: str) -> Any:
    """按名取行里的一格。"""
    return row.get(key, "") if isinstance(row, dict) else getattr(row, key, "")


@register.simple_tag
def seal_arc(text: str, radius: float = 40.0) -> SafeString:
    """印章环形文字：沿上弧等距排字，每字一个旋转的 SVG text（不用 textPath，免得 id 重复）。"""
    letters = list(text)
    step = min(26.0, 250.0 / max(len(letters), 1))
    size = min(12.5, step * 0.62)
    start = -step * (len(letters) - 1) / 2
    turns = ((f"{start + step * place:.1f}", letter) for place, letter in enumerate(letters))
    return format_html_join(
        "",
        f'<text x="50" y="{50 - radius + size * 0.86:.1f}" font-size="{size:.1f}" text-anchor="middle"'
        ' transform="rotate({} 50 50)">{}</text>',
        turns,
    )


def _slot(name: str, content: str, given: dict[str, Any]) -> SafeString:
    return render_to_string(f"components/{name}.html", {**given, "content": content})


@register.simple_block_tag
def dialog(content: str, id: str, title: str, opener: str = "", still: bool = False) -> SafeString:
    """对话框（少用）：opener 是打开它的按钮文字；没有脚本时内容直接显示在页面里。"""
    return _slot("dialog", content, {"id": id, "title": title, "opener": opener, "still": still})


@register.simple_block_tag
def question(content: str, title: str, **facts: Any) -> SafeString:
    """一页一问：标题即问题；facts 可有 hint、step、steps、heading；正文放表单。"""
    return _slot("question", content, {"title": title, **facts})


@register.simple_block_tag
def workbench(content: str, label: str) -> SafeString:
    """分栏工作台：内放两到三个 section，宽屏并排，窄屏上下。"""
    return _slot("workbench", content, {"label": label, "three": content.count("<section") > 2})


@register.filter
def columns(shown: Iterable[Any]) -> int:
    """列数：表格合并单元格用。"""
    return len(list(shown))


@register.filter
def step_states(step: int, steps: int) -> list[str]:
    """每一步的样子：已过 done，当前 now，未到为空。"""
    return ["done" if n < step else "now" if n == step else "" for n in range(1, steps + 1)]


@register.simple_tag(takes_context=True)
def specimen(context: Context, name: str, facts: dict[str, Any]) -> SafeString:
    """组件样例：在本页的上下文里，用给定参数画一个组件。"""
    with context.push(**facts):
        return get_template(name).template.render(context)  # type: ignore[attr-defined,no-any-return]


@register.simple_tag(takes_context=True)
def gallery_state(context: Context, name: str) -> SafeString:
    """组件库里某组件的第一种状态：拼整页样例用。"""
    shown = catalogue.components()[name]
    return specimen(context, shown.template, shown.states[0].facts)


@register.filter
def phone_numbers(told: str) -> list[str]:
    """一栏里的几个电话，一个一个拨：``0990-0101012、12345``。"""
    return [number for number in _BETWEEN_NUMBERS.split(told) if number]

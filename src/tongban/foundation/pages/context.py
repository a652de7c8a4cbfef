"""Owns what every page knows: how it is shown and whose site it is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from tongban.foundation.pages import display

# Shown until the district fills in its own (settings.TONGBAN_DISTRICT); synthetic, region 990102.
DEMONSTRATION_DISTRICT: dict[str, str] = {
    "name": "X区政务服务",
    "centre": "X区政务服务中心",
    "government": "X区人民政府",
    "organiser": "X区人民政府办公室",
    "operator": "X区行政审批局",
    "site_code": "9901020001",
    "icp": "演示备2026000001号",
    "police": "演示公网安备99010202000001号",
    "phone": "12345",
    "hours": "工作日 09:00—12:00、13:30—17:00；周六 09:00—12:00 预约办理",
    "address": "X市X区南湖街道湖滨路1号X区政务服务中心",
    "version": "demo",
}


def district() -> dict[str, str]:
    """本区的主办单位、标识码、备案号、电话。"""
    return {**DEMONSTRATION_DISTRICT, **getattr(settings, "TONGBAN_DISTRICT", {})}


def shell(request: HttpRequest) -> dict[str, Any]:
    """模板上下文：`display` 显示方式，`district` 本区，`here` 本页地址。"""
    return {"display": display.chosen(request), "district": district(), "here": request.get_full_path()}

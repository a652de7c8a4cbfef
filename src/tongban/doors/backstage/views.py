"""管理员的门：页面。"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """后台首页。"""
    return render(request, "backstage/home.html", {"actor_name": request.officer.name})  # type: ignore[attr-defined]

"""大厅的门：页面。"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """大厅屏：叫号开通前，只显示大厅名称和办公时间。"""
    return render(request, "hall/home.html")

"""办事人的门：页面。"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """首页：先搜索。"""
    return render(request, "portal/home.html")

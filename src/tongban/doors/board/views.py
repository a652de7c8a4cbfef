"""领导的门：页面。"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """看板首页：有了指标才有数字，没有就不显示。"""
    return render(request, "board/home.html")

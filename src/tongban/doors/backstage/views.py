"""管理员的门：首页。"""

from django.http import HttpRequest, HttpResponse

from tongban.doors.backstage.shell import backstage_page


def home(request: HttpRequest) -> HttpResponse:
    """后台首页。"""
    return backstage_page(request, "backstage/home.html", here="backstage:home")

"""接口：根目录。"""

from importlib.metadata import version

from django.http import HttpRequest, JsonResponse


def root(request: HttpRequest) -> JsonResponse:
    """根目录：名称和版本。"""
    return JsonResponse({"name": "api", "version": version("tongban")})

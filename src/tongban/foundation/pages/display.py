"""Owns how a person wants pages shown: 长辈版, letter size, contrast, kept in a cookie that names nobody."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse

COOKIE = "display"
YEAR_SECONDS = 365 * 24 * 3600
CHOICES: dict[str, tuple[str, ...]] = {
    "mode": ("standard", "elder"),
    "size": ("", "18", "20", "24", "30"),
    "contrast": ("", "high"),
    "theme": ("", "screen"),
}


@dataclass(frozen=True)
class Display:
    """显示方式：长辈版、字号（像素，空为默认）、对比度、屏幕主题。"""

    mode: str = "standard"
    size: str = ""
    contrast: str = ""
    theme: str = ""

    @property
    def is_elder(self) -> bool:
        """是否长辈版。"""
        return self.mode == "elder"

    def with_choices(self, choices: dict[str, Any]) -> "Display":
        """换上所选的项；不认识的值不理会。"""
        known = {key: value for key, value in choices.items() if value in CHOICES.get(key, ())}
        return replace(self, **known)


def chosen(request: HttpRequest) -> Display:
    """本次请求的显示方式：页面自己定的优先，其次是此人记住的。"""
    fixed = getattr(request, "display", None)
    if isinstance(fixed, Display):
        return fixed
    mode, _, rest = request.COOKIES.get(COOKIE, "").partition(".")
    size, _, contrast = rest.partition(".")
    return Display().with_choices({"mode": mode, "size": size, "contrast": contrast})


def remember(response: HttpResponse, display: Display) -> None:
    """记住显示方式一年。"""
    value = f"{display.mode}.{display.size}.{display.contrast}"
    response.set_cookie(COOKIE, value, max_age=YEAR_SECONDS, samesite="Lax")

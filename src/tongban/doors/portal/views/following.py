"""跟进：我的总览、办件、进度查询。"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.rooms.people import queries as people


@require_safe
def my(request: HttpRequest) -> HttpResponse:
    """我的：办件、草稿、证照、消息；还没核对身份的，先说怎么核对。"""
    if not request.applicant:  # type: ignore[attr-defined]
        standing = people.standing_of(account_id=request.user.pk or 0)
        return render(request, "portal/awaiting.html", {"standing": standing})
    return render(request, "portal/my.html")

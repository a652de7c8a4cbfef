"""译拒绝：给人看网页，给程序看 ``application/problem+json`` (RFC 9457)."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from tongban.foundation.refusal import Refusal


def wants_json(request: HttpRequest) -> bool:
    """对方要的是不是 JSON。"""
    return request.path.startswith("/api/") or request.headers.get("Accept", "").startswith(
        "application/json"
    )


def problem(refusal: Refusal) -> JsonResponse:
    """机器话：代码、一句话、下一步、事实。"""
    return JsonResponse(
        {
            "type": f"urn:tongban:refusal:{refusal.code}",
            "title": str(refusal),
            "status": refusal.status,
            "detail": refusal.advice,
            "code": refusal.code,
            "facts": {name: str(value) for name, value in refusal.facts.items()},
        },
        status=refusal.status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def answer_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """作答：按对方要的样子。"""
    if wants_json(request):
        return problem(refusal)
    template = "404.html" if refusal.status == 404 else "refusal.html"
    facts = {
        "refusal": refusal,
        "status": refusal.status,
        "number": getattr(request, "request_id", ""),
        "at": getattr(request, "arrived_at", None),
    }
    return render(request, template, facts, status=refusal.status)

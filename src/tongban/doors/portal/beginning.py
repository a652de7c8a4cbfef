"""开始申请：能替谁办、定了替谁办、开出草稿。"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from tongban.doors.portal import situation as situations
from tongban.doors.portal import whom
from tongban.foundation.http.arrival import arrived
from tongban.rooms.cases import acts as cases
from tongban.rooms.cases.words import Typed
from tongban.rooms.catalogue.words import Version
from tongban.rooms.people import queries as people
from tongban.rooms.people.words import Acting, Applicant, HolderKind, MandateAct, Wanted

Way = Applicant | Acting


def ways(request: HttpRequest, version: Version) -> list[Way]:
    """能以谁的名义申请这件事：本人（事项面向个人的），和委托管得到、事项也面向的委托人。"""
    me, at = whom.person(request), arrived(request)
    principals = people.principals_of(person_id=me.id, at=at)
    own: list[Way] = [me] if _suited(version, me) else []
    return own + [one for one in principals if _suited(version, one.principal)]


def chosen(request: HttpRequest, offered: list[Way]) -> Way | None:
    """定了替谁办：表单里选的，或者会话里选定的，或者只有一种可能。"""
    asked = request.POST.get("for") or whom.principal(request).ref
    found = next((way for way in offered if ref(way) == asked), None)
    if found is None and "for" not in request.POST and len(offered) == 1 and whom.acting(request) is None:
        return offered[0]
    return found


def start(request: HttpRequest, version: Version, way: Way) -> str:
    """开出草稿，带上在指南里答过的情形；返回草稿的键。 Refuses: NoMandate, NotForThisApplicant."""
    at, by = arrived(request), way
    if isinstance(way, Acting):
        wanted = Wanted(act=MandateAct.APPLY, item_code=version.code, item_name=version.name)
        party = way.principal.party
        by = people.acting_for(account_id=request.user.pk or 0, principal=party, wanted=wanted, at=at)
    _choose(request, by)
    uid = cases.start_draft(item_code=version.code, by=by, at=at)
    if told := situations.read(request.GET, version):
        typed = Typed(based_on=0, changes={}, answers=situations.stored(told))
        cases.save_draft(draft_uid=uid, by=by, typed=typed, at=at)
    return uid


def page(request: HttpRequest, version: Version, offered: list[Way]) -> dict[str, Any]:
    """定替谁办的一页；谁都不合适的，说为什么。"""
    guide = reverse("portal:guide", args=[version.code])
    home = {"text": gettext("首页"), "url": reverse("portal:home")}
    asked = whom.principal(request).ref
    lacking = "asked" in request.POST and bool(offered)
    return {
        "version": version,
        "errors": [{"text": gettext("请选择为谁办"), "href": "#f-for"}] if lacking else [],
        "ways": [{"ref": ref(way), "name": name(way), "chosen": ref(way) == asked} for way in offered],
        "targets": "、".join(target.zh for target in version.targets),
        "query": request.GET.urlencode(),
        "crumbs": [home, {"text": version.name, "url": guide}, {"text": gettext("申请")}],
    }


def ref(way: Way) -> str:
    """申请人的引用。"""
    return way.principal.ref if isinstance(way, Acting) else way.ref


def name(way: Way) -> str:
    """选项上写的：为谁办。"""
    if isinstance(way, Acting):
        called = way.principal.display_name_masked
        return gettext("替 {name} 办（{capacity}）").format(name=called, capacity=way.capacity.zh)
    return gettext("为我自己办（{name}）").format(name=way.display_name_masked)


def _choose(request: HttpRequest, by: Way) -> None:
    """From here on the pages of this application are opened for this principal."""
    request.session.pop(whom.CHOSEN, None)
    request.acting_for = by if isinstance(by, Acting) else None  # type: ignore[attr-defined]
    if isinstance(by, Acting):
        request.session[whom.CHOSEN] = by.principal.ref


def _suited(version: Version, applicant: Applicant) -> bool:
    if not version.targets:
        return True
    return version.for_person if applicant.kind is HolderKind.NATURAL else version.for_enterprise

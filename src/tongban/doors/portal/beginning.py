"""开始申请：能替谁办、定了替谁办、开出草稿。"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from tongban.doors.portal import situation as situations
from tongban.doors.portal import whom
from tongban.foundation.http.arrival import arrived
from tongban.foundation.pages.templatetags.pages import zh_date
from tongban.rooms.cases import acts as cases
from tongban.rooms.cases.words import Typed
from tongban.rooms.catalogue.words import Version
from tongban.rooms.people import queries as people
from tongban.rooms.people.words import (
    Acting,
    Applicant,
    HolderKind,
    MandateAct,
    MandateFacts,
    MandateTerms,
    Wanted,
)

Way = Applicant | Acting


@dataclass(frozen=True)
class Offer:
    """一种可能：以谁的名义；委托管不到这件事的，``why_not`` 说为什么，不能选。"""

    way: Way
    why_not: str = ""


def offers(request: HttpRequest, version: Version) -> list[Offer]:
    """能以谁的名义申请这件事：本人（事项面向个人的），和事项也面向的委托人；委托管不到的列出来，说明原因。"""
    me, at = whom.person(request), arrived(request)
    principals = [
        one for one in people.principals_of(person_id=me.id, at=at) if _suited(version, one.principal)
    ]
    short = people.short_of(person_id=me.id, wanted=_wanted(version), at=at) if principals else {}
    own = [Offer(me)] if _suited(version, me) else []
    return own + [Offer(one, _why_not(short.get(one.principal.party, ()))) for one in principals]


def asked_for(request: HttpRequest, offered: list[Offer]) -> Offer | None:
    """要替谁办：表单里选的，或者会话里选定的，或者只有一种可能。"""
    asked = request.POST.get("for") or whom.principal(request).ref
    found = next((one for one in offered if ref(one.way) == asked), None)
    if found is None and "for" not in request.POST and len(offered) == 1 and whom.acting(request) is None:
        return offered[0]
    return found


def start(request: HttpRequest, version: Version, way: Way) -> str:
    """开出草稿，带上在指南里答过的情形；返回草稿的键。 Refuses: NoMandate, NotForThisApplicant."""
    at, by = arrived(request), way
    if isinstance(way, Acting):
        party, wanted = way.principal.party, _wanted(version)
        by = people.acting_for(account_id=request.user.pk or 0, principal=party, wanted=wanted, at=at)
    _choose(request, by)
    uid = cases.start_draft(item_code=version.code, by=by, at=at)
    if told := situations.read(request.GET, version):
        typed = Typed(based_on=0, changes={}, answers=situations.stored(told))
        cases.save_draft(draft_uid=uid, by=by, typed=typed, at=at)
    return uid


def page(
    request: HttpRequest, version: Version, offered: list[Offer], asked: Offer | None = None
) -> dict[str, Any]:
    """定替谁办的一页；``asked`` 是选了却办不了的那个，选择留着，原因写在它那里；谁都不合适的，说为什么。"""
    guide = reverse("portal:guide", args=[version.code])
    home = {"text": gettext("首页"), "url": reverse("portal:home")}
    return {
        "version": version,
        "errors": _faults(request, offered, asked),
        "ways": _choices(request, offered, asked),
        "may_begin": any(not one.why_not for one in offered),
        "targets": "、".join(target.zh for target in version.targets),
        "query": request.GET.urlencode(),
        "crumbs": [home, {"text": version.name, "url": guide}, {"text": gettext("申请")}],
    }


def _faults(request: HttpRequest, offered: list[Offer], asked: Offer | None) -> list[dict[str, str]]:
    if not offered or "asked" not in request.POST:
        return []
    why = asked.why_not if asked else gettext("请选择为谁办")
    return [{"text": why, "href": "#f-for"}]


def _choices(request: HttpRequest, offered: list[Offer], asked: Offer | None) -> list[dict[str, Any]]:
    """A lone way that can be gone is chosen already, and so is whom the session acts for."""
    now = whom.principal(request).ref
    open_ways = sum(not one.why_not for one in offered)
    return [
        {
            "ref": ref(one.way),
            "name": name(one.way),
            "why_not": one.why_not,
            "chosen": one is asked or (not one.why_not and (open_ways == 1 or ref(one.way) == now)),
        }
        for one in offered
    ]


def ref(way: Way) -> str:
    """申请人的引用。"""
    return way.principal.ref if isinstance(way, Acting) else way.ref


def name(way: Way) -> str:
    """选项上写的：为谁办。"""
    if isinstance(way, Acting):
        called = way.principal.display_name_masked
        return gettext("替 {name} 办（{capacity}）").format(name=called, capacity=way.capacity.zh)
    return gettext("为我自己办（{name}）").format(name=way.display_name_masked)


def _wanted(version: Version) -> Wanted:
    return Wanted(act=MandateAct.APPLY, item_code=version.code, item_name=version.name)


def _why_not(given: Sequence[MandateFacts]) -> str:
    """委托管到哪里、到哪天；管得到的没有话说。"""
    told = gettext("；").join(_reach(facts.terms) for facts in given)
    return gettext("这件事不在委托范围内。对方的委托是：{told}").format(told=told) if told else ""


def _reach(terms: MandateTerms) -> str:
    acts = "、".join(act.zh for act in terms.scope.acts)
    items = "、".join(terms.scope.items) or gettext("全部事项")
    return gettext("{items}（可以{acts}，到 {day}）").format(
        items=items, acts=acts, day=zh_date(terms.valid_to)
    )


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

"""一份正在填的申请：草稿、事项版本、情形、办到哪一步；每次请求读一次。"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from tongban.doors.portal import situation as situations
from tongban.doors.portal import whom
from tongban.foundation.http.arrival import arrived, arrived_on
from tongban.foundation.pages.forms.sheet import Sheet
from tongban.rooms.cases import queries as cases
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import FieldKind, Section, Version
from tongban.rooms.organisation import queries as organisation
from tongban.rooms.people.words import Acting, Applicant

SITUATION, FORM, MATERIALS, CHECK = "situation", "form", "materials", "check"


@dataclass(frozen=True)
class Application:
    """一份申请此刻的样子；``on`` 是今天。"""

    draft: Any
    version: Version
    by: Applicant | Acting
    on: date

    @cached_property
    def situation(self) -> situations.Situation:
        """情形的回答和它的结果。"""
        return situations.situation(self.version, self.draft.answers)

    @property
    def uid(self) -> str:
        """草稿的键。"""
        return str(self.draft.uid)

    @cached_property
    def steps(self) -> list[str]:
        """这份申请要走的步骤：没有情形、没有要自己交的材料的，不走那一步；补正的只改申请表。"""
        if self.draft.supplements_no:
            return [FORM]
        wanted = [SITUATION] if self.version.situations else []
        wanted.append(FORM)
        if any(not m.made_by_system for m in self.situation.materials):
            wanted.append(MATERIALS)
        return [*wanted, CHECK]

    def url(self, step: str) -> str:
        """某一步的网址。"""
        return reverse(f"portal:apply_{step}", args=[self.uid])

    def after(self, step: str) -> str:
        """下一步的网址；补正的改完申请表，回到补正那一页一起提交。"""
        if self.draft.supplements_no:
            return self.supplement_url
        return self.url(self.steps[self.steps.index(step) + 1])

    @property
    def supplement_url(self) -> str:
        """补正那一页的网址：要补的都在那里一次提交。"""
        return reverse("portal:supplement", args=[self.draft.supplements_no, self.uid])

    def first_open(self) -> str:
        """从哪里接着办：情形没答完先答情形，否则填表；补正的在补正那一页。"""
        if self.draft.supplements_no:
            return self.supplement_url
        unanswered = SITUATION in self.steps and (not self.situation.complete or self.situation.ends)
        return self.url(SITUATION if unanswered else FORM)

    def elsewhere(self, step: str) -> str:
        """这一步不必走时该去哪里：提交过的去确认页，没有这一步的去第一步；要走的为空。"""
        if self.draft.case_no:
            return reverse("portal:apply_done", args=[self.uid])
        return "" if step in self.steps else self.first_open()

    def page(self, step: str, **more: Any) -> dict[str, Any]:
        """每一页都要的：第几步、共几步、面包屑。"""
        return {
            "application": self,
            "version": self.version,
            "step": self.steps.index(step) + 1,
            "steps": len(self.steps),
            "crumbs": self._crumbs(),
            **more,
        }

    def _crumbs(self) -> list[dict[str, str]]:
        guide = reverse("portal:guide", args=[self.version.code])
        home = {"text": gettext("首页"), "url": reverse("portal:home")}
        return [home, {"text": self.version.name, "url": guide}, {"text": gettext("申请")}]

    def sheet(
        self, values: dict[str, Any], *, more: str = "", problems: dict[str, str] | None = None
    ) -> Sheet:
        """申请表：草稿里的值，或者刚送来的值。"""
        return Sheet(
            version=self.version,
            values=values,
            answers=self.situation.answers,
            rules=catalogue,
            more=more,
            regions=regions_for(self.version),
            problems=problems or {},
            on=self.on,
        )


def opened(request: HttpRequest, uid: str) -> Application:
    """打开自己的一份申请；不是自己的、替别人办而委托不在的，都答没有。 Refuses: NoSuchDraft."""
    by = whom.asker(request)
    draft = cases.draft(uid=uid, by=by, at=arrived(request))
    return Application(draft, catalogue.version(version_id=draft.version_id), by, arrived_on(request))


def sections(version: Version, *, one_by_one: bool, place: int) -> tuple[Section, ...]:
    """这一页摆哪几节：平常全部，长辈版一页一节。"""
    return version.form[place : place + 1] if one_by_one else version.form


def regions_for(version: Version) -> tuple[tuple[str, str], ...]:
    """本区的街道、社区，供选；表里没有这种栏的不去问。"""
    kinds = {f.kind for field in version.fields for f in (field, *field.fields)}
    if FieldKind.REGION not in kinds or not version.region:
        return ()
    found = organisation.region_subtree(code=version.region)
    names = {one.code: one.name for one in found}
    return tuple(
        (one.code, " ".join(filter(None, (names.get(one.parent, ""), one.name))))
        for one in found
        if one.code != version.region
    )

"""补正的准备：开一份补正草稿，把交来的材料和改过的表单收进办件 (what the applicant brings when asked for supplements)."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from tongban.rooms.cases.acts.hands import actor_for
from tongban.rooms.cases.errors import FormProblems
from tongban.rooms.cases.models import Case, Draft, DraftFile, Material
from tongban.rooms.cases.queries.applying import Given, applied
from tongban.rooms.cases.queries.sight import By
from tongban.rooms.cases.rules import handling as rules
from tongban.rooms.cases.rules.clocks import law_date
from tongban.rooms.cases.words import Act, MaterialLine, MaterialSource
from tongban.rooms.catalogue import queries as catalogue


def start_supplement(*, case_no: str, by: By, at: datetime) -> str:
    """开始补正：一份补正草稿，表单照办件里填过的，材料由申请人重新添；已经开了的接着用。返回草稿的键。

    Refuses: NoSuchCase, NotYourDesk, WrongState.
    """
    with transaction.atomic(durable=True):
        case = Case.locked(case_no)
        actor = actor_for(by, case)
        rules.allowed_move(Act.SUPPLEMENT, case.facts(()), actor)
        begun = Draft.objects.filter(supplements=case.uid, owner=actor.ref, submitted_as="").first()
        return (begun or _begun(case, owner=actor.ref, at=at)).uid


def _begun(case: Case, *, owner: str, at: datetime) -> Draft:
    draft = Draft(
        owner=owner,
        applicant=case.applicant,
        applicant_masked=case.applicant_masked,
        agent=case.agent,
        item_code=case.item_code,
        version_id=case.version_id,
        supplements=case.uid,
        answers=case.answers,
        started_at=at,
        saved_at=at,
    )
    draft.seal_values(catalogue.flat(case.form))
    draft.save(force_insert=True)
    return draft


@dataclass(frozen=True)
class Brought:
    """交来的：哪些材料（新的一轮），改过的表单（没改为 None）。"""

    materials: tuple[MaterialLine, ...] = ()
    form: dict[str, object] | None = field(default=None, repr=False)
    draft: Draft | None = None

    def record(self, case: Case) -> None:
        """收进办件：换下的留底，草稿从此不能再改。"""
        for line in self.materials:
            material = Material.objects.get(case=case, key=line.key)
            material.record_handed_in(line)
        if self.draft is not None:
            self.draft.submitted_as, self.draft.values_sealed = case.uid, ""
            self.draft.save(update_fields=["submitted_as", "values_sealed"])


def brought(case: Case, *, owner: str, at: datetime) -> Brought:
    """补正草稿里有什么；没有开过草稿的，什么也没交来。 Refuses: FormProblems."""
    draft = (
        Draft.objects.select_for_update().filter(supplements=case.uid, owner=owner, submitted_as="").first()
    )
    if draft is None:
        return Brought()
    version = catalogue.version(version_id=case.version_id)
    files = {file.key: file for file in DraftFile.objects.filter(draft=draft)}
    given = Given(values=draft.values, answers=case.answers, files=files)
    ready = applied(version=version, given=given, on=law_date(at))
    if ready.problems:
        raise FormProblems(count=len(ready.problems), problems=ready.problems)
    changed = ready.form != case.form
    if changed:
        case.seal_form(ready.form)
    wanted = case.facts(case.lines()).missing
    lines = [line for line in ready.materials if line.key in wanted and _is_new(line, changed)]
    fresh = [replace(line, round=case.round + 1, handed_in_at=at) for line in lines]
    return Brought(materials=tuple(fresh), form=ready.form if changed else None, draft=draft)


def _is_new(line: MaterialLine, form_changed: bool) -> bool:
    """A file or paper brought now; what the system prints from the form is new when the form is."""
    if line.source == MaterialSource.FORM:
        return form_changed
    return line.source in (MaterialSource.UPLOAD, MaterialSource.REUSE, MaterialSource.PAPER)

"""草稿的办理：开始、边填边存、丢弃 (drafts belong to whoever fills them in; nobody else sees that they exist).

A draft is not yet an application: its saves are not witnessed. What is witnessed is the submission.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tongban.rooms.cases.errors import (
    DraftConflict,
    NoSuchCase,
    NotForThisApplicant,
    NotYourDesk,
    TooMuch,
)
from tongban.rooms.cases.models import Case, Draft, DraftFile
from tongban.rooms.cases.queries import drafts
from tongban.rooms.cases.queries.sight import Citizen, filler, mine, principal
from tongban.rooms.cases.rules import drafting
from tongban.rooms.cases.rules.clocks import law_date
from tongban.rooms.cases.rules.handling import require_listed
from tongban.rooms.cases.words import Act, Hand, Typed
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import Version
from tongban.rooms.organisation.words import Officer, Role
from tongban.rooms.people import queries as people
from tongban.rooms.people.words import Acting, Applicant, HolderKind, PartyKind

Facts = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Saved:
    """存好了：新的修订号（没有改动的，修订号不变）。"""

    revision: int


def start_draft(
    *,
    item_code: str,
    by: Citizen | Officer,
    at: datetime,
    on_behalf_of: Citizen | None = None,
    facts: Facts | None = None,
) -> str:
    """开始一份申请，已经知道的先填好；返回草稿的键。

    ``on_behalf_of``: who is present at the counter, when an intake officer fills in. ``facts`` are clear prefill facts that
    the door got (and witnessed) from ``people.acts.prefill`` when somebody fills in for another person; for himself, his
    own are read here. Refuses: NoSuchItem, NotYourDesk, NotForThisApplicant, NotOnLicenceList.
    """
    version = catalogue.current(code=item_code)
    citizen = _citizen(by, on_behalf_of, version)
    _refuse_unsuited(version, principal(citizen))
    require_listed(catalogue.on_licence_list(version=version, on=law_date(at)), item=version.name)
    known = _own_facts(citizen) if facts is None and not isinstance(by, Officer) else dict(facts or {})
    draft = _new(version, by=by, citizen=citizen, at=at)
    draft.seal_values(catalogue.flat(catalogue.prefill(version, known)))
    draft.seal_addressee(_addressee(principal(citizen)))
    draft.save(force_insert=True)
    return draft.uid


def _new(version: Version, *, by: Citizen | Officer, citizen: Citizen, at: datetime) -> Draft:
    applicant = principal(citizen)
    return Draft(
        owner=filler(by),
        applicant=applicant.ref,
        applicant_masked=applicant.display_name_masked,
        agent="" if filler(citizen) == applicant.ref else filler(citizen),
        item_code=version.code,
        version_id=version.id,
        started_at=at,
        saved_at=at,
    )


def _citizen(by: Citizen | Officer, present: Citizen | None, version: Version) -> Citizen:
    if not isinstance(by, Officer):
        return by
    of = {"region": version.region, "department": version.department or version.department_code}
    if present is None or not by.may(Role.INTAKE, **of):
        raise NotYourDesk(act=Act.RECEIVE.zh, hands=Hand.INTAKE.zh)
    return present


def _refuse_unsuited(version: Version, applicant: Applicant) -> None:
    natural = applicant.kind is HolderKind.NATURAL
    suited = version.for_person if natural else version.for_enterprise
    if version.targets and not suited:
        targets = "、".join(target.zh for target in version.targets)
        raise NotForThisApplicant(item=version.name, targets=targets, kind=applicant.kind.zh)


def _own_facts(citizen: Citizen) -> dict[str, str]:
    """What one may know without asking: about oneself, and about the firm one acts for (its entry is public)."""
    agent = citizen.agent if isinstance(citizen, Acting) else citizen
    applicant = principal(citizen)
    known = people.prefill_facts(
        person_id=agent.id if agent.party.kind is PartyKind.PERSON else None,
        legal_person_id=applicant.id if applicant.party.kind is PartyKind.LEGAL_PERSON else None,
    )
    himself = {
        key.replace("person.", "agent.", 1): v for key, v in known.items() if key.startswith("person.")
    }
    firm = {"enterprise.legal_person_name": known.get("enterprise.legal_representative", "")}
    represents = firm["enterprise.legal_person_name"] == known.get("person.name") != ""
    if represents:
        firm["enterprise.legal_person_id_no"] = known.get("person.id_no", "")
    own = agent.ref == applicant.ref or applicant.party.kind is PartyKind.LEGAL_PERSON
    return himself | firm | (known if own else {})


def _addressee(applicant: Applicant) -> str:
    """受送达人的写法：名称、证件种类和号码，自然人的号码遮住 (domain.md 2.4)."""
    if applicant.party.kind is PartyKind.LEGAL_PERSON:
        firm = people.legal_person(legal_person_id=applicant.id)
        return f"{firm.name}（统一社会信用代码{firm.uscc}）"
    name = people.prefill_facts(person_id=applicant.id)["person.name"]
    masked = people.person(person_id=applicant.id)
    return f"{name}（{masked.id_type.zh}{masked.id_no}）"


def copy_earlier(*, draft_uid: str, case_no: str, by: Citizen | Officer, at: datetime) -> Saved:
    """沿用：把同一申请人以前一次申请填过的内容搬进草稿里还空着的栏。 Refuses: NoSuchDraft, NoSuchCase, DraftSubmitted."""
    with transaction.atomic(durable=True):
        draft = Draft.locked(draft_uid, **mine(by))
        earlier = Case.objects.filter(case_no=case_no, applicant=draft.applicant).first()
        if earlier is None:
            raise NoSuchCase
        kept, former = draft.values, catalogue.flat(earlier.form)
        known = drafting.Names.of(drafts.version_for(draft))
        changes = {path: value for path, value in former.items() if known.has(path) and path not in kept}
        return _save(draft, Typed(based_on=draft.revision, changes=changes), at=at)[0]


def save_draft(*, draft_uid: str, by: Citizen | Officer, typed: Typed, at: datetime) -> Saved:
    """边填边存：只存改了的栏；别处刚改成别的样子的那几栏不覆盖，其余照存。

    Refuses: NoSuchDraft, DraftSubmitted, TooMuch; DraftConflict, after everything else has been saved: its facts hold
    ``conflicts`` (path to label, stored and sent value) and the new ``revision``.
    """
    with transaction.atomic(durable=True):
        draft = Draft.locked(draft_uid, **mine(by))
        saved, conflicts = _save(draft, typed, at=at)
    if conflicts:
        labels = "、".join(dict.fromkeys(conflict["label"] for conflict in conflicts.values()))
        raise DraftConflict(fields=labels, conflicts=conflicts, revision=saved.revision)
    return saved


Conflicts = dict[str, dict[str, Any]]


def _save(draft: Draft, typed: Typed, *, at: datetime) -> tuple[Saved, Conflicts]:
    names = drafting.Names.of(drafts.version_for(draft))
    told = names.known(typed.changes, typed.answers)
    if drafting.is_too_much(told):
        raise TooMuch()
    merged = drafting.merge(
        values=drafting.joined(draft.values, draft.answers),
        touched=draft.touched,
        changes=told,
        based_on=typed.based_on,
        revision=draft.revision + 1,
    )
    if merged.changed:
        values, draft.answers = drafting.parted(merged.values)
        draft.seal_values(values)
        draft.touched, draft.revision, draft.saved_at = merged.touched, draft.revision + 1, at
        draft.save(update_fields=["values_sealed", "answers", "touched", "revision", "saved_at"])
    conflicts = {
        path: {"label": names.label(path), "stored": stored, "sent": sent}
        for path, (stored, sent) in merged.conflicts.items()
    }
    return Saved(revision=draft.revision), conflicts


def discard_draft(*, draft_uid: str, by: Citizen | Officer) -> None:
    """丢弃草稿，连同其中的材料登记。 Refuses: NoSuchDraft, DraftSubmitted."""
    with transaction.atomic(durable=True):
        draft = Draft.locked(draft_uid, **mine(by))
        DraftFile.objects.filter(draft=draft).delete()
        draft.delete()

"""草稿的查询：自己的一份草稿连同材料，自己还没提交的草稿。"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tongban.foundation.reading import KEYS, Reading
from tongban.foundation.rows import columns, fresh_row, row_of
from tongban.rooms.calendar import queries as calendar
from tongban.rooms.cases.errors import NoSuchDraft, NoSuchMaterial
from tongban.rooms.cases.models import Draft, DraftFile, DraftPage
from tongban.rooms.cases.queries.applying import Applied, Given, applied, is_mandated
from tongban.rooms.cases.queries.sight import Citizen, mine
from tongban.rooms.cases.rules.clocks import law_date
from tongban.rooms.cases.words import MaterialSource
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.catalogue.words import Version
from tongban.rooms.organisation.words import Officer

# One statement: the draft, its files, the case it became, the item's current version, and the editions of the calendar and
# of the licence list for whoever counts days and asks for the list next.
_FIELDS = columns(Draft)
_TOLD = ("edition_no", "licence_edition", "current_id", "case_no", "supplements_no", "handed")
_JSON = ("answers", "touched")
ONE = f"""
    SELECT {", ".join(f"d.{name}" for name in _FIELDS)},
        ({calendar.EDITION}) AS edition_no, ({catalogue.LICENCE_EDITION}) AS licence_edition,
        ({catalogue.CURRENT.format(code="d.item_code")}) AS current_id,
        (SELECT c.case_no FROM cases_case c WHERE c.uid = d.submitted_as) AS case_no,
        (SELECT c.case_no FROM cases_case c WHERE c.uid = d.supplements AND d.supplements <> '') AS supplements_no,
        (SELECT coalesce(json_agg(f), '[]')::text FROM cases_draftfile f WHERE f.draft_id = d.uid) AS handed
    FROM cases_draft d WHERE d.uid = {KEYS}
"""  # noqa: S608 - the inserted texts are constants of this room and of those below


DRAFTS = Reading(lambda: ONE)


@dataclass(frozen=True, kw_only=True)
class DraftFileView:
    """草稿里的一份材料；``name`` 是填写人自己的文件名，纸质的为空。"""

    key: str
    source: MaterialSource
    digest: str
    name: str = field(repr=False)
    kind: str
    size: int
    added_at: datetime


@dataclass(frozen=True, kw_only=True)
class DraftView:
    """一份草稿：填写人自己看的，内容是明文。``case_no`` 不空即已提交；``supplements`` 不空即补正用，另有那个办件的编号。"""

    uid: str
    item_code: str
    version_id: int
    applicant: str
    applicant_masked: str
    agent: str
    revision: int
    answers: dict[str, Any]
    touched: dict[str, int]
    values: dict[str, Any] = field(repr=False)
    files: dict[str, DraftFileView] = field(repr=False)
    started_at: datetime
    saved_at: datetime
    supplements: str
    supplements_no: str
    case_no: str
    check: Applied = field(repr=False)


def draft(*, uid: str, by: Officer | Citizen, at: datetime | None = None) -> DraftView:
    """自己的一份草稿，连同照现行版本核对的结果；给了 ``at`` 的，登记的委托也算数 (two statements, an agent's three).

    Refuses: NoSuchDraft, NoSuchItem.
    """
    row = read(uid=uid, by=by)
    version = version_for(row)
    files = handed(row)
    values = {} if row.submitted_as else row.values
    return DraftView(
        values=values,
        files={key: _view(file) for key, file in files.items()},
        version_id=version.id,
        case_no=getattr(row, "case_no", None) or "",
        supplements_no=getattr(row, "supplements_no", None) or "",
        check=applied(
            version=version,
            given=Given(values=values, answers=row.answers, files=files),
            on=law_date(at) if at else None,
            mandated=at is not None and is_mandated(row, version, at=at),
        ),
        **{name: getattr(row, name) for name in _SAME},
    )


_SAME = (
    "uid", "item_code", "applicant", "applicant_masked", "agent", "revision", "answers", "touched", "started_at",
    "saved_at", "supplements",
)  # fmt: skip


def read(*, uid: str, by: Officer | Citizen) -> Draft:
    """读一份草稿的行，附 ``_TOLD`` 各项 (one statement, no model compiled). Refuses: NoSuchDraft."""
    conditions = mine(by)
    found = DRAFTS.row(uid)
    if found is None:
        raise NoSuchDraft
    known = dict(zip(_FIELDS, found, strict=False))
    if known["owner"] != conditions["owner"]:
        raise NoSuchDraft
    known |= {name: json.loads(known[name]) for name in _JSON}
    if known["applicant"] != conditions.get("applicant", known["applicant"]):
        raise NoSuchDraft
    row = row_of(Draft, tuple(known.values()))
    for name, told in zip(_TOLD, found[len(_FIELDS) :], strict=True):
        setattr(row, name, told)
    return row


def version_for(row: Draft) -> Version:
    """这份草稿照哪一版填：申请照现行的，补正照办件受理时的那一版。 Refuses: NoSuchItem."""
    if row.supplements:
        return catalogue.version(version_id=row.version_id)
    return catalogue.current(code=row.item_code, version_id=getattr(row, "current_id", None))


def handed(row: Draft) -> dict[str, DraftFile]:
    """读到的草稿里的材料，代号到行。"""
    found = json.loads(getattr(row, "handed", "[]"))
    moments = [datetime.fromisoformat(one["added_at"]) for one in found]
    return {
        one["key"]: fresh_row(DraftFile, **{**one, "added_at": at})
        for one, at in zip(found, moments, strict=True)
    }


def _view(file: DraftFile) -> DraftFileView:
    return DraftFileView(
        key=file.key,
        source=MaterialSource.of(file.source),
        digest=file.digest,
        name=file.name,
        kind=file.kind,
        size=file.size,
        added_at=file.added_at,
    )


def draft_file(*, draft_uid: str, key: str, by: Officer | Citizen) -> DraftFileView:
    """自己草稿里一份材料的文件；纸质的没有文件 (one statement). Refuses: NoSuchMaterial."""
    conditions = {f"draft__{name}": value for name, value in mine(by).items()}
    row = DraftFile.objects.filter(draft_id=draft_uid, key=key, **conditions).exclude(digest="").first()
    if row is None:
        raise NoSuchMaterial
    return _view(row)


@dataclass(frozen=True, kw_only=True)
class DraftPageView:
    """几页合成一份的材料里的一页。"""

    place: int
    name: str = field(repr=False)
    size: int


def draft_pages(*, uid: str, by: Officer | Citizen) -> dict[str, list[DraftPageView]]:
    """自己草稿里几页合成的材料：代号到各页 (one statement)."""
    conditions = {f"draft__{name}": value for name, value in mine(by).items()}
    rows = DraftPage.objects.filter(draft_id=uid, **conditions).order_by("key", "position")
    found: dict[str, list[DraftPageView]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(DraftPageView(place=row.position, name=row.name, size=row.size))
    return found


@dataclass(frozen=True, kw_only=True)
class DraftListed:
    """列表里的一份草稿。"""

    uid: str
    item_code: str
    item_name: str
    applicant_masked: str
    saved_at: datetime


def my_drafts(*, by: Officer | Citizen, limit: int = 50) -> list[DraftListed]:
    """自己还没提交的草稿，最近存的在前 (one statement; versions are in the process)."""
    rows = Draft.objects.filter(**mine(by), submitted_as="", supplements="").defer("values_sealed")
    return [
        DraftListed(
            uid=row.uid,
            item_code=row.item_code,
            item_name=catalogue.version(version_id=row.version_id).name,
            applicant_masked=row.applicant_masked,
            saved_at=row.saved_at,
        )
        for row in rows.order_by("-saved_at", "uid")[:limit]
    ]

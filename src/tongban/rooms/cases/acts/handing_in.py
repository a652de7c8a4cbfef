"""交材料：往草稿里添文件、换文件、用以前交过的、登记窗口收下的纸质 (files first, then the row that names them)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from tongban.foundation.files import FileStore, Quota, StoredFile
from tongban.foundation.files.store import Stream
from tongban.rooms.cases.errors import NoSuchMaterial, NotYourDesk
from tongban.rooms.cases.models import Draft, DraftFile, DraftPage, Material, seal_json
from tongban.rooms.cases.queries import drafts
from tongban.rooms.cases.queries.sight import Citizen, mine
from tongban.rooms.cases.words import Act, Hand, MaterialSource
from tongban.rooms.organisation.words import Officer

ONE_DRAFT = 300 * 1024 * 1024  # bytes of all files of one application


@dataclass(frozen=True)
class Upload:
    """送来的文件：内容（流或字节）和填写人自己的文件名。"""

    source: Stream | bytes = field(repr=False)
    name: str = field(repr=False)


def add_file(*, draft_uid: str, by: Citizen | Officer, key: str, file: Upload, at: datetime) -> StoredFile:
    """添一份材料的文件；已有的换成这一份。文件先落稳，再登记。

    Refuses: NoSuchDraft, DraftSubmitted, NoSuchMaterial; FileTooLarge, FileEmpty, FileKindRefused, FileBroken,
    QuotaExceeded, StorageFull.
    """
    draft = drafts.read(uid=draft_uid, by=by)
    refuse_unlisted(draft, key)
    used = sum(kept.size for other, kept in drafts.handed(draft).items() if other != key)
    store = FileStore(Path(settings.FILES_DIR))
    stored = store.put(
        file.source, name=file.name, owner=draft.applicant, quota=Quota(used=used, limit=ONE_DRAFT)
    )
    with transaction.atomic(durable=True):
        _keep(Draft.locked(draft_uid, **mine(by)), key, MaterialSource.UPLOAD, stored, at)
    return stored


def reuse_material(
    *, draft_uid: str, by: Citizen | Officer, key: str, material_id: int, at: datetime
) -> None:
    """用同一申请人以前交过的材料。 Refuses: NoSuchDraft, DraftSubmitted, NoSuchMaterial."""
    with transaction.atomic(durable=True):
        draft = Draft.locked(draft_uid, **mine(by))
        refuse_unlisted(draft, key)
        former = Material.objects.filter(pk=material_id, case__applicant=draft.applicant).exclude(digest="")
        found = former.first()
        if found is None:
            raise NoSuchMaterial
        values = {
            "source": MaterialSource.REUSE,
            "digest": found.digest,
            "kind": found.kind,
            "size": found.size,
            "name_sealed": sealed_name(draft, key, found.file_name),
            "added_at": at,
        }
        DraftPage.objects.filter(draft=draft, key=key).delete()
        DraftFile.objects.update_or_create(draft=draft, key=key, defaults=values)


def hand_in_paper(*, draft_uid: str, by: Officer, key: str, at: datetime) -> None:
    """登记窗口收下的纸质材料。 Refuses: NoSuchDraft, DraftSubmitted, NoSuchMaterial, NotYourDesk."""
    if not isinstance(by, Officer):
        raise NotYourDesk(act=Act.RECEIVE.zh, hands=Hand.INTAKE.zh)
    with transaction.atomic(durable=True):
        draft = Draft.locked(draft_uid, **mine(by))
        refuse_unlisted(draft, key)
        _keep(draft, key, MaterialSource.PAPER, None, at)


def remove_file(*, draft_uid: str, by: Citizen | Officer, key: str) -> None:
    """撤下一份材料；没有交过的不算错。 Refuses: NoSuchDraft, DraftSubmitted."""
    with transaction.atomic(durable=True):
        draft = Draft.locked(draft_uid, **mine(by))
        DraftPage.objects.filter(draft=draft, key=key).delete()
        DraftFile.objects.filter(draft=draft, key=key).delete()


def refuse_unlisted(draft: Draft, key: str) -> None:
    """清单上没有的不收。 Refuses: NoSuchMaterial."""
    if key not in {material.key for material in drafts.version_for(draft).materials}:
        raise NoSuchMaterial


def _keep(draft: Draft, key: str, source: MaterialSource, stored: StoredFile | None, at: datetime) -> None:
    values = {"source": source, "digest": "", "kind": "", "size": 0, "name_sealed": "", "added_at": at}
    if stored:
        values |= {"digest": stored.digest, "kind": stored.kind.value, "size": stored.size}
        values["name_sealed"] = sealed_name(draft, key, stored.name)
    DraftPage.objects.filter(draft=draft, key=key).delete()
    DraftFile.objects.update_or_create(draft=draft, key=key, defaults=values)


def keep_file(draft: Draft, key: str, file: Mapping[str, object], at: datetime) -> None:
    """登记一份材料的文件：摘要、种类、大小、封好的名字。"""
    values = {"source": MaterialSource.UPLOAD, "added_at": at, **file}
    DraftFile.objects.update_or_create(draft=draft, key=key, defaults=values)


def sealed_name(draft: Draft, key: str, name: str) -> str:
    """封好的文件名：可能写着姓名号码。"""
    return seal_json("cases_draftfile", f"{draft.uid}/{key}", "name", name)

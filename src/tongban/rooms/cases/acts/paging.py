"""一份材料几个文件：再加一页、移除一页；几页随时合成一个 PDF，窗口和审查看到的是一份 (pages of one material).

What a material *is* stays one file, so that submitting, handling and archiving know nothing of pages: the draft keeps the
pages beside it for as long as the applicant may still change them.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from tongban.foundation.files import FileKind, FileStore, Quota
from tongban.foundation.files.combining import combined, refuse_uncombinable
from tongban.rooms.cases.acts.handing_in import ONE_DRAFT, Upload, keep_file, refuse_unlisted, sealed_name
from tongban.rooms.cases.errors import NoSuchMaterial, TooManyPages
from tongban.rooms.cases.models import Draft, DraftFile, DraftPage
from tongban.rooms.cases.queries import drafts
from tongban.rooms.cases.queries.sight import Citizen, mine
from tongban.rooms.organisation.words import Officer

MOST_PAGES = 30


def add_page(*, draft_uid: str, by: Citizen | Officer, key: str, file: Upload, at: datetime) -> None:
    """在一份材料后面再加一页（一个文件）；还没有交的，就是第一页。

    Refuses: NoSuchDraft, DraftSubmitted, NoSuchMaterial, TooManyPages, FileNotCombinable; FileTooLarge, FileEmpty,
    FileKindRefused, FileBroken, QuotaExceeded, StorageFull.
    """
    draft = drafts.read(uid=draft_uid, by=by)
    refuse_unlisted(draft, key)
    store = FileStore(Path(settings.FILES_DIR))
    stored = store.put(file.source, name=file.name, owner=draft.applicant, quota=_quota(draft))
    page = DraftPage(
        draft=draft,
        key=key,
        digest=stored.digest,
        kind=stored.kind.value,
        size=stored.size,
        name_sealed=sealed_name(draft, key, stored.name),
    )
    with transaction.atomic(durable=True):
        locked = Draft.locked(draft_uid, **mine(by))
        _lay(locked, key, [*_pages(locked, key), page], at)


def remove_page(*, draft_uid: str, by: Citizen | Officer, key: str, place: int, at: datetime) -> None:
    """移除第几页（从一数起）；剩下的重新合成，一页不剩就是没有交。

    Refuses: NoSuchDraft, DraftSubmitted, NoSuchMaterial.
    """
    with transaction.atomic(durable=True):
        draft = Draft.locked(draft_uid, **mine(by))
        pages = _pages(draft, key)
        if not 1 <= place <= len(pages):
            raise NoSuchMaterial
        _lay(draft, key, pages[: place - 1] + pages[place:], at)


def _quota(draft: Draft) -> Quota:
    kept = sum(file.size for file in drafts.handed(draft).values())
    pages = sum(DraftPage.objects.filter(draft_id=draft.uid).values_list("size", flat=True))
    return Quota(used=kept + pages, limit=ONE_DRAFT)


def _pages(draft: Draft, key: str) -> list[DraftPage]:
    """The pages kept; a material of one file has that file for its page."""
    kept = list(DraftPage.objects.filter(draft=draft, key=key).order_by("position"))
    if kept:
        return kept
    one = DraftFile.objects.filter(draft=draft, key=key).exclude(digest="").first()
    same = ("digest", "kind", "size", "name_sealed")
    return [DraftPage(draft=draft, key=key, **{name: getattr(one, name) for name in same})] if one else []


def _lay(draft: Draft, key: str, pages: Sequence[DraftPage], at: datetime) -> None:
    """The pages in this order, and the one file they make."""
    if len(pages) > MOST_PAGES:
        raise TooManyPages(most=MOST_PAGES)
    DraftPage.objects.filter(draft=draft, key=key).delete()
    if not pages:
        DraftFile.objects.filter(draft=draft, key=key).delete()
        return
    if len(pages) == 1:
        keep_file(draft, key, _as_file(pages[0]), at)
        return
    keep_file(draft, key, _bound(draft, key, pages), at)
    for position, page in enumerate(pages, 1):
        page.pk, page.position = None, position
    DraftPage.objects.bulk_create(pages)


def _as_file(page: DraftPage) -> dict[str, object]:
    return {name: getattr(page, name) for name in ("digest", "kind", "size", "name_sealed")}


def _bound(draft: Draft, key: str, pages: Sequence[DraftPage]) -> dict[str, object]:
    """All pages as one PDF, kept like any file that was brought."""
    refuse_uncombinable(FileKind.of(page.kind) for page in pages)
    store = FileStore(Path(settings.FILES_DIR))
    parts = [(store.open(page.digest).read(), FileKind.of(page.kind)) for page in pages]
    name = f"{len(pages)}页合成.pdf"
    made = store.put(combined(parts), name=name, owner=draft.applicant, quota=Quota(used=0, limit=ONE_DRAFT))
    sealed = sealed_name(draft, key, made.name)
    return {"digest": made.digest, "kind": made.kind.value, "size": made.size, "name_sealed": sealed}

"""补正：一页里逐份交来，一次提交 (every defect on one page, handed in together)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from tongban.doors.portal import caseview, whom
from tongban.foundation.http.arrival import arrived
from tongban.foundation.refusal import Refusal
from tongban.rooms.cases import acts as cases
from tongban.rooms.cases import queries
from tongban.rooms.cases.words import MaterialLine, MaterialSource
from tongban.rooms.people.words import MandateAct


@dataclass(frozen=True)
class Wanted:
    """要补的一份：缺什么、已经选好的文件、没收下的原因；表单生成的，去改表单。"""

    line: MaterialLine
    file: Any
    error: str
    form_url: str

    @property
    def files(self) -> list[dict[str, Any]]:
        """上传组件要的：已收到的和没收下的。"""
        kept = self.file
        held = [{"name": kept.name, "size": _size(kept.size), "state": "ok"}] if kept else []
        return held + ([{"name": self.line.name, "state": "bad", "note": self.error}] if self.error else [])


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{-(-size // 1000)} KB"


def wanted(request: HttpRequest, found: queries.MyCase, uid: str, errors: dict[str, str]) -> list[Wanted]:
    """要补的各份 (two statements). Refuses: NoSuchDraft."""
    draft = queries.draft(uid=uid, by=whom.asker(request))
    form = reverse("portal:apply_form", args=[uid])
    made = str(MaterialSource.FORM)
    return [
        Wanted(line, draft.files.get(line.key), errors.get(line.key, ""), form if line.source == made else "")
        for line in found.defects
    ]


def first_page(found: queries.MyCase, uid: str) -> str:
    """补正从哪一页开始：要改的都在申请表里，就直接去改表，改完到补正那一页提交；别的都在补正那一页。"""
    if all(line.source == MaterialSource.FORM for line in found.defects):
        return reverse("portal:apply_form", args=[uid])
    return reverse("portal:supplement", args=[found.progress.case_no, uid])


def said_of_form(request: HttpRequest, case_no: str) -> list[str]:
    """窗口对申请表说了什么；不是补正的，什么也没说。 Refuses: NoSuchCase."""
    if not case_no:
        return []
    found = caseview.mine(request, case_no, MandateAct.APPLY)
    return [line.defect for line in found.defects if line.source == MaterialSource.FORM]


def _bring(request: HttpRequest, uid: str, key: str, files: list[Any]) -> None:
    """What was chosen together is one material, page by page; chosen again, it takes the place of what was there."""
    by, at = whom.asker(request), arrived(request)
    for place, file in enumerate(files):
        add = cases.add_page if place else cases.add_file
        add(draft_uid=uid, by=by, key=key, file=cases.Upload(file, file.name or key), at=at)


def hand_in(request: HttpRequest, uid: str, keys: set[str]) -> dict[str, str]:
    """收下这次送来的文件，返回没收下的：``{材料: 一句话}``；收下的都留着。"""
    return dict(_refused(request, uid, keys))


def _refused(request: HttpRequest, uid: str, keys: set[str]) -> Iterator[tuple[str, str]]:
    for key in keys & set(request.FILES):
        files = [file for file in request.FILES.getlist(key) if file]
        try:
            _bring(request, uid, key, files)
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            yield key, f"{refusal}。{refusal.advice}"

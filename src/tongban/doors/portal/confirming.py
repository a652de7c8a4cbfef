"""确认页：编号、查询码、二维码、接下来什么时候有什么、收件凭证。"""

import secrets
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from tongban.doors.portal.application import Application
from tongban.foundation.clock import law_date
from tongban.rooms.cases import queries as cases
from tongban.rooms.cases.words import DocumentKind


def new_key() -> str:
    """提交号：核对页每开一次造一个。"""
    return secrets.token_hex(16)


def confirmation(application: Application, *, at: Any) -> dict[str, Any]:
    """确认页上的事实 (one statement)。 Refuses: NoSuchCase."""
    mine = _mine(application, at)
    progress = _address("portal:progress")
    return {
        "version": application.version,
        "mine": mine,
        "told": mine.progress,
        "receipt_url": reverse("portal:apply_receipt", args=[application.uid]),
        "progress_url": progress,
        "my_url": _address("portal:my_case", mine.progress.case_no),
        "qr_text": f"{settings.SITE_ADDRESS}{progress or '/'}?no={mine.progress.short_no}",
    }


def receipt_of(application: Application, *, at: Any) -> tuple[str, str]:
    """收件凭证的键（没有的为空）和查询编号。 Refuses: NoSuchCase."""
    mine = _mine(application, at)
    uid = next((one.uid for one in mine.documents if one.kind is DocumentKind.RECEIPT), "")
    return uid, mine.progress.short_no


def _mine(application: Application, at: Any) -> cases.MyCase:
    draft = application.draft
    return cases.my_case(case_no=draft.case_no, applicants=[draft.applicant], on=law_date(at))


def _address(name: str, *holes: str) -> str:
    try:
        return reverse(name, args=holes)
    except NoReverseMatch:
        return ""

"""办件室的查询：待办、办件页、我的办件、进度、草稿、给楼上各室的事实 (every answer about one person is his alone)."""

from tongban.rooms.cases.queries.applying import Applied, applied
from tongban.rooms.cases.queries.drafts import (
    DraftFileView,
    DraftListed,
    DraftPageView,
    DraftView,
    draft,
    draft_file,
    draft_pages,
    my_drafts,
)
from tongban.rooms.cases.queries.following import (
    CaseListed,
    MyCase,
    Progress,
    Told,
    my_case,
    my_cases,
    progress,
)
from tongban.rooms.cases.queries.pages import CasePage, DocumentLine, HistoryLine, case_page
from tongban.rooms.cases.queries.pinned import (
    open_by_version,
)
from tongban.rooms.cases.queries.records import (
    EarlierMaterial,
    Genuine,
    GrantedFacts,
    decided_in,
    document_by_code,
    document_of,
    granted_facts,
    material_file,
    materials_handed_in,
)
from tongban.rooms.cases.queries.worklist import (
    WorkCount,
    WorkFilter,
    WorkLine,
    find_case,
    next_for,
    work_counts,
    worklist,
)

__all__ = [
    "Applied",
    "CaseListed",
    "CasePage",
    "DocumentLine",
    "DraftFileView",
    "DraftListed",
    "DraftPageView",
    "DraftView",
    "EarlierMaterial",
    "Genuine",
    "GrantedFacts",
    "HistoryLine",
    "MyCase",
    "Progress",
    "Told",
    "WorkCount",
    "WorkFilter",
    "WorkLine",
    "applied",
    "case_page",
    "decided_in",
    "document_by_code",
    "document_of",
    "draft",
    "draft_file",
    "draft_pages",
    "find_case",
    "granted_facts",
    "material_file",
    "materials_handed_in",
    "my_case",
    "my_cases",
    "my_drafts",
    "next_for",
    "open_by_version",
    "progress",
    "work_counts",
    "worklist",
]

"""办件的办理：一个动作一个函数，一个函数一个事务，一个事务一个事件 (one function per act)."""

from tongban.rooms.cases.acts.drafts import Saved, copy_earlier, discard_draft, save_draft, start_draft
from tongban.rooms.cases.acts.handing_in import Upload, add_file, hand_in_paper, remove_file, reuse_material
from tongban.rooms.cases.acts.handling import (
    accept,
    ask_supplement,
    close,
    decline,
    deem_accepted,
    deny,
    grant,
    issue,
    return_back,
    review,
    serve,
    supplement,
    withdraw,
)
from tongban.rooms.cases.acts.opening import open_case
from tongban.rooms.cases.acts.paging import add_page, remove_page
from tongban.rooms.cases.acts.papers import document_pdf
from tongban.rooms.cases.acts.receiving import SUBMITTING, receive
from tongban.rooms.cases.acts.supplementing import start_supplement

__all__ = [
    "SUBMITTING",
    "Saved",
    "Upload",
    "accept",
    "add_file",
    "add_page",
    "ask_supplement",
    "close",
    "copy_earlier",
    "decline",
    "deem_accepted",
    "deny",
    "discard_draft",
    "document_pdf",
    "grant",
    "hand_in_paper",
    "issue",
    "open_case",
    "receive",
    "remove_file",
    "remove_page",
    "return_back",
    "reuse_material",
    "review",
    "save_draft",
    "serve",
    "start_draft",
    "start_supplement",
    "supplement",
    "withdraw",
]

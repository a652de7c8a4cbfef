"""清单编制的事件：起草、保存、废弃一份清单草稿，提前终止一份协议。"""

from datetime import date

from tongban.rooms.catalogue.events.region import RegionEvent
from tongban.rooms.journal.words import Erasure


class ListDraftEvent(RegionEvent, kind="catalogue.list_draft_event", zh="清单草稿事件", erasure=Erasure.KEEP):
    """一份清单草稿上发生的事都记着：哪个区划、哪种清单、哪一份草稿（键）。"""

    book: str
    draft_uid: str


class ListDraftStarted(
    ListDraftEvent, kind="catalogue.list_draft_started", zh="起草清单", erasure=Erasure.KEEP
):
    """起草了一份清单；``after`` 是由哪个文号的一份改来，从空白写起的为空。"""

    after: str


class ListDraftSaved(
    ListDraftEvent, kind="catalogue.list_draft_saved", zh="保存清单草稿", erasure=Erasure.KEEP
):
    """清单草稿改了，成为第 ``revision`` 次改动。"""

    revision: int


class ListDraftDropped(
    ListDraftEvent, kind="catalogue.list_draft_dropped", zh="废弃清单草稿", erasure=Erasure.KEEP
):
    """一份没有公布的清单草稿不要了。"""

    revision: int


class AgreementEnded(
    RegionEvent, kind="catalogue.agreement_ended", zh="提前终止通办协议", erasure=Erasure.KEEP
):
    """一份通办协议提前终止：``last_on`` 是有效的最后一天。"""

    number: int
    document_no: str
    partner: str
    last_on: date
    reason: str

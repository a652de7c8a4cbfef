"""通知和评价测试用的：办件走的每一步（事件），听的人，和送信的人。"""

from datetime import date, datetime
from typing import Any

from tests.factories.catalogue import content
from tongban.foundation.clock import SHANGHAI
from tongban.rooms.cases import events
from tongban.rooms.catalogue import acts as catalogue
from tongban.rooms.catalogue import queries as catalogue_queries
from tongban.rooms.notices import models

AT = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)
CASE_NO = "11990102MB0000019H499013100100101202603020000001"
DAY = date(2026, 3, 9)
CANARY_WORDS = "营业执照上的李小敏三字与身份证110101199003070011不一致，电话19900000001"

FACTS: dict[type[events.CaseEvent], dict[str, Any]] = {
    events.CaseReceived: {"short_no": "990102-260302-00001-X", "channel": "online", "accept_by": DAY},
    events.SupplementAsked: {
        "defects": {"id": CANARY_WORDS, "lease": "缺签字"},
        "supplement_by": date(2026, 4, 1),
        "law": "行政许可法 第三十二条",
    },
    events.CaseSupplemented: {"accept_by": DAY, "materials": ("id",)},
    events.CaseAccepted: {
        "deemed": False,
        "accepted_on": date(2026, 3, 2),
        "due_on": DAY,
        "statutory_due_on": date(2026, 3, 30),
        "provisional": False,
        "law": "行政许可法 第三十二条",
    },
    events.CaseDeclined: {"reason": CANARY_WORDS, "right_authority": "X区城市管理局", "law": "第三十二条"},
    events.CaseGranted: {"conditions": CANARY_WORDS, "issue_by": DAY, "law": "第三十八条"},
    events.CaseDenied: {"reason": CANARY_WORDS, "issue_by": DAY, "law": "第三十八条"},
    events.CaseIssued: {},
    events.CaseServed: {"manner": "window"},
    events.CaseClosed: {"channel": "online"},
    events.CaseWithdrawn: {"reason": CANARY_WORDS},
    events.CaseReturned: {"law": "第三十二条"},
    events.DueDatesRecomputed: {
        "due_on_was": DAY,
        "due_on": date(2026, 3, 11),
        "was": {"due_on": DAY},
        "now": {"due_on": date(2026, 3, 11)},
        "provisional": False,
        "notice": "国办发明电〔2025〕7号",
    },
}


def version_id(key: str = "food_service_licence") -> int:
    """The item's version, published on the first call."""
    told = content(key)
    catalogue.publish(content=told, by="officer:1", at=AT)
    return catalogue_queries.current(code=told["task_handle_item"]).id


def step(kind: type[events.CaseEvent], **changes: Any) -> Any:
    """One step of a case, as the journal tells it."""
    common = {
        "case_no": CASE_NO,
        "item_code": "11990102MB0000019H499013100100101",
        "version_id": 1,
        "applicant": "person:1",
        "department_code": "market",
        "at": AT,
        "by": "officer:12",
    }
    return kind(**{**common, **FACTS[kind], **changes})


def every_step() -> list[Any]:
    """Each kind of step, and acceptance by the passing of time."""
    return [*(step(kind) for kind in FACTS), step(events.CaseAccepted, deemed=True)]


def states() -> dict[str, str]:
    """Channel → state of the deliveries of the one message there is."""
    return dict(models.Delivery.objects.values_list("channel", "state"))

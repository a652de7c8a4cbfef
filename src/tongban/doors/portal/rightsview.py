"""评价的权利在各页上：能评的件，去评的链接。"""

from django.http import HttpRequest

from tongban.doors.portal import whom
from tongban.foundation.http.arrival import arrived_on
from tongban.rooms.rating import queries as rating
from tongban.rooms.rating.errors import NoSuchRight


def open_rights(request: HttpRequest) -> list[rating.RightView]:
    """我现在能评的 (one statement)."""
    return rating.rights_of(holder=whom.principal(request).ref, on=arrived_on(request))


def right_of(request: HttpRequest, case_no: str) -> rating.RightView | None:
    """这个办件的评价权利；还没有的为空（谁的办件由调用的页面先问清）。"""
    try:
        return rating.right_of_case(case_no=case_no, on=arrived_on(request))
    except NoSuchRight:
        return None

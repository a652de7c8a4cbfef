"""来的是谁：本人，还是正在替谁办；只认这一次请求里查证过的 (who is asking, for whom, and for which of the principal's things)."""

from django.http import HttpRequest

from tongban.foundation.http.arrival import arrived
from tongban.rooms.people import queries as people
from tongban.rooms.people.errors import NoMandate
from tongban.rooms.people.words import Acting, Applicant, Capacity, MandateAct, Party, Wanted

CHOSEN = "acting_for"  # the session's name for whom the agent has chosen to act
UNBOUNDED = "*"  # the name of no item: only a mandate for all items covers it


def person(request: HttpRequest) -> Applicant:
    """登录的本人 (the gate lets nobody in here who is not a verified person)."""
    found: Applicant = request.applicant  # type: ignore[attr-defined]
    return found.itself


def acting(request: HttpRequest) -> Acting | None:
    """正在替谁办；替自己办时没有。"""
    found: Acting | None = getattr(request, "acting_for", None)
    return found


def principal(request: HttpRequest) -> Applicant:
    """办的是谁的事：选了委托人就是委托人，否则是本人。"""
    chosen = acting(request)
    return chosen.principal if chosen else person(request)


def asker(request: HttpRequest) -> Acting | Applicant:
    """交给各室的经手人。"""
    return acting(request) or person(request)


def covers(request: HttpRequest, act: MandateAct, *, item_code: str, item_name: str) -> bool:
    """委托管不管得到这件事：替自己办总是管得到 (one statement when acting for somebody)."""
    chosen = acting(request)
    if chosen is None or chosen.capacity is Capacity.LEGAL_REPRESENTATIVE:
        return True
    wanted = Wanted(act=act, item_code=item_code, item_name=item_name)
    asked, at = chosen.principal.party, arrived(request)
    try:
        people.acting_for(account_id=request.user.pk or 0, principal=asked, wanted=wanted, at=at)
    except NoMandate:
        return False
    return True


def covers_everything(request: HttpRequest, act: MandateAct) -> bool:
    """委托不限事项：限了事项的代办人，看不到委托人的全部证照和消息。"""
    return covers(request, act, item_code=UNBOUNDED, item_name=UNBOUNDED)


def name_of(party: Party) -> str:
    """称呼：单位用全称，个人遮名。"""
    return people.applicant(party=party).display_name_masked

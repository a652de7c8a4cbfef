"""好差评的反应：听到办结，给申请人评价一次的权利；听到本人的资料删除了，评价里也不再留他。"""

from tongban.foundation.clock import law_date
from tongban.rooms.calendar import queries as calendar
from tongban.rooms.cases.events import CaseClosed
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.journal import acts as journal
from tongban.rooms.journal.events import hears
from tongban.rooms.people.events import PersonErased
from tongban.rooms.people.words import Party
from tongban.rooms.rating import rules
from tongban.rooms.rating.models import Right


@hears(CaseClosed)
def offer_rating(event: CaseClosed) -> None:
    """给申请人评价的权利，一件一次。"""
    version = catalogue.version(version_id=event.version_id)
    offered = rules.offer(event, workdays=calendar.workdays(region=version.region))
    closed_on = law_date(event.at)
    if Right.record_offered(offered, holder=event.applicant, item_name=version.name, closed_on=closed_on):
        journal.witness(offered)


@hears(PersonErased)
def forget_person(event: PersonErased) -> None:
    """抹去此人在评价里的痕迹。 Law: 个人信息保护法 第四十七条."""
    Right.forget(str(Party.person(event.person_id)))

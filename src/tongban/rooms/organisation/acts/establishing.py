"""设立与开放：区划、部门、科室、大厅、窗口、岗位。"""

from datetime import date, datetime

from tongban.rooms.journal import acts as journal
from tongban.rooms.organisation import events, models, rules
from tongban.rooms.organisation.acts import steps
from tongban.rooms.organisation.acts.one_act import one_act
from tongban.rooms.organisation.errors import RegionInUse
from tongban.rooms.organisation.words import (
    Actor,
    DepartmentFacts,
    HallFacts,
    OfficeFacts,
    PostFacts,
    RegionFacts,
    WindowFacts,
)


def establish_region(*, facts: RegionFacts, by: Actor, at: datetime) -> events.RegionEstablished:
    """设立区划：上级须已设立。 Refuses: RegionCodeWrong, NotYourOffice, NoSuchRegion, AlreadyThere."""
    with one_act():
        return steps.region(facts, by=by, at=at)


def replace_region(*, code: str, successor: str, on: date, by: Actor, at: datetime) -> events.RegionReplaced:
    """区划变更：原代码自某日停用，由后继承接。 Refuses: NoSuchRegion, RegionInUse and as `rules.replace_region`."""
    with one_act():
        row = models.Region.known(code)
        models.Region.known(successor)
        if row.successor_id is not None:
            raise RegionInUse(code=code)
        event = rules.replace_region(code, successor=successor, on=on, by=by, at=at)
        row.record_replaced(event)
        journal.witness(event)
        return event


def establish_department(*, facts: DepartmentFacts, by: Actor, at: datetime) -> events.DepartmentEstablished:
    """设立部门。 Refuses: NotYourOffice, NoSuchRegion, NoSuchDepartment, UsccWrong, TooDeep, AlreadyThere."""
    with one_act():
        return steps.department(facts, by=by, at=at)


def establish_office(*, facts: OfficeFacts, by: Actor, at: datetime) -> events.OfficeEstablished:
    """设立科室。 Refuses: NotYourOffice, NoSuchDepartment, AlreadyThere."""
    with one_act():
        return steps.office(facts, by=by, at=at)


def open_hall(*, facts: HallFacts, by: Actor, at: datetime) -> events.HallOpened:
    """启用大厅和它的分区。 Refuses: NotYourOffice, NoSuchRegion, AlreadyThere."""
    with one_act():
        return steps.hall(facts, by=by, at=at)


def open_window(*, facts: WindowFacts, by: Actor, at: datetime) -> events.WindowOpened:
    """设立窗口。 Refuses: NotYourOffice, NoSuchHall, NoSuchDepartment, NoSuchZone, AlreadyThere."""
    with one_act():
        return steps.window(facts, by=by, at=at)


def create_post(*, facts: PostFacts, by: Actor, at: datetime) -> events.PostCreated:
    """设置岗位。 Refuses: NotYourOffice, NoSuchRegion, NoSuchDepartment, NoSuchOffice, AlreadyThere."""
    with one_act():
        return steps.post(facts, by=by, at=at)

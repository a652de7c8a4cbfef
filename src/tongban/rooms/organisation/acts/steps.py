"""步骤：规则、落表、留痕，在调用者的事务里；各项办理和成套装入走的是同一步 (never a transaction of its own)."""

from datetime import datetime

from tongban.foundation.accounts.models import Account
from tongban.rooms.journal import acts as journal
from tongban.rooms.organisation import events, models, rules
from tongban.rooms.organisation.words import (
    Actor,
    DepartmentFacts,
    HallFacts,
    OfficeFacts,
    OfficerFacts,
    PostFacts,
    RegionFacts,
    Role,
    WindowFacts,
)


def region(facts: RegionFacts, *, by: Actor, at: datetime) -> events.RegionEstablished:
    """设立区划：上级须已设立。 Refuses: NoSuchRegion and as `rules.establish_region`."""
    event = rules.establish_region(facts, by=by, at=at)
    parent = rules.parent_of(facts.code)
    if parent is not None:
        models.Region.known(parent)
    models.Region.record_established(event, facts)
    journal.witness(event)
    return event


def department(facts: DepartmentFacts, *, by: Actor, at: datetime) -> events.DepartmentEstablished:
    """设立部门。 Refuses: NoSuchRegion, NoSuchDepartment and as `rules.establish_department`."""
    models.Region.known(facts.region)
    parent = models.Department.known(facts.parent) if facts.parent else None
    top = parent is None or parent.parent_id is None
    event = rules.establish_department(facts, parent_is_top=top, by=by, at=at)
    models.Department.record_established(event, facts, parent=parent)
    journal.witness(event)
    return event


def office(facts: OfficeFacts, *, by: Actor, at: datetime) -> events.OfficeEstablished:
    """设立科室。 Refuses: NoSuchDepartment and as `rules.establish_office`."""
    of = models.Department.known(facts.department)
    event = rules.establish_office(facts, region=of.region_id, by=by, at=at)
    models.Office.objects.create(department=of, name=event.name)
    journal.witness(event)
    return event


def hall(facts: HallFacts, *, by: Actor, at: datetime) -> events.HallOpened:
    """启用大厅。 Refuses: NoSuchRegion and as `rules.open_hall`."""
    models.Region.known(facts.region)
    event = rules.open_hall(facts, by=by, at=at)
    models.Hall.record_opened(event, facts)
    journal.witness(event)
    return event


def window(facts: WindowFacts, *, by: Actor, at: datetime) -> events.WindowOpened:
    """设立窗口。 Refuses: NoSuchHall, NoSuchDepartment, NoSuchZone and as `rules.open_window`."""
    of, department = models.Hall.known(facts.hall), models.Department.known(facts.department)
    event = rules.open_window(facts, region=of.region_id, by=by, at=at)
    models.Window.record_opened(event, hall=of, department=department, group=facts.group)
    journal.witness(event)
    return event


def post(facts: PostFacts, *, by: Actor, at: datetime) -> events.PostCreated:
    """设置岗位。 Refuses: NoSuchRegion, NoSuchDepartment, NoSuchOffice and as `rules.create_post`."""
    event = rules.create_post(facts, by=by, at=at)
    models.Region.known(facts.scope_region)
    scope = [models.Department.known(code) for code in facts.scope_departments or ()]
    models.Post.record_created(event, department=models.Department.known(facts.department), scope=scope)
    journal.witness(event)
    return event


def officer(facts: OfficerFacts, *, password_hash: str, by: Actor, at: datetime) -> events.OfficerRegistered:
    """登记工作人员并开立账号。 Refuses: NoSuchDepartment and as `rules.register_officer`."""
    of = models.Department.known(facts.department)
    rules.authorised(by, Role.SYSTEM_ADMIN, region=of.region_id)
    account = Account.objects.create(login=facts.login, password=password_hash)
    row = models.Officer.registered(facts, account_id=account.pk, department=of)
    event = rules.register_officer(facts, officer_id=row.pk, region=of.region_id, by=by, at=at)
    journal.witness(event)
    return event


def appointment(*, staff_no: str, post: str, by: Actor, at: datetime) -> events.OfficerAppointed:
    """任职：先锁住人，再看他现任什么。 Refuses: NoSuchOfficer, NoSuchPost and as `rules.appoint`."""
    officer = models.Officer.locked(staff_no)
    to = models.Post.known(post)
    event = rules.appoint(officer.facts(), to.facts(), by=by, at=at)
    models.Holding.record_appointed(event, officer=officer, post=to)
    journal.witness(event)
    return event

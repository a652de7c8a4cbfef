"""划转人员：人随编走、编随事走；补记系统启用之前已经划转来的人。"""

from datetime import datetime

from tongban.foundation.clock import law_date
from tongban.rooms.journal import acts as journal
from tongban.rooms.organisation import events, models
from tongban.rooms.organisation.acts.one_act import one_act
from tongban.rooms.organisation.rules import moving as rules
from tongban.rooms.organisation.words import Actor, EarlierMove


def move_officer(*, staff_no: str, to: str, ground: str, by: Actor, at: datetime) -> events.OfficerMoved:
    """划转人员到承接机关，即时生效；在原部门的岗位同时免去。

    Refuses: NoSuchOfficer, NoSuchDepartment and as `rules.moving.move_officer`.
    """
    with one_act():
        officer = models.Officer.locked(staff_no)
        left, new = officer.department, models.Department.known(to)
        held = officer.holdings.filter(held_to__isnull=True, post__department=left)
        move = rules.Move(
            left=left.facts(),
            to=new.facts(),
            on=law_date(at),
            ground=ground,
            posts=tuple(held.order_by("post__code").values_list("post__code", flat=True)),
        )
        event = rules.move_officer(officer.facts(), move, by=by, at=at)
        models.Relocation.record_moved(event, officer=officer, left=left, to=new)
        journal.witness(event)
        return event


def note_earlier_move(*, earlier: EarlierMove, by: Actor, at: datetime) -> events.OfficerMoved | None:
    """补记划转：系统启用之前已随事项到了现部门的人；补记过的不再记 (None).

    Refuses: NoSuchOfficer, NoSuchDepartment and as `rules.moving.move_officer`.
    """
    with one_act():
        officer = models.Officer.locked(earlier.staff_no)
        if officer.relocations.filter(ground=earlier.ground.strip()).exists():
            return None
        of = models.Department.known(earlier.left)
        now = officer.department.facts()
        move = rules.Move(left=of.facts(), to=now, on=earlier.on, ground=earlier.ground)
        event = rules.move_officer(officer.facts(), move, by=by, at=at)
        models.Relocation.record_moved(event, officer=officer, left=of, to=officer.department)
        journal.witness(event)
        return event

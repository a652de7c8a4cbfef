"""人随编走、编随事走：事项划转了，办它的人随之到承接机关 (pure)."""

from dataclasses import dataclass
from datetime import date, datetime

from tongban.rooms.organisation.errors import (
    AlreadyInDepartment,
    GroundMissing,
    NotForYourself,
    OfficerIsDisabled,
)
from tongban.rooms.organisation.events import OfficerMoved
from tongban.rooms.organisation.rules import authorised
from tongban.rooms.organisation.words import Actor, DepartmentFacts, OfficerRecord, Role


@dataclass(frozen=True)
class Move:
    """一次划转：从哪个部门到哪个部门、哪天、依据的文号、要免去的原部门岗位。"""

    left: DepartmentFacts
    to: DepartmentFacts
    on: date
    ground: str
    posts: tuple[str, ...] = ()


def move_officer(officer: OfficerRecord, move: Move, *, by: Actor, at: datetime) -> OfficerMoved:
    """划转人员：原部门的岗位同时免去；承接机关的岗位另由安全管理员任命。

    Refuses: NotYourOffice, NotForYourself, OfficerIsDisabled, AlreadyInDepartment, GroundMissing.
    """
    authorised(by, Role.SYSTEM_ADMIN, region=move.left.region)
    authorised(by, Role.SYSTEM_ADMIN, region=move.to.region)
    if by.actor == f"officer:{officer.id}":
        raise NotForYourself
    if not officer.enabled:
        raise OfficerIsDisabled
    if move.left.code == move.to.code:
        raise AlreadyInDepartment
    if not move.ground.strip():
        raise GroundMissing
    return OfficerMoved(
        officer=officer.id,
        from_department=move.left.code,
        to_department=move.to.code,
        on=move.on,
        ground=move.ground.strip(),
        posts=move.posts,
        by=by.actor,
        at=at,
    )

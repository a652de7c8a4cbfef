"""划转的查询：历次批次、一批的方案和现状、每个部门划了多少（事项、办理项、编制、人员、缺口）。"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from tongban.rooms.catalogue import models
from tongban.rooms.catalogue.errors import NoSuchTransfer
from tongban.rooms.catalogue.words import BatchState, HandOverLine, PostPlan, TransferBatch
from tongban.rooms.organisation import queries as organisation
from tongban.rooms.organisation.words import Moved

HANDLING = """
    SELECT f.content->>'licence_no', f.code FROM catalogue_in_force(%s, %s) f
    WHERE f.content->>'department' = %s AND f.content->>'licence_no' = ANY(%s) ORDER BY 1, 2
"""
DUE = """
    SELECT region, no FROM catalogue_transfer WHERE state = 'planned' AND effective_on <= %s ORDER BY region, no
"""
SUMMARY = """
    SELECT t.no, t.title, t.document_no, t.issued_by, t.effective_on, t.state,
        (SELECT count(*) FROM catalogue_transferredlicence l WHERE l.transfer_id = t.id),
        (SELECT count(DISTINCT l.from_department) FROM catalogue_transferredlicence l WHERE l.transfer_id = t.id),
        (SELECT coalesce(sum(p.planned), 0) FROM catalogue_transferposts p WHERE p.transfer_id = t.id),
        (SELECT coalesce(sum(p.moved), 0) FROM catalogue_transferposts p WHERE p.transfer_id = t.id),
        (SELECT count(*) FROM catalogue_handoverrow h WHERE h.transfer_id = t.id AND h.done_on IS NULL)
    FROM catalogue_transfer t WHERE t.region = %s ORDER BY t.no
"""


@dataclass(frozen=True, slots=True)
class TransferListed:
    """列表里的一批。"""

    no: int
    title: str
    document_no: str
    issued_by: tuple[str, ...]
    effective_on: date
    state: BatchState
    licences: int
    departments: int
    planned: int
    moved: int
    open_rows: int

    @property
    def shortfall(self) -> int:
        """还差几个编制。"""
        return max(self.planned - self.moved, 0)


def transfers(*, region: str) -> list[TransferListed]:
    """历次划转，按批次 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(SUMMARY, [region])
        rows = cursor.fetchall()
    return [
        TransferListed(row[0], row[1], row[2], tuple(row[3]), row[4], BatchState.of(row[5]), *row[6:])
        for row in rows
    ]


def due_transfers(*, on: date) -> list[tuple[str, int]]:
    """到了日子还没有生效的批次：区划和批次 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(DUE, [on])
        return list(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Share:
    """一个部门在一批里的份：划出的编号、承接机关现在办着的办理项、编制、随之来的人、交接清单。"""

    department: str
    name: str
    numbers: tuple[str, ...]
    items: tuple[str, ...]
    posts: PostPlan
    people: tuple[Moved, ...]
    hand_over: tuple[HandOverLine, ...]

    @property
    def people_short(self) -> int:
        """编制划来了、人还没有到的。"""
        return max(self.posts.moved - len(self.people), 0)

    @property
    def open_rows(self) -> int:
        """交接清单还有几行没有办完。"""
        return sum(row.done_on is None for row in self.hand_over)


@dataclass(frozen=True, slots=True)
class TransferView:
    """一批：方案、现状、承接机关的名称、每个部门的份。"""

    plan: TransferBatch
    state: BatchState
    bureau: str
    took_effect_at: datetime | None
    closed_at: datetime | None
    shares: tuple[Share, ...]

    @property
    def items(self) -> tuple[str, ...]:
        """这一批的全部办理项。"""
        return tuple(code for share in self.shares for code in share.items)

    @property
    def planned(self) -> int:
        """应划转编制合计。"""
        return sum(share.posts.planned for share in self.shares)

    @property
    def moved(self) -> int:
        """已划转编制合计。"""
        return sum(share.posts.moved for share in self.shares)

    @property
    def shortfall(self) -> int:
        """编制缺口合计。"""
        return sum(share.posts.shortfall for share in self.shares)

    @property
    def people(self) -> int:
        """划转来的人合计。"""
        return sum(len(share.people) for share in self.shares)

    @property
    def may_close(self) -> bool:
        """可以办结：已经生效，交接清单都办完了。"""
        return self.state is BatchState.IN_EFFECT and not any(share.open_rows for share in self.shares)

    @property
    def is_open(self) -> bool:
        """还没有办结，交接清单和编制都还能登记。"""
        return self.state is not BatchState.CLOSED


def transfer(*, region: str, no: int, on: date) -> TransferView:
    """一批和它在某日的情况 (seven statements). Refuses: NoSuchTransfer."""
    row = models.Transfer.objects.filter(region=region, no=no).first()
    if row is None:
        raise NoSuchTransfer
    batch = row.facts()
    names = {each.code: each.name for each in organisation.departments(region=region)}
    handled = _handled(batch.plan, on)
    people = organisation.moved(ground=batch.plan.document_no)
    return TransferView(
        plan=batch.plan,
        state=batch.state,
        bureau=names.get(batch.plan.to_department, batch.plan.to_department),
        took_effect_at=row.took_effect_at,
        closed_at=row.closed_at,
        shares=tuple(_share(batch.plan, code, names, handled, people) for code in batch.plan.departments),
    )


def _handled(plan: TransferBatch, on: date) -> dict[str, list[str]]:
    numbers = [line.licence_no for line in plan.lines]
    found: dict[str, list[str]] = {no: [] for no in numbers}
    with connection.cursor() as cursor:
        cursor.execute(HANDLING, [plan.region, on, plan.to_department, numbers])
        for no, code in cursor.fetchall():
            found[no].append(code)
    return found


def _share(
    plan: TransferBatch,
    department: str,
    names: dict[str, str],
    handled: dict[str, list[str]],
    people: Sequence[Moved],
) -> Share:
    numbers = tuple(line.licence_no for line in plan.lines if line.from_department == department)
    posts = next((p for p in plan.posts if p.from_department == department), PostPlan(department, 0))
    return Share(
        department=department,
        name=names.get(department, department),
        numbers=numbers,
        items=tuple(code for no in numbers for code in handled[no]),
        posts=posts,
        people=tuple(each for each in people if each.from_department == department),
        hand_over=tuple(row for row in plan.hand_over if row.from_department == department),
    )

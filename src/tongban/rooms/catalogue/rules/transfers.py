"""划转的规则：方案怎样才能印发，事项怎样换到新机关名下，批次什么时候可以办结 (pure).

Law: 行政许可法 第二十五条（经国务院批准，省级政府可以决定一个行政机关行使有关行政机关的行政许可权）.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from tongban.foundation.identifiers import parse_uscc
from tongban.rooms.catalogue.errors import (
    HandOverOpen,
    TransferClosed,
    TransferInvalid,
    TransferNotDue,
)
from tongban.rooms.catalogue.events import HandOverTicked, PostsMoved, TransferClosedUp, TransferPlanned
from tongban.rooms.catalogue.words import Unsound
from tongban.rooms.catalogue.words.powers import (
    BatchState,
    HandOverKind,
    HandOverLine,
    PostPlan,
    TransferBatch,
    TransferLine,
)
from tongban.rooms.organisation.words import DepartmentFacts

ISSUERS = 2
"""两办联合印发：至少两个机关。"""
LONGEST_TEXT = 500


@dataclass(frozen=True)
class Known:
    """印发之前的情况：本区的部门、那时清单上的编号、别的批次已经划转了的编号和它在第几批。"""

    departments: Mapping[str, DepartmentFacts]
    numbers: Collection[str] | None
    taken: Mapping[str, int]


def plan_transfer(
    given: TransferBatch, *, known: Known, by: str, at: datetime
) -> tuple[TransferBatch, TransferPlanned]:
    """印发划转方案：没有写交接清单的，给每个划出部门备齐六项。

    Refuses: TransferInvalid.
    """
    problems = [*_document(given, known), *_lines(given, known), *_followers(given)]
    if problems:
        raise TransferInvalid(problems=problems)
    whole = replace(given, hand_over=_whole_hand_over(given))
    event = TransferPlanned(
        region=given.region,
        no=given.no,
        document_no=given.document_no,
        issued_by=given.issued_by,
        effective_on=given.effective_on,
        to_department=given.to_department,
        departments=given.departments,
        licences=tuple(line.licence_no for line in given.lines),
        by=by,
        at=at,
    )
    return whole, event


def _document(given: TransferBatch, known: Known) -> Iterator[Unsound]:
    if not given.title.strip() or not given.document_no.strip():
        yield Unsound("没有写方案名称或者文号", name="title")
    if len(set(given.issued_by)) < ISSUERS:
        yield Unsound("划转方案由党委、政府两办联合印发，应写两个以上的发文机关", name="issued_by")
    if given.effective_on < given.issued_on:
        yield Unsound("生效日期早于印发日期", name="effective_on")
    bureau = known.departments.get(given.to_department)
    if bureau is None:
        yield Unsound(f"没有承接机关“{given.to_department}”", name="to")
    elif not parse_uscc(bureau.uscc).valid:
        yield Unsound(f"承接机关“{bureau.name}”没有统一社会信用代码，编不出事项编码", name="to")


def _lines(given: TransferBatch, known: Known) -> Iterator[Unsound]:
    if not given.lines:
        yield Unsound("没有写划转哪些事项")
    seen: set[str] = set()
    for n, line in enumerate(given.lines):
        steps = (("lines", n),)
        if line.licence_no in seen:
            yield Unsound(f"编号{line.licence_no}写了两次", steps, "licence_no")
        seen.add(line.licence_no)
        yield from (
            Unsound(f"编号{line.licence_no}{says}", steps, name) for name, says in _line(line, given, known)
        )


def _line(line: TransferLine, given: TransferBatch, known: Known) -> Iterator[tuple[str, str]]:
    if known.numbers is not None and line.licence_no not in known.numbers:
        yield "licence_no", "不在行政许可事项清单上"
    if line.licence_no in known.taken:
        yield "licence_no", f"已经列在第{known.taken[line.licence_no]}批"
    if line.from_department not in known.departments:
        yield "from", f"：没有划出部门“{line.from_department}”"
    if line.from_department == given.to_department:
        yield "from", "：划出部门就是承接机关"


def _followers(given: TransferBatch) -> Iterator[Unsound]:
    out, named = set(given.departments), [post.from_department for post in given.posts]
    rows = [("编制", "posts", n, department) for n, department in enumerate(named)]
    rows += [("交接清单", "hand_over", n, row.from_department) for n, row in enumerate(given.hand_over)]
    for what, table, n, department in rows:
        if department not in out:
            yield Unsound(f"{what}里的“{department}”没有划出事项", ((table, n),), "from")
    for n, post in enumerate(given.posts):
        if post.planned < 0 or post.moved < 0:
            yield Unsound("编制数不能是负数", (("posts", n),), "planned" if post.planned < 0 else "moved")
        if post.from_department in named[:n]:
            yield Unsound("一个部门的编制写了两行", (("posts", n),), "from")


def _whole_hand_over(given: TransferBatch) -> tuple[HandOverLine, ...]:
    written = {(row.from_department, row.kind): row for row in given.hand_over}
    return tuple(
        written.get((department, kind)) or HandOverLine(department, kind)
        for department in given.departments
        for kind in HandOverKind
    )


def due(given: TransferBatch, *, on: date) -> None:
    """到日子了吗。 Refuses: TransferNotDue."""
    if on < given.effective_on:
        raise TransferNotDue(no=given.no, effective_on=given.effective_on)


def handed_to(content: Mapping[str, Any], *, bureau: DepartmentFacts, effective_on: date) -> dict[str, Any]:
    """换机关：同一办理项到新机关名下，编码里的信用代码换成新机关的，监管仍归原部门（谁主管谁监管）。

    Source: domain.md 3.5 (a new 实施编码 with the new USCC, ``supersedes`` the old one).
    Refuses: TransferInvalid when the old code does not carry its organ's code.
    """
    old = str(content["task_handle_item"])
    return {
        **content,
        "task_handle_item": _recoded(old, content, bureau),
        "task_code": _recoded(str(content.get("task_code", "")), content, bureau)
        if content.get("task_code")
        else "",
        "department": bureau.code,
        "dept_name": bureau.name,
        "dept_code": bureau.uscc,
        "organ_short": bureau.document_word,
        "undertake_org": content.get("undertake_org") or content.get("department") or content["dept_name"],
        "supersedes": old,
        "task_version": 1,
        "plan_effective_date": effective_on.isoformat(),
        "plan_cancel_date": "",
        **_reached(content, bureau),
    }


def _recoded(code: str, content: Mapping[str, Any], bureau: DepartmentFacts) -> str:
    held = str(content["dept_code"])
    if not held or held not in code:
        raise TransferInvalid(
            why=f"“{content['task_name']}”的编码{code}里没有原机关的代码，换不了码，请先改正编码"
        )
    return code.replace(held, bureau.uscc, 1)


def _reached(content: Mapping[str, Any], bureau: DepartmentFacts) -> dict[str, Any]:
    """Where to ask, to complain and to seek remedy: the bureau's, wherever it has its own."""
    own = {"consult_phone": bureau.consult_phone, "complain_phone": bureau.complain_phone}
    remedies = {"review_organ": bureau.review_organ, "court": bureau.court}
    found: dict[str, Any] = {key: value for key, value in own.items() if value}
    if isinstance(content.get("remedies"), dict):
        found["remedies"] = _remedies(content["remedies"], {k: v for k, v in remedies.items() if v})
    return found


def _remedies(held: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    """Another organ of review sits elsewhere: the old one's address and telephone do not go along."""
    moved = given.get("review_organ", held.get("review_organ")) != held.get("review_organ")
    kept = {k: v for k, v in held.items() if not (moved and k in ("review_address", "review_phone"))}
    return {**kept, **given}


@dataclass(frozen=True)
class BatchFacts:
    """批次的现状：方案、到了哪一步。"""

    plan: TransferBatch
    state: BatchState

    def open(self) -> None:
        """还没有办结。 Refuses: TransferClosed."""
        if self.state is BatchState.CLOSED:
            raise TransferClosed(no=self.plan.no)


def tick(batch: BatchFacts, line: HandOverLine, *, by: str, at: datetime) -> HandOverTicked:
    """交接签收：一行办完了，写明哪天（或者改回未办）。

    Refuses: TransferClosed, TransferInvalid.
    """
    batch.open()
    if not any(
        (row.from_department, row.kind) == (line.from_department, line.kind) for row in batch.plan.hand_over
    ):
        raise TransferInvalid(why="交接清单里没有这一行")
    if len(line.says) > LONGEST_TEXT:
        raise TransferInvalid(why=f"说明最多{LONGEST_TEXT}个字")
    return HandOverTicked(
        region=batch.plan.region,
        no=batch.plan.no,
        department=line.from_department,
        row=line.kind.value,
        says=line.says.strip(),
        done_on=line.done_on,
        by=by,
        at=at,
    )


def move_posts(batch: BatchFacts, post: PostPlan, *, by: str, at: datetime) -> PostsMoved:
    """编随事走：记下编制部门核定划转的编制数和文号；应划转数照方案。

    Refuses: TransferClosed, TransferInvalid.
    """
    batch.open()
    planned = next((p.planned for p in batch.plan.posts if p.from_department == post.from_department), None)
    if planned is None:
        raise TransferInvalid(why="方案里没有这个部门的编制")
    if not 0 <= post.moved <= planned:
        raise TransferInvalid(why=f"划转的编制应在0到{planned}之间")
    if post.moved and not post.moved_document.strip():
        raise TransferInvalid(why="没有写核定文号")
    return PostsMoved(
        region=batch.plan.region,
        no=batch.plan.no,
        department=post.from_department,
        planned=planned,
        moved=post.moved,
        document_no=post.moved_document.strip(),
        by=by,
        at=at,
    )


def close(batch: BatchFacts, *, by: str, at: datetime) -> TransferClosedUp:
    """批次办结：已经生效，交接清单每一行都已办完。

    Refuses: TransferClosed, TransferNotDue, HandOverOpen.
    """
    batch.open()
    if batch.state is BatchState.PLANNED:
        raise TransferNotDue(no=batch.plan.no, effective_on=batch.plan.effective_on)
    left = [row for row in batch.plan.hand_over if row.done_on is None]
    if left:
        kinds = "、".join(dict.fromkeys(row.kind.zh for row in left))
        raise HandOverOpen(count=len(left), rows=kinds)
    return TransferClosedUp(region=batch.plan.region, no=batch.plan.no, by=by, at=at)

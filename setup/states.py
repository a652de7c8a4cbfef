"""Makes docs/states/*.md from the tables of moves (`python setup/states.py`; `--check` only says whether they are fresh)."""

import sys
from collections.abc import Iterator
from pathlib import Path

from tongban.rooms.cases.words import MOVES, Act, CaseState, Hand, Move
from tongban.rooms.catalogue import words as catalogue

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "states"
HEAD = """# 办件的状态 The states of a case

<!-- Made from rooms/cases/words/moves.py by setup/states.py. Change the table, not this page. -->

一个办件从哪里到哪里、谁能办、依据什么、出什么文书，都在 `MOVES` 这一张表里；本页由它生成。
The one table of moves decides where a case may go, by whose hand, under which article, and with which document.
"""
SPOT = "即办件"
NO_RESULT = "没有证照批文的事项"


def page() -> str:
    """状态图和走法表。"""
    return "\n".join([HEAD, "```mermaid", *_diagram(), "```", "", *_table()]) + "\n"


def _diagram() -> Iterator[str]:
    yield "stateDiagram-v2"
    yield from (f"    {state.value}: {state.zh}" for state in CaseState)
    for act, move in MOVES.items():
        for start in _starts(act, move):
            yield f"    {start} --> {move.goes_to.value}: {act.zh}"
    yield from (f"    {state.value} --> [*]" for state in CaseState if state.is_over)


def _starts(act: Act, move: Move) -> list[str]:
    if act is Act.RECEIVE:
        return ["[*]"]
    wide = move.came_from | move.on_the_spot_from | move.without_result_from
    return [state.value for state in CaseState if state in wide]


def _table() -> Iterator[str]:
    yield "| 动作 act | 从 from | 到 to | 谁办 by | 依据 law | 文书 document |"
    yield "|---|---|---|---|---|---|"
    for act, move in MOVES.items():
        document = f"{move.document.value} {move.document.zh}" if move.document else "—"
        cells = (f"{act.zh} `{act.value}`", _from(move), move.goes_to.zh, _by(move), move.law, document)
        yield f"| {' | '.join(cells)} |"


def _from(move: Move) -> str:
    wider = [(move.on_the_spot_from, SPOT), (move.without_result_from, NO_RESULT)]
    told = [_listed(move.came_from) or "—", *(f"{_listed(more)}（{kind}）" for more, kind in wider if more)]
    return "；".join(told)


def _by(move: Move) -> str:
    by = "、".join(hand.zh for hand in Hand if hand in move.done_by)
    also = "、".join(hand.zh for hand in Hand if hand in move.on_the_spot_by)
    return f"{by}；{also}（{SPOT}）" if also else by


def _listed(states: frozenset[CaseState]) -> str:
    return "、".join(state.zh for state in CaseState if state in states)


LIFE_HEAD = """# 一版的一生 The life of an item version

<!-- Made from rooms/catalogue/words/life.py by setup/states.py. Change the table, not this page. -->

一版从草稿到发布，一个事项从发布到取消：谁能走哪一步、依据什么，都在 `MOVES` 这一张表里；本页由它生成。
编制人和审核人都是管这个部门的事项管理员，审核的必须是没有动过这一版的另一个人（库里的约束也守着）。
From a version's draft to its publication, and from an item's publication to its cancellation: one table decides.
"""


def life_page() -> str:
    """事项版本的状态图和走法表。"""
    return "\n".join([LIFE_HEAD, "```mermaid", *_life_diagram(), "```", "", *_life_table()]) + "\n"


def _life_diagram() -> Iterator[str]:
    yield "stateDiagram-v2"
    yield from (f"    {stage.value}: {stage.zh}" for stage in catalogue.Stage)
    for act, move in catalogue.MOVES.items():
        goes_to = move.goes_to.value if move.goes_to else "[*]"
        starts = [stage.value for stage in catalogue.Stage if stage in move.came_from] or ["[*]"]
        yield from (f"    {start} --> {goes_to}: {act.zh}" for start in starts)
    yield from (f"    {stage.value} --> [*]" for stage in catalogue.Stage if stage.is_over)


def _life_table() -> Iterator[str]:
    yield "| 动作 act | 从 from | 到 to | 谁办 by | 依据 law |"
    yield "|---|---|---|---|---|"
    for act, move in catalogue.MOVES.items():
        start = "、".join(stage.zh for stage in catalogue.Stage if stage in move.came_from) or "—"
        goes_to = move.goes_to.zh if move.goes_to else "—"
        by = "、".join(part.zh for part in catalogue.Part if part in move.done_by)
        yield f"| {act.zh} `{act.value}` | {start} | {goes_to} | {by} | {move.law} |"


PAGES = {"case.md": page, "item-version.md": life_page}


def main(arguments: list[str]) -> int:
    """写出网页；或只核对它们是不是最新的。"""
    stale = []
    for name, make in PAGES.items():
        kept, made = FOLDER / name, make()
        if "--check" not in arguments:
            FOLDER.mkdir(exist_ok=True)
            kept.write_text(made, encoding="utf-8")
        elif not kept.exists() or kept.read_text(encoding="utf-8") != made:
            stale.append(name)
    for name in stale:
        print(f"docs/states/{name} is not up to date: run python setup/states.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

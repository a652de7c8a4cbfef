"""Makes docs/states/case.md from the table of moves (`python setup/states.py`; `--check` only says whether it is fresh)."""

import sys
from collections.abc import Iterator
from pathlib import Path

from tongban.rooms.cases.words import MOVES, Act, CaseState, Hand, Move

PAGE = Path(__file__).resolve().parents[1] / "docs" / "states" / "case.md"
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


def main(arguments: list[str]) -> int:
    """写出网页；或只核对它是不是最新的。"""
    made = page()
    if "--check" not in arguments:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(made, encoding="utf-8")
        return 0
    fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == made
    if not fresh:
        print("docs/states/case.md is not up to date: run python setup/states.py", file=sys.stderr)
    return 0 if fresh else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

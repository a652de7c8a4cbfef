"""一版的一生的表：每一步写明依据，图是由表画的。"""

from dataclasses import replace

from setup.states import FOLDER, life_page
from tongban.rooms.catalogue.words import MOVES, LifeAct, Part, Stage

PAGE = FOLDER / "item-version.md"


def test_every_step_has_its_row_with_a_law_a_button_and_somebody_to_do_it():
    assert set(MOVES) == set(LifeAct)
    assert all(move.law and move.button and move.done_by for move in MOVES.values())


def test_only_somebody_else_passes_or_sends_back():
    reviewing = {act for act, move in MOVES.items() if move.done_by == {Part.CHECKER}}
    assert reviewing == {LifeAct.PASS, LifeAct.SEND_BACK}


def test_every_stage_but_the_first_can_be_reached_and_only_cancelled_is_the_end():
    reached = {move.goes_to for move in MOVES.values()}
    left = {stage for move in MOVES.values() for stage in move.came_from}
    assert set(Stage) - reached == set()
    assert set(Stage) - left == {stage for stage in Stage if stage.is_over}


def test_the_page_of_the_life_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == life_page()


def test_a_changed_table_is_seen_on_the_page(monkeypatch):
    monkeypatch.setitem(MOVES, LifeAct.PASS, replace(MOVES[LifeAct.PASS], goes_to=Stage.PUBLISHED))
    assert PAGE.read_text(encoding="utf-8") != life_page()

"""Work for many at once: each gets his own answer, nobody fails for another's sake, nobody waits for ever."""

import threading
from collections.abc import Callable, Sequence

import pytest

from tests.races.test_people_registration_race import at_once
from tongban.foundation.gathering import Gathering, on_the_way
from tongban.foundation.processes import wait_until


class Counter:
    """Doubles numbers; remembers which were done together; fails for a lot that has a seven in it."""

    def __init__(self) -> None:
        self.lots: list[list[int]] = []
        self.pause = threading.Event()
        self.pause.set()

    def double(self, numbers: Sequence[int]) -> list[int]:
        self.lots.append(list(numbers))
        self.pause.wait(timeout=10)
        if 7 in numbers:
            raise ValueError("seven")
        return [2 * number for number in numbers]


def gathered(counter: Counter, numbers: Sequence[int], *, most: int = 16) -> list[object]:
    """The first works alone and is held up until all others have come."""
    gathering = Gathering(counter.double, most=most)
    counter.pause.clear()

    def come(number: int) -> object:
        try:
            return gathering.ask(number)
        except ValueError as error:
            return str(error)

    def let_go() -> None:
        while len(gathering._waiting) < len(numbers) - 1:
            pass
        counter.pause.set()

    return at_once(*(lambda n=n: come(n) for n in numbers), let_go)[:-1]


def test_one_alone_does_his_own_work():
    counter = Counter()
    assert (Gathering(counter.double, most=4).ask(3), counter.lots) == (6, [[3]])


def test_who_comes_while_somebody_works_is_done_together_with_the_others_who_wait():
    counter = Counter()
    assert gathered(counter, range(10, 15)) == [20, 22, 24, 26, 28]
    assert [len(lot) for lot in counter.lots] == [1, 4]


def test_a_lot_is_never_larger_than_said():
    counter = Counter()
    assert gathered(counter, range(10, 20), most=3) == [2 * n for n in range(10, 20)]
    assert [len(lot) for lot in counter.lots] == [1, 3, 3, 3]


def test_whose_work_fails_fails_alone():
    counter = Counter()
    assert gathered(counter, [1, 2, 7, 3, 4]) == [2, 4, "seven", 6, 8]


def test_who_leads_and_is_stopped_leaves_nobody_waiting():
    def stopped(numbers: Sequence[int]) -> list[int]:
        raise SystemExit

    gathering = Gathering(stopped, most=4)
    with pytest.raises(SystemExit):
        gathering.ask(1)
    gathering._together = lambda numbers: [2 * number for number in numbers]
    assert gathering.ask(2) == 4


def led(gathering: Gathering[int, int], meanwhile: Callable[[], object]) -> int:
    """One leads while another is on the way; what he does ``meanwhile`` begins when the first waits for him."""

    def first() -> int:
        with on_the_way(gathering):
            return gathering.ask(1)

    def other() -> None:
        with on_the_way(gathering):
            both_are_coming.wait()
            wait_until(lambda: bool(gathering._waiting), seconds=2.0, every=0.001)
            meanwhile()

    both_are_coming = threading.Barrier(2)
    thread = threading.Thread(target=other)
    thread.start()
    both_are_coming.wait()
    answer = first()
    thread.join()
    return answer


def test_who_leads_waits_for_one_on_the_way_and_does_his_as_well():
    counter = Counter()
    gathering = Gathering(counter.double, most=4, patience=60)
    assert (led(gathering, lambda: gathering.ask(2)), counter.lots) == (2, [[1, 2]])


def test_who_turns_back_is_not_waited_for():
    counter = Counter()
    assert (led(Gathering(counter.double, most=4, patience=60), lambda: None), counter.lots) == (2, [[1]])


def test_who_leads_waits_no_longer_than_said():
    counter = Counter()
    gathering = Gathering(counter.double, most=4, patience=0.05)
    at_once(gathering.set_out)  # and never comes
    assert (led(gathering, lambda: None), counter.lots) == (2, [[1]])


def test_a_full_lot_waits_for_nobody():
    counter = Counter()
    gathering = Gathering(counter.double, most=1, patience=60)
    at_once(gathering.set_out)
    assert (led(gathering, lambda: None), counter.lots) == (2, [[1]])


def test_one_alone_on_the_way_does_not_wait():
    counter = Counter()
    gathering = Gathering(counter.double, most=4, patience=60)
    with on_the_way(gathering):
        assert (gathering.ask(3), counter.lots) == (6, [[3]])


def test_who_has_asked_is_not_waited_for_again():
    counter = Counter()
    gathering = Gathering(counter.double, most=4, patience=60)
    with on_the_way(gathering):
        assert (gathering.ask(3), gathering.ask(4), counter.lots) == (6, 8, [[3], [4]])
        assert (at_once(lambda: gathering.ask(5)), counter.lots[2:]) == ([10], [[5]])


def test_who_says_it_twice_is_one_all_the_same():
    counter = Counter()
    gathering = Gathering(counter.double, most=4, patience=60)
    with on_the_way(gathering, gathering):
        assert (gathering.ask(3), counter.lots) == (6, [[3]])

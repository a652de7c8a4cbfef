"""合办：同时要办的几件由其中一位一起办完，各得各的答复 (what many ask at the same moment, one of them does for all).

Whoever comes while nobody is at work does the work, for himself and for those who came meanwhile; then the first of those
who came since takes over. Who leads waits a moment for those who have said that they are on the way. A single one never
waits and sees no difference. When the work fails for several together, each is done alone, so that nobody fails for
another's sake.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class _Place(Generic[T, R]):
    """One who waits: what he asks, whether it is his turn to lead, and his answer or his failure."""

    def __init__(self, asked: T) -> None:
        self.asked = asked
        self.called = threading.Lock()  # held until he is called: a tenth of what an Event costs
        self.called.acquire()
        self.answer: R | None = None
        self.failure: BaseException | None = None
        self.is_done = False

    def settle(self, answer: R | None = None, failure: BaseException | None = None) -> None:
        self.answer, self.failure, self.is_done = answer, failure, True


class _Mine(threading.local):
    """What one thread has said: that it will ask here."""

    is_coming = False


class Gathering(Generic[T, R]):
    """合办处：``together`` 一次办几件，答复与所问同序；``most`` 是一次最多几件；``patience`` 是等路上的人最多几秒。"""

    def __init__(
        self, together: Callable[[Sequence[T]], Sequence[R]], *, most: int, patience: float = 0.0
    ) -> None:
        self._together, self._most, self._patience = together, most, patience
        self._lock = threading.Lock()
        self._all_here = threading.Condition(self._lock)
        self._waiting: deque[_Place[T, R]] = deque()
        self._busy = False
        self._coming = 0
        self._mine = _Mine()

    def set_out(self) -> None:
        """动身：本线程要来问一次，正要开始办的等他一等。"""
        if not self._mine.is_coming:
            self._mine.is_coming = True
            with self._lock:
                self._coming += 1

    def turn_back(self) -> None:
        """回头：动了身而没有来问的，不再等他；来问过了的不变。"""
        if self._mine.is_coming:
            with self._lock:
                self._arrive()

    def ask(self, asked: T) -> R:
        """办一件；办的人可能是自己，也可能是一起来的另一位。 Raises what the work raises for this one."""
        mine: _Place[T, R] = _Place(asked)
        if not self._is_first(mine):
            mine.called.acquire()
        if not mine.is_done:
            self._lead()
        if mine.failure is not None:
            raise mine.failure
        return mine.answer  # type: ignore[return-value]

    def _is_first(self, mine: _Place[T, R]) -> bool:
        with self._lock:
            self._waiting.append(mine)
            first, self._busy = not self._busy, True
            self._arrive()
        return first

    def _arrive(self) -> None:
        """This thread is not on the way any more; a leader who has waited for the last one begins."""
        if self._mine.is_coming:
            self._mine.is_coming = False
            self._coming -= 1
        if self._is_complete():
            self._all_here.notify_all()

    def _is_complete(self) -> bool:
        return not self._coming or len(self._waiting) >= self._most

    def _lead(self) -> None:
        """Work for all who wait, tell them, and call the next to lead."""
        with self._lock:
            self._all_here.wait_for(self._is_complete, timeout=self._patience)
            these = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
        try:
            self._work(these)
        finally:
            for place in these:
                if not place.is_done:
                    place.settle(failure=RuntimeError("whoever worked for all was stopped"))
                place.called.release()
            with self._lock:
                self._busy = bool(self._waiting)
                if self._busy:
                    self._waiting[0].called.release()

    def _work(self, these: Sequence[_Place[T, R]]) -> None:
        try:
            for place, answer in zip(these, self._together([p.asked for p in these]), strict=True):
                place.settle(answer)
        except Exception as failure:
            if len(these) == 1:
                these[0].settle(failure=failure)
                return
            for place in these:
                self._work([place])


@contextmanager
def on_the_way(*to: Gathering[Any, Any]) -> Iterator[None]:
    """在路上：在此期间要到这几处各问一次，先打个招呼；不问了也不要紧。"""
    for place in to:
        place.set_out()
    try:
        yield
    finally:
        for place in to:
            place.turn_back()

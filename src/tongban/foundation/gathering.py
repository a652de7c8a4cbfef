"""合办：同时要办的几件由其中一位一起办完，各得各的答复 (what many ask at the same moment, one of them does for all).

Whoever comes while nobody is at work does the work, for himself and for those who came meanwhile; then the first of those
who came since takes over. A single one never waits and sees no difference. When the work fails for several together, each is
done alone, so that nobody fails for another's sake.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class _Place(Generic[T, R]):
    """One who waits: what he asks, whether it is his turn to lead, and his answer or his failure."""

    def __init__(self, asked: T) -> None:
        self.asked = asked
        self.called = threading.Event()
        self.answer: R | None = None
        self.failure: BaseException | None = None
        self.is_done = False

    def settle(self, answer: R | None = None, failure: BaseException | None = None) -> None:
        self.answer, self.failure, self.is_done = answer, failure, True


class Gathering(Generic[T, R]):
    """合办处：``together`` 一次办几件，答复与所问同序；``most`` 是一次最多几件。"""

    def __init__(self, together: Callable[[Sequence[T]], Sequence[R]], *, most: int) -> None:
        self._together, self._most = together, most
        self._lock = threading.Lock()
        self._waiting: deque[_Place[T, R]] = deque()
        self._busy = False

    def ask(self, asked: T) -> R:
        """办一件；办的人可能是自己，也可能是一起来的另一位。 Raises what the work raises for this one."""
        mine: _Place[T, R] = _Place(asked)
        if not self._is_first(mine):
            mine.called.wait()
        if not mine.is_done:
            self._lead()
        if mine.failure is not None:
            raise mine.failure
        return mine.answer  # type: ignore[return-value]

    def _is_first(self, mine: _Place[T, R]) -> bool:
        with self._lock:
            self._waiting.append(mine)
            first, self._busy = not self._busy, True
        return first

    def _lead(self) -> None:
        """Work for all who wait, tell them, and call the next to lead."""
        with self._lock:
            these = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
        try:
            self._work(these)
        finally:
            for place in these:
                if not place.is_done:
                    place.settle(failure=RuntimeError("whoever worked for all was stopped"))
                place.called.set()
            with self._lock:
                self._busy = bool(self._waiting)
                if self._busy:
                    self._waiting[0].called.set()

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

"""合办：同时要办的几件由其中一位一起办完，各得各的答复 (what many ask at the same moment, one of them does for all).

Whoever comes while nobody is at work does the work, for himself and for those who came meanwhile; then the first of those
who came since takes over. Who leads waits a moment for those of whom he knows that they are on the way. A single one never
waits and sees no difference. When the work fails for several together, each is done alone, so that nobody fails for
another's sake.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Generic, TypeVar

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
        self._coming = self._came = 0

    @contextmanager
    def on_the_way(self) -> Iterator[None]:
        """在路上：马上要来问的先打个招呼，正要开始办的等他一等；在此期间只问一次，不问了也不要紧。"""
        with self._lock:
            self._coming += 1
        try:
            yield
        finally:
            with self._lock:
                self._coming -= 1
                self._tell_when_all_are_here()

    def ask(self, asked: T) -> R:
        """办一件；办的人可能是自己，也可能是一起来的另一位。 Raises what the work raises for this one."""
        mine: _Place[T, R] = _Place(asked)
        try:
            if not self._is_first(mine):
                mine.called.acquire()
            if not mine.is_done:
                self._lead()
        finally:
            with self._lock:
                self._came -= 1
        if mine.failure is not None:
            raise mine.failure
        return mine.answer  # type: ignore[return-value]

    def _is_first(self, mine: _Place[T, R]) -> bool:
        with self._lock:
            self._waiting.append(mine)
            self._came += 1
            first, self._busy = not self._busy, True
            self._tell_when_all_are_here()
        return first

    def _tell_when_all_are_here(self) -> None:
        if self._is_complete():
            self._all_here.notify_all()

    def _is_complete(self) -> bool:
        return self._came >= self._coming or len(self._waiting) >= self._most

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

"""事件：已经发生的事，用过去时写下 (what has happened, in the past tense; and who hears of it).

A room's events are frozen dataclasses that subclass :class:`Event`; the kind, the printed word and the erasure rule
stand in the class line::

    class CaseAccepted(Event, kind="case.accepted", zh="受理", erasure=Erasure.KEEP):
        case_no: str
        due_on: date

        @property
        def stream(self) -> str:
            return f"case:{self.case_no}"
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, TypeVar, dataclass_transform, get_type_hints

from tongban.foundation.plain import from_plain, to_plain
from tongban.rooms.journal.words import Erasure

F = TypeVar("F", bound=Callable[..., object])
KINDS: dict[str, type["Event"]] = {}


@dataclass_transform(kw_only_default=True, frozen_default=True)
@dataclass(frozen=True, kw_only=True)
class Event:
    """事件：何时（``at``）、何人（``by``，如 ``officer:12``、``person:7``、``system:clock``）、何事。"""

    kind: ClassVar[str]
    zh: ClassVar[str]
    erasure: ClassVar[Erasure]

    at: datetime
    by: str

    def __init_subclass__(cls, *, kind: str, zh: str, erasure: Erasure, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.kind, cls.zh, cls.erasure = kind, zh, erasure
        dataclass(frozen=True, kw_only=True)(cls)
        if KINDS.setdefault(kind, cls).__qualname__ != cls.__qualname__:
            raise TypeError(f"two events call themselves {kind}")

    @property
    def stream(self) -> str:
        """档案：这件事记在谁的名下，如 ``case:99010226000123``。"""
        raise NotImplementedError

    def payload(self) -> dict[str, Any]:
        """内容：除时间和经手人之外的全部事实，可直接写成 JSON。"""
        return {name: to_plain(getattr(self, name)) for name in _told(self.kind)}


def revive(*, kind: str, at: datetime, by: str, payload: dict[str, Any]) -> Event:
    """还原：把存下的内容变回事件。"""
    event = KINDS[kind]
    hints = _hints(kind)
    facts = {name: from_plain(hints[name], value) for name, value in payload.items() if name in hints}
    return event(at=at, by=by, **facts)


@cache
def _told(kind: str) -> tuple[str, ...]:
    return tuple(f.name for f in fields(KINDS[kind]) if f.name not in ("at", "by"))


@cache
def _hints(kind: str) -> dict[str, Any]:
    return get_type_hints(KINDS[kind])


@dataclass(frozen=True)
class Reaction:
    """反应：楼上某室听到某些事件后要做的事；``together`` 的一次听一批。"""

    name: str
    kinds: tuple[str, ...]
    run: Callable[..., object]
    together: bool = False

    @property
    def room(self) -> str:
        """哪一室。"""
        return self.name.split(".")[0]


REACTIONS: dict[str, Reaction] = {}


def hears(*events: type[Event], together: bool = False) -> Callable[[F], F]:
    """听：登记一个反应，事件封存后按次序送达，至少一次送达、恰好一次生效。

    With ``together`` the reaction gets as many events as there are, in their order, as its arguments; when it fails it is
    asked again with fewer, at last with one.
    """

    def register(function: F) -> F:
        name = f"{function.__module__.split('.')[-2]}.{function.__name__}"
        kinds = tuple(e.kind for e in events)
        REACTIONS[name] = Reaction(name=name, kinds=kinds, run=function, together=together)
        return function

    return register


class PayloadErased(Event, kind="journal.payload_erased", zh="抹去事件内容", erasure=Erasure.KEEP):
    """一个事件的内容已依法抹去。"""

    event_id: int
    of: str
    ground: str

    @property
    def stream(self) -> str:
        """记在原事件的档案里。"""
        return self.of

"""后台进程的主循环：封存一根线、每室一根线、定时工作一根线 (a thread to seal, one per room, one for the timetable).

Only the sealing thread listens to the database; when it has sealed, it calls the rooms that have something to hear. When
another worker has sealed, they hear of it by looking once a second.
"""

import gc
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction

from tongban.foundation import clock, database, schedule
from tongban.rooms.journal import events
from tongban.rooms.journal import jobs as journal
from tongban.rooms.journal.acts import CHANNEL
from tongban.wiring import rooms

logger = logging.getLogger("tongban.worker")
POLL_SECONDS = 1.0  # a lost NOTIFY costs at most this
NICE = 5  # who waits at the counter comes before what follows from his act
EACH_SECONDS = 0.0025
LONGEST_SECONDS = 0.2
"""上一轮每封一件，这一轮多等这么一会，最长 0.2 秒：来得多时一轮多封些，每轮的花费分到更多件上；
每秒不到四百件（= 1 / 0.0025）的，等的时间自己缩回去；怎样都在 300 毫秒之内。"""
TIMETABLE_LOCK = 7_201_002


class Worker:
    """后台进程：几根线，一个停字。"""

    def __init__(self) -> None:
        self._stop = threading.Event()

    def run(self) -> int:
        """干活，直到收到 SIGTERM 或 SIGINT；每根线做完手头一件就停。"""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stop.set())
        duties = self._duties()
        os.nice(NICE)  # now that everything is loaded
        threads = [threading.Thread(target=self._loop, args=each, daemon=True) for each in duties]
        for thread in threads:
            thread.start()
        self._stop.wait()
        for thread in threads:
            thread.join(timeout=8)
        return 0

    def _duties(self) -> list[tuple[Iterator[object], Callable[[], None]]]:
        """Each with what sets it going."""
        rooms.load("events", "reactions", "jobs")
        gc.freeze()  # what was loaded stays; the collector need not walk through it again and again
        journal.enrol(reactions=list(events.REACTIONS.values()))
        by_room: dict[str, list[events.Reaction]] = {}
        for reaction in events.REACTIONS.values():
            by_room.setdefault(reaction.room, []).append(reaction)
        bells = {room: Bell() for room in by_room}
        called = database.wakings(url=settings.DATABASE_URL, channel=CHANNEL, at_least_every=POLL_SECONDS)
        return [
            (called, Sealing(bells, list(events.REACTIONS.values())).seal),
            *(
                (bells[room].rings(), _delivery(bells[room], reactions))
                for room, reactions in by_room.items()
            ),
            (Bell().rings(), Timetable().tick),
        ]

    def _loop(self, calls: Iterator[object], duty: Callable[[], None]) -> None:
        for _ in calls:
            if self._stop.is_set():
                connection.close()
                return
            try:
                close_old_connections()
                duty()
            except DatabaseError as error:
                # The server is restarting or gone; the next round tries again.
                logger.warning("worker_database_error", extra={"error": type(error).__name__})
                connection.close()


class Bell:
    """铃：按铃的说清楚谁有事可听。"""

    def __init__(self) -> None:
        self._rung = threading.Event()
        self._named: set[str] = set()

    def ring(self, reaction: str) -> None:
        """按铃。"""
        self._named.add(reaction)
        self._rung.set()

    def rings(self) -> Iterator[object]:
        """Whenever somebody rings, and once in a while without."""
        while True:
            self._rung.wait(timeout=POLL_SECONDS)
            self._rung.clear()  # before one looks: who rings while one looks rings again
            yield

    def named(self) -> set[str]:
        """叫的是谁，说过就忘；空的是没有人按铃，或者名字正好错过，要自己去看。"""
        named, self._named = self._named, set()
        return named


class Sealing:
    """封存：等一等、封一轮，再按铃叫有事可听的各室；忙的时候多等一会。"""

    def __init__(self, bells: Mapping[str, Bell], reactions: Sequence[events.Reaction]) -> None:
        """记下各室的铃和全部反应。"""
        self._bells, self._reactions = bells, reactions
        self._sealed = 0

    def seal(self) -> None:
        """一轮。"""
        time.sleep(min(max(database.GATHER_SECONDS, self._sealed * EACH_SECONDS), LONGEST_SECONDS))
        self._sealed = 0
        while fresh := journal.seal():
            self._sealed += fresh
            if fresh < journal.BATCH:
                break  # who comes after that look calls again
        if self._sealed:
            for reaction in journal.with_news(reactions=self._reactions):
                self._bells[reaction.room].ring(reaction.name)


def _delivery(bell: Bell, reactions: Sequence[events.Reaction]) -> Callable[[], None]:
    def deliver_all() -> None:
        named = bell.named()
        called = [reaction for reaction in reactions if reaction.name in named]
        for reaction in called or journal.with_news(reactions=reactions):
            while journal.deliver(reaction=reaction, at=clock.now()):
                pass

    return deliver_all


class Timetable:
    """定时工作：到点就办；几个后台进程同在时只有一个办。"""

    def __init__(self) -> None:
        self._last_run: dict[str, datetime] = {}

    def tick(self) -> None:
        """办到点的工作。"""
        at = clock.now()
        for job in schedule.due(last_run=self._last_run, at=at):
            self._last_run[job.name] = at
            self._run(job, at)

    def _run(self, job: schedule.Job, at: datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [TIMETABLE_LOCK, job.name])
            if not cursor.fetchone()[0]:
                return
            try:
                job.run(at=at)
            except Exception as error:
                logger.exception("job_failed", extra={"job": job.name, "error": type(error).__name__})
            finally:
                if not transaction.get_connection().needs_rollback:
                    cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [TIMETABLE_LOCK, job.name])

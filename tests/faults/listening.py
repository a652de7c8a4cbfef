"""测试用的后台进程：真的主循环，加一个把听到的事记进表里的反应 (the real worker with one reaction that leaves a row).

Run as ``python -m tests.faults.listening [torn [dies]]``. With ``torn`` the effect commits apart from the cursor: the planted
breach that the kill test must catch. With ``dies`` it kills itself between the two, at a random event: a kill from outside may
find the cursor moved already.
"""

import os
import random
import signal
import sys
import time

import django

django.setup()

from django.db import connections  # noqa: E402

from tests.factories.journal import Heard  # noqa: E402
from tongban.foundation import database  # noqa: E402
from tongban.rooms.journal.events import hears  # noqa: E402
from tongban.wiring.worker import Worker  # noqa: E402

database.step_down()
TORN = "torn" in sys.argv
QUICK = "quick" in sys.argv
DIES = random.randint(1, 40) if "dies" in sys.argv else 0  # after so many effects


def record(text: str) -> None:
    connection = connections.create_connection("default") if TORN else connections["default"]
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO heard (said) VALUES (%s)", [text])
    if TORN:
        connection.close()


def note_down(event: Heard) -> None:
    global DIES
    record(event.text)
    DIES -= 1
    if DIES == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    if not QUICK:
        time.sleep(random.random() * 0.01)  # a wide window between effect and commit


if __name__ == "__main__":
    note_down.__module__ = "tests.listening.reactions"  # run as a script, it has no room's name of its own
    hears(Heard)(note_down)
    sys.exit(Worker().run())

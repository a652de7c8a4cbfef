"""Each web process keeps to a core of its own; who finds none left runs wherever he is put."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="the system has no such thing")

KEEPS = """
import os, sys, threading
from pathlib import Path
from tongban.foundation import processes
kept = processes.keep_to_one_core(seats=Path(sys.argv[1]))
cores = []
thread = threading.Thread(target=lambda: cores.extend(sorted(os.sched_getaffinity(0))))
thread.start()
thread.join()
print(kept, *cores, flush=True)
sys.stdin.read()
"""
CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


@contextmanager
def a_process(seats: Path) -> Iterator[tuple[str, list[int]]]:
    """What it keeps, and where a thread that it starts afterwards may run; it ends with the block."""
    command = [sys.executable, "-c", KEEPS, str(seats)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        kept, *cores = process.stdout.readline().split()
        yield kept, [int(core) for core in cores]
        assert process.stdin
        process.stdin.close()


def test_each_keeps_another_core_and_one_too_many_keeps_none(tmp_path):
    with ExitStack() as stack:
        found = [stack.enter_context(a_process(tmp_path / "cores")) for _ in range(len(CORES) + 1)]
    assert found == [*((str(core), [core]) for core in CORES), ("None", CORES)]


def test_the_core_of_one_that_ended_is_kept_by_the_next(tmp_path):
    seats = tmp_path / "cores"
    with ExitStack() as stack:
        with a_process(seats) as (first, _):
            for _ in CORES[1:]:
                stack.enter_context(a_process(seats))
        assert stack.enter_context(a_process(seats))[0] == first == str(CORES[0])

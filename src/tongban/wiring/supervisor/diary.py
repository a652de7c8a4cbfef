"""值守日志：同一件事写两处，屏幕上一句话，文件里一行 JSON (what the supervisor did, for people and for programs)."""

import json
import sys
import time
from contextlib import suppress
from pathlib import Path

from tongban.foundation.postgres.embedded import open_log


class Diary:
    """值守日志 (``logs/supervisor.log``)."""

    def __init__(self, file: Path) -> None:
        """写到这个文件。"""
        self._file = file

    def note(self, event: str, sentence: str = "", **facts: object) -> None:
        """记一件事：``event`` 给程序，``sentence`` 给人（空则不上屏）。"""
        line = {"at": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "event": event, **facts}
        with (
            suppress(OSError),
            open_log(self._file) as log,
            open(log, "ab", closefd=False) as file,
        ):
            file.write(json.dumps(line, ensure_ascii=False, default=str).encode() + b"\n")
        if sentence:
            say(f"{time.strftime('%H:%M:%S')} {sentence}")


def say(sentence: str) -> None:
    """对屏幕说一句；没人听（管道已断）也不妨碍值守。"""
    with suppress(OSError, ValueError):
        print(sentence, flush=True)


def complain(sentence: str) -> None:
    """对错误输出说一句。"""
    with suppress(OSError, ValueError):
        print(sentence, file=sys.stderr, flush=True)

"""日志：一行一事的 JSON，不带个人信息 (one JSON line per event, never with personal data).

Only the message, the named extras and the request number are written. A traceback names files and lines, not values.
"""

import json
import logging
import traceback
from datetime import UTC, datetime

import structlog

_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request", "taskName"}


class JsonLines(logging.Formatter):
    """JSON 行：时间、级别、出处、事件、请求编号、附带事实。"""

    def format(self, record: logging.LogRecord) -> str:
        """写一行。"""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": _one_line(record.getMessage()),
            **structlog.contextvars.get_contextvars(),
        }
        line |= {k: _one_line(str(v)) for k, v in vars(record).items() if k not in _STANDARD}
        if record.exc_info and record.exc_info[0] is not None:
            # The exception's own text may quote what somebody typed; its kind and place are enough to find the bug.
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["where"] = [f"{f.filename}:{f.lineno} {f.name}" for f in frames[-12:]]
        return json.dumps(line, ensure_ascii=False)


def _one_line(text: str) -> str:
    return text.replace("\r", "\\r").replace("\n", "\\n")[:2000]

"""体检：进程活着吗、能不能接活、哪里不对该怎么办 (``/healthz``, ``/readyz``, ``tongban doctor``)."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from tongban.foundation import clock
from tongban.foundation.crypto.keyring import KeyRing, Purpose
from tongban.foundation.postgres.server_checks import check_server
from tongban.foundation.word import Word
from tongban.rooms.calendar import queries as calendar
from tongban.rooms.journal import queries as journal
from tongban.rooms.licences import queries as licences

LITTLE_FREE, LEAST_FREE = 0.10, 0.03  # of the disk that holds the data folder
MANY_UNSEALED, MOST_UNSEALED = 1_000, 10_000  # events; a healthy sealer keeps this near zero


class Level(Word):
    """体检的等级：坏了就不能接活（503），该留意的照样接活，但要有人去看。"""

    OK = "ok", "好"
    WARN = "warn", "留意"
    FAIL = "fail", "坏"


GRAVITY = (Level.OK, Level.WARN, Level.FAIL)
Answer = tuple[Level, str]


@dataclass(frozen=True)
class Finding:
    """一项体检：查什么、好不好、说明与对策。"""

    name: str
    level: Level
    says: str


def worst(findings: Iterable[Finding]) -> Level:
    """几项里最重的等级；一项也没有的为好。"""
    return max((f.level for f in findings), key=GRAVITY.index, default=Level.OK)


def healthz(request: HttpRequest) -> HttpResponse:
    """进程活着。"""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """能接活：没有坏的答 200，否则 503；只说项目名和等级，细节看 ``tongban doctor``。"""
    findings = list(examine())
    level = worst(findings)
    told = {"ready": level is not Level.FAIL, "level": level, "checks": {f.name: f.level for f in findings}}
    return JsonResponse(told, status=503 if level is Level.FAIL else 200)


def examine() -> Iterator[Finding]:
    """逐项体检；一项查不了，本身就是一项毛病。"""
    for name, look in EXAMINATIONS.items():
        try:
            level, says = look()
        except (DatabaseError, OSError) as error:
            level, says = Level.FAIL, f"查不了：{type(error).__name__}。请看数据库和数据文件夹是否在。"
        yield Finding(name=name, level=level, says=says)


def _good(healthy: bool, *, otherwise: Level = Level.FAIL) -> Level:
    return Level.OK if healthy else otherwise


def _database() -> Answer:
    connection.ensure_connection()
    problems = check_server(connection.connection)
    return _good(not problems), "；".join(problems) or "连得上，设置合格"


def _tables() -> Answer:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    says = f"还有{len(waiting)}步未迁移，请运行 tongban migrate" if waiting else "表是最新的"
    return _good(not waiting), says


def _disk() -> Answer:
    usage = shutil.disk_usage(settings.HOME)
    share = usage.free / usage.total
    says = f"数据文件夹所在磁盘还剩{share:.0%}，少于一成时请清理或扩容"
    return by_amount(-share, many=-LITTLE_FREE, most=-LEAST_FREE), says


def by_amount(amount: float, *, many: float, most: float) -> Level:
    """越多越坏的量：超过 ``many`` 该留意，超过 ``most`` 就是坏了。"""
    return Level.FAIL if amount > most else Level.WARN if amount > many else Level.OK


def _folders() -> Answer:
    writable = all(os.access(folder, os.W_OK) for folder in (settings.KEYS_DIR, settings.FILES_DIR))
    says = "数据文件夹可写" if writable else f"{settings.HOME} 下的 keys 或 files 不可写，请改正权限"
    return _good(writable), says


def _keys() -> Answer:
    ring = KeyRing(settings.KEYS_DIR)
    missing = [purpose.zh for purpose in Purpose if not ring.keys(purpose)]
    return _good(not missing), f"缺少密钥：{'、'.join(missing)}，请从备份恢复" if missing else "密钥齐全"


def _sealing() -> Answer:
    lag = journal.lag()
    says = f"待封存{lag.unsealed}件；持续增长时请看后台进程是否在运行"
    return by_amount(lag.unsealed, many=MANY_UNSEALED, most=MOST_UNSEALED), says


def _reactions() -> Answer:
    """A reaction that is tried again holds up nobody at the doors."""
    failing = journal.lag().failing
    told = "；".join(f"{name}：{why}" for name, why in failing.items())
    says = f"有反应在重试：{told}" if failing else "各室消息传递正常"
    return _good(not failing, otherwise=Level.WARN), says


def _calendar() -> Answer:
    return calendar_on(at=clock.now())


def calendar_on(*, at: datetime) -> Answer:
    """工作日历：缺今年的数不了期限，是坏；缺下一年的只能估算，该留意。"""
    known, says = calendar.alarm(at=at)
    whole = not calendar.coverage(at=at).missing
    return _good(whole, otherwise=Level.WARN if known else Level.FAIL), says


def _licences() -> Answer:
    """A licence that waits is for somebody to look at; all others go out."""
    none_waits, says = licences.alarm()
    return _good(none_waits, otherwise=Level.WARN), says


EXAMINATIONS: dict[str, Callable[[], Answer]] = {
    "database": _database,
    "tables": _tables,
    "disk": _disk,
    "folders": _folders,
    "keys": _keys,
    "sealing": _sealing,
    "reactions": _reactions,
    "calendar": _calendar,
    "licences": _licences,
}

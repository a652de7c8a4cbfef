"""体检：进程活着吗、能不能接活、哪里不对该怎么办 (``/healthz``, ``/readyz``, ``tongban doctor``)."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from tongban.foundation import clock
from tongban.foundation.crypto.keyring import KeyRing, Purpose
from tongban.foundation.postgres.server_checks import check_server
from tongban.rooms.calendar import queries as calendar
from tongban.rooms.journal import queries as journal
from tongban.rooms.licences import queries as licences

LEAST_FREE = 0.10  # of the disk that holds the data folder
MOST_UNSEALED = 10_000  # events; a healthy sealer keeps this near zero


@dataclass(frozen=True)
class Finding:
    """一项体检：查什么、好不好、说明与对策。"""

    name: str
    healthy: bool
    says: str


def healthz(request: HttpRequest) -> HttpResponse:
    """进程活着。"""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """能接活：全部体检通过答 200，否则 503；只说项目名，细节看 ``tongban doctor``。"""
    findings = list(examine())
    ready = all(f.healthy for f in findings)
    return JsonResponse(
        {"ready": ready, "checks": {f.name: f.healthy for f in findings}}, status=200 if ready else 503
    )


def examine() -> Iterator[Finding]:
    """逐项体检；一项查不了，本身就是一项毛病。"""
    for name, look in EXAMINATIONS.items():
        try:
            healthy, says = look()
        except (DatabaseError, OSError) as error:
            healthy, says = False, f"查不了：{type(error).__name__}。请看数据库和数据文件夹是否在。"
        yield Finding(name=name, healthy=healthy, says=says)


def _database() -> tuple[bool, str]:
    connection.ensure_connection()
    problems = check_server(connection.connection)
    return not problems, "；".join(problems) or "连得上，设置合格"


def _tables() -> tuple[bool, str]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not waiting, f"还有{len(waiting)}步未迁移，请运行 tongban migrate" if waiting else "表是最新的"


def _disk() -> tuple[bool, str]:
    usage = shutil.disk_usage(settings.HOME)
    share = usage.free / usage.total
    return share >= LEAST_FREE, f"数据文件夹所在磁盘还剩{share:.0%}，少于一成时请清理或扩容"


def _folders() -> tuple[bool, str]:
    writable = all(os.access(folder, os.W_OK) for folder in (settings.KEYS_DIR, settings.FILES_DIR))
    return (
        writable,
        "数据文件夹可写" if writable else f"{settings.HOME} 下的 keys 或 files 不可写，请改正权限",
    )


def _keys() -> tuple[bool, str]:
    ring = KeyRing(settings.KEYS_DIR)
    missing = [purpose.zh for purpose in Purpose if not ring.keys(purpose)]
    return not missing, f"缺少密钥：{'、'.join(missing)}，请从备份恢复" if missing else "密钥齐全"


def _sealing() -> tuple[bool, str]:
    lag = journal.lag()
    return lag.unsealed <= MOST_UNSEALED, f"待封存{lag.unsealed}件；持续增长时请看后台进程是否在运行"


def _reactions() -> tuple[bool, str]:
    failing = journal.lag().failing
    told = "；".join(f"{name}：{why}" for name, why in failing.items())
    return not failing, f"有反应在重试：{told}" if failing else "各室消息传递正常"


def _calendar() -> tuple[bool, str]:
    return calendar.alarm(at=clock.now())


def _licences() -> tuple[bool, str]:
    return licences.alarm()


EXAMINATIONS: dict[str, Callable[[], tuple[bool, str]]] = {
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

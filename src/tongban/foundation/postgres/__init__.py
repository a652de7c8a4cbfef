"""自带的数据库：由随附的 PostgreSQL 程序建库、启动、停止、恢复 (our own launcher; no TCP, 0700 socket, checksums)."""

from tongban.foundation.postgres.embedded import Server, running_server, testing_server
from tongban.foundation.postgres.server_checks import check_server

__all__ = ["Server", "check_server", "running_server", "testing_server"]

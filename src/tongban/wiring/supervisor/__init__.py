"""值守：一个主进程管着数据库、网站和后台，谁倒下就扶起谁 (one process owns PostgreSQL, web and worker)."""

from tongban.wiring.supervisor.run import down, up

__all__ = ["down", "up"]

"""启动与停止：``tongban up`` 值守到有人按 Ctrl-C，``tongban down`` 请它停下。"""

from tongban.wiring import supervisor
from tongban.wiring.commands import command


@command(
    "up",
    "启动数据库、网站和后台，值守到按 Ctrl-C (PORT, HOST, TONGBAN_HOME, DATABASE_URL)",
    needs_django=False,
)
def up(arguments: list[str]) -> int:
    """启动并值守。"""
    return supervisor.up()


@command("down", "停止正在运行的通办", needs_django=False)
def down(arguments: list[str]) -> int:
    """请正在运行的停下。"""
    return supervisor.down()

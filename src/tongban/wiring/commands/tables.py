"""建表：迁移数据库，并把出错的服务器设置说清楚。"""

from django.core.management import call_command

from tongban.foundation import database
from tongban.wiring.commands import command


@command("migrate", "建立或更新数据库的表 (as owner of the database)")
def migrate(arguments: list[str]) -> int:
    """建表：以所有者身份迁移，之后授权给应用角色。"""
    database.stay_owner()
    call_command("migrate", *arguments, interactive=False, verbosity=0)
    return 0


@command("manage", "Django 自带的管理命令，供开发使用")
def manage(arguments: list[str]) -> int:
    """转交 Django。"""
    from django.core.management import execute_from_command_line

    database.stay_owner()
    execute_from_command_line(["tongban manage", *arguments])
    return 0

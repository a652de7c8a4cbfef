"""自带数据库的拒绝 (refusals of the embedded PostgreSQL), for the person who starts it."""

from tongban.foundation.refusal import Refusal


class NoServerFiles(Refusal):
    """没有数据库程序：随附的 PostgreSQL 不在，或不适合这台机器。"""

    code = "postgres.no_server_files"
    says = "没有找到随附的 PostgreSQL 程序。 The PostgreSQL that comes with Tongban was not found."
    next_step = (
        "请运行 make run 重新安装，或用 DATABASE_URL 指定一个 PostgreSQL 15 以上的服务器。"
        " Run make run again, or name a PostgreSQL 15+ server with DATABASE_URL."
    )


class NoAccount(Refusal):
    """没有账号：以 root 运行时，数据库需要一个普通系统账号。"""

    code = "postgres.no_account"
    says = (
        "以 root 运行时数据库需要系统账号 tongban，但无法建立。"
        " As root the database needs a system account tongban, which could not be made."
    )
    next_step = (
        "请先运行 useradd --system tongban，或改用普通账号。"
        " Run useradd --system tongban, or use an ordinary account."
    )


class OtherVersion(Refusal):
    """版本不同：数据由另一个 PostgreSQL 大版本写成。"""

    code = "postgres.other_version"
    says = (
        "数据文件夹 {folder} 由 PostgreSQL {found} 写成，本程序随附的是 {ours}。"
        " The data in {folder} was written by PostgreSQL {found}; this one is {ours}."
    )
    next_step = (
        "请用原版本导出后再导入，数据未作任何改动。"
        " Export it with the version that wrote it and import it here; nothing was changed."
    )


class WouldNotStart(Refusal):
    """不能启动：数据库报错退出，附最后几行日志。"""

    code = "postgres.would_not_start"
    says = "数据库未能启动：{why} The database did not start."
    next_step = "详情见日志 {log}。 The whole log is in {log}."

"""后台进程：封存、传递、定时工作。"""

from tongban.wiring.commands import command


@command("work", "运行后台进程：封存事件、传递消息、按时办事")
def work(arguments: list[str]) -> int:
    """后台进程，直到被叫停。"""
    from tongban.wiring.worker import Worker

    return Worker().run()

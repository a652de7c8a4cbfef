"""演示命令。"""

from django.conf import settings

from tongban.foundation import clock
from tongban.wiring.commands import command


@command("demo", "装入演示区 X区（990102）；装两次等于装一次")
def demo(arguments: list[str]) -> int:
    """装入演示区；正式环境（TONGBAN_DEMO=0）什么也不装。"""
    from tongban.wiring.demo import accounts, load

    if settings.DEMO:
        load(at=clock.now())
        if "--quiet" not in arguments:
            print("\n".join(accounts()))
    return 0

"""make run：备好环境，然后启动 (prepare the environment, then become ``tongban up``)."""

import os
import sys

from environment import CLONE, PYTHON, SetupFailed, enough_space, prepare


def main() -> int:
    """备好环境，再换成 ``tongban up`` 这个进程，Ctrl-C 因此直接到它。"""
    try:
        enough_space()
        prepare(dev=False)
    except SetupFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n安装已中断，再运行一次会接着做。 Interrupted; run it again to go on.", file=sys.stderr)
        return 130
    os.chdir(CLONE)
    os.execv(PYTHON, [str(PYTHON), "-m", "tongban.wiring.cli", "up", *sys.argv[1:]])  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    sys.exit(main())

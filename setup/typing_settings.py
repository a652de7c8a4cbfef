"""Settings for the type checker: the real ones on a throw-away home, so that checking types makes no keys and no database."""

import atexit
import os
import tempfile

_home = tempfile.TemporaryDirectory(prefix="tongban-types-", ignore_cleanup_errors=True)
atexit.register(_home.cleanup)
os.environ["TONGBAN_HOME"] = _home.name
os.environ.setdefault("DATABASE_URL", "postgresql:///unused")

from tongban.wiring.settings import *  # noqa: E402, F403

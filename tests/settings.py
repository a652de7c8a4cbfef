"""测试的设置：真的数据库、临时的数据文件夹，其余与正式运行相同 (the real settings on a throw-away home and server).

Without DATABASE_URL one embedded server is started for the whole run; parallel workers inherit its address.
"""

import atexit
import os
import tempfile
from contextlib import ExitStack

_stack = ExitStack()
atexit.register(_stack.close)

if "TONGBAN_TEST_HOME" not in os.environ:
    os.environ["TONGBAN_TEST_HOME"] = _stack.enter_context(
        tempfile.TemporaryDirectory(prefix="tongban-test-", ignore_cleanup_errors=True)
    )
    if not os.environ.get("DATABASE_URL"):
        from tongban.foundation.postgres import testing_server

        os.environ["DATABASE_URL"] = _stack.enter_context(testing_server())
os.environ["TONGBAN_HOME"] = os.environ["TONGBAN_TEST_HOME"]

from tongban.foundation import database  # noqa: E402

database.stay_owner()  # until the test database stands: tests/conftest.py steps down

from tongban.wiring.settings import *  # noqa: E402, F403
from tongban.wiring.settings import DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
DATABASES["default"]["CONN_MAX_AGE"] = 0

"""全体测试共用：数据库由所有者建，测试以应用角色跑 (tables are made by the owner; tests run as the application's role)."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as trials

from tests import emptying
from tests.doors import browser as chromium
from tongban.foundation import clock, database, lending

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"

# Two processes of tests and their browsers share two cores: how long a made-up example takes says nothing about the code.
trials.register_profile("shared", trials.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
trials.load_profile("shared")

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="reads ../shared, which is not beside this clone"
)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """From here on, tests have no more rights than the product."""
    with django_db_blocker.unblock():
        database.step_down()
    yield
    with django_db_blocker.unblock():
        database.stay_owner()
        connection.close()
        lending.close_all()


TransactionTestCase._fixture_teardown = lambda self: emptying.empty()


@pytest.fixture(autouse=True)
def nobody_has_just_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every act calls the sealer, so that the number of its statements does not hang on the moment."""
    monkeypatch.setattr(database, "CALL_AGAIN_AFTER", 0.0)


@pytest.fixture(autouse=True)
def fresh_clock() -> Iterator[None]:
    clock.forget()
    yield
    clock.forget()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, or a skip that says what is missing."""
    if not chromium.executable():
        pytest.skip("Chromium is not installed (apt-get install chromium fonts-noto-cjk)")
    with chromium.chromium() as one:
        yield one


@pytest.fixture
def visitor(browser: Any, live_server: Any) -> Iterator[Callable[..., chromium.Visit]]:
    """``visitor(size=…, javascript=…)`` opens a fresh visitor on the live server."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(
            chromium.visit(browser, origin=live_server.url, **options)
        )

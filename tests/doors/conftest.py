"""Shared by the browser tests: one Chromium for the session, visitors on a live server."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.doors import browser as chromium


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

"""Shared by the journeys: the browser of the door tests, on a site that knows its own address."""

from typing import Any

import pytest

from tests.doors.conftest import browser, visitor

__all__ = ["browser", "visitor"]


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """The live site; what it prints into codes and letters leads back to it."""
    settings.SITE_ADDRESS = live_server.url
    return str(live_server.url)

"""Shared by the journeys: a site that knows its own address."""

from typing import Any

import pytest


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """The live site; what it prints into codes and letters leads back to it."""
    settings.SITE_ADDRESS = live_server.url
    return str(live_server.url)

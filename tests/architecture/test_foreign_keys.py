"""Foreign keys across rooms only point down; the order of the floors is read from the contract itself."""

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from importlinter.api import read_configuration

from tests.architecture.sources import hold
from tests.conftest import REPOSITORY


def floors() -> dict[str, int]:
    """The height of each room: 0 is the lowest floor."""
    contracts = read_configuration(str(REPOSITORY / ".importlinter"))["contracts_options"]
    layers = next(c["layers"] for c in contracts if c["id"] == "rooms")
    storeys = [[room.strip(" ()") for room in layer.split("|")] for layer in layers]
    return {room: height for height, rooms in enumerate(reversed(storeys)) for room in rooms}


def room_of(model: type[models.Model]) -> str:
    """The room whose table this is, or nothing."""
    parts = model.__module__.split(".")
    return parts[2] if parts[:2] == ["tongban", "rooms"] else ""


def upward_keys(tables: Iterable[type[models.Model]], heights: dict[str, int]) -> list[str]:
    """Foreign keys that point sideways or up, and keys of the foundation that point into a room."""
    keys = [
        (t, f)
        for t in tables
        for f in t._meta.get_fields()
        if f.is_relation and getattr(f, "remote_field", None)
    ]
    return [
        f"{table.__name__}.{key.name} points from {room_of(table) or 'the foundation'} to {room_of(key.related_model)}"
        for table, key in keys
        if not key.auto_created
        and room_of(key.related_model) not in ("", room_of(table))
        and heights[room_of(key.related_model)] >= heights.get(room_of(table), -1)
    ]


def test_foreign_keys_only_point_down() -> None:
    own = [m for m in apps.get_models() if m.__module__.startswith("tongban.")]
    hold(upward_keys(own, floors()))


def test_the_floors_are_those_of_the_picture() -> None:
    heights = floors()
    assert heights["journal"] == 0
    assert (
        heights["people"]
        == heights["organisation"]
        < heights["catalogue"]
        < heights["cases"]
        < heights["insight"]
    )


@pytest.mark.parametrize(
    ("above", "below", "caught"),
    [
        ("calendar", "cases", 1),
        ("people", "organisation", 1),
        ("cases", "people", 0),
        ("cases", "cases", 0),
        ("", "journal", 1),
    ],
)
@isolate_apps("tongban.wiring")
def test_a_key_that_points_up_is_caught(above: str, below: str, caught: int) -> None:
    def module(room: str) -> str:
        return f"tongban.rooms.{room}.models" if room else "tongban.foundation.accounts.models"

    class Target(models.Model):
        __module__ = module(below)

        class Meta:
            app_label = "wiring"

    class Pointer(models.Model):
        __module__ = module(above)
        target = models.ForeignKey(Target, on_delete=models.PROTECT)

        class Meta:
            app_label = "wiring"

    assert len(upward_keys([Pointer, Target], floors())) == caught

"""机构的表 (and the constraints that hold 三员 apart)."""

from tongban.rooms.organisation.models.places import Department, Hall, Office, Region, Window, Zone
from tongban.rooms.organisation.models.posts import Holding, Officer, Post, Relocation

__all__ = [
    "Department",
    "Hall",
    "Holding",
    "Office",
    "Officer",
    "Post",
    "Region",
    "Relocation",
    "Window",
    "Zone",
]

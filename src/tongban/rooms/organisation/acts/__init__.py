"""机构的办理：设立、开放、任免、启停，和一次装入一整套 (one function per act; see the modules)."""

from tongban.rooms.organisation.acts.establishing import (
    create_post,
    establish_department,
    establish_office,
    establish_region,
    open_hall,
    open_window,
    replace_region,
)
from tongban.rooms.organisation.acts.loading import load_organisation
from tongban.rooms.organisation.acts.moving import move_officer, note_earlier_move
from tongban.rooms.organisation.acts.staffing import (
    appoint,
    disable_officer,
    enable_officer,
    register_officer,
    relieve,
)

__all__ = [
    "appoint",
    "create_post",
    "disable_officer",
    "enable_officer",
    "establish_department",
    "establish_office",
    "establish_region",
    "load_organisation",
    "move_officer",
    "note_earlier_move",
    "open_hall",
    "open_window",
    "register_officer",
    "relieve",
    "replace_region",
]

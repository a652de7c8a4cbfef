"""证照的办理：制证、亮证、核验、加注副本、变动状态 (one function per act)."""

from tongban.rooms.licences.acts.copying import copy_for_purpose
from tongban.rooms.licences.acts.issuing import issue
from tongban.rooms.licences.acts.presenting import show_code, verify, verify_shown
from tongban.rooms.licences.acts.standing import change_status

__all__ = ["change_status", "copy_for_purpose", "issue", "show_code", "verify", "verify_shown"]

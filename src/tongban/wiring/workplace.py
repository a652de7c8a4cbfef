"""工作处：工作人员进得去的几扇门（工作台、后台、看板），和登录后先到的那一扇，都照授权总表说."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongban.rooms.organisation.words import Officer
from tongban.wiring.manifest import CASEWORK, Answer, Principal, Who, answer

_DOORS: tuple[tuple[str, str | Promise], ...] = (
    ("desk:home", _("工作台")),
    ("backstage:home", _("后台")),
    ("board:home", _("看板")),
)


@dataclass(frozen=True)
class Workplace:
    """一扇进得去的门：网址、名称."""

    url: str
    name: str | Promise


def workplaces(officer: Officer | None) -> tuple[Workplace, ...]:
    """这位工作人员进得去的；登录后先到的在最前：办件岗位先到工作台，编事项、管系统的到后台，其余到看板."""
    if officer is None:
        return ()
    open_doors = [(name, text) for name, text in _DOORS if _opens(name, officer)]
    if not officer.roles & CASEWORK:  # nothing lies on their desk; who has no other door is told so there
        open_doors = [door for door in open_doors if door[0] != "desk:home"] or open_doors
    return tuple(Workplace(reverse(name), text) for name, text in open_doors)


def _opens(name: str, officer: Officer) -> bool:
    who: frozenset[Who] = frozenset({Principal.ACCOUNT, Principal.OFFICER, *officer.roles})
    return answer(name, who=who) is Answer.ALLOW

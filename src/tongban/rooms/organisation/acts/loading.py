"""成套装入：一个事务里补齐还没有的，已有的不动；装两次等于装一次。"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection

from tongban.rooms.journal import acts as journal
from tongban.rooms.organisation import models
from tongban.rooms.organisation.acts import steps
from tongban.rooms.organisation.acts.one_act import one_act
from tongban.rooms.organisation.events import OrganisationLoaded
from tongban.rooms.organisation.words import Actor, Appointment, Organisation

LOADING_LOCK = 7_201_011  # any number nobody else uses for an advisory lock
Key = Callable[[Any], object]


def load_organisation(
    *, facts: Organisation, password: str | None, by: Actor, at: datetime
) -> OrganisationLoaded | None:
    """装入一整套机构：按代号补齐，已有的不动；没有新增则无事发生 (None).

    ``password`` is the demonstration password of every new account; None leaves them without one.
    Refuses: as the single acts do; then nothing at all is loaded.
    """
    password_hash = make_password(password)
    with one_act():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING_LOCK])
        told = _load(facts, {"by": by, "at": at}, password_hash)
        if not any(told.values()):
            return None
        event = OrganisationLoaded(**told, by=by.actor, at=at)
        journal.witness(event)
    return event


def _load(facts: Organisation, who: dict[str, Any], password_hash: str) -> dict[str, int]:
    """Every kind in the order in which one needs the other; answers how many of each were new."""
    officer = partial(steps.officer, password_hash=password_hash)
    there = _there()
    plan: list[tuple[str, Key, Callable[..., object]]] = [
        ("regions", lambda f: f.code, steps.region),
        ("departments", lambda f: f.code, steps.department),
        ("offices", lambda f: (f.department, f.name), steps.office),
        ("halls", lambda f: f.code, steps.hall),
        ("windows", lambda f: (f.hall, f.number), steps.window),
        ("posts", lambda f: f.code, steps.post),
        ("officers", lambda f: f.staff_no, officer),
        ("appointments", lambda f: (f.staff_no, f.post), _appointed),
    ]
    told = {}
    for name, key, step in plan:
        fresh = [each for each in getattr(facts, name) if key(each) not in there[name]]
        for each in fresh:
            step(each, **who)
        told[name] = len(fresh)
    return told


def _there() -> dict[str, set[Any]]:
    """What exists already, by key. Whoever was relieved stays relieved: past holdings count."""
    halls, windows, holdings = models.Hall.objects, models.Window.objects, models.Holding.objects
    return {
        "regions": set(models.Region.objects.values_list("code", flat=True)),
        "departments": set(models.Department.objects.values_list("code", flat=True)),
        "offices": set(models.Office.objects.values_list("department__code", "name")),
        "halls": set(halls.values_list("code", flat=True)),
        "windows": set(windows.values_list("hall__code", "number")),
        "posts": set(models.Post.objects.values_list("code", flat=True)),
        "officers": set(models.Officer.objects.values_list("staff_no", flat=True)),
        "appointments": set(holdings.values_list("officer__staff_no", "post__code")),
    }


def _appointed(each: Appointment, *, by: Actor, at: datetime) -> object:
    return steps.appointment(staff_no=each.staff_no, post=each.post, by=by, at=at)

"""A version's life for tests: two catalogue administrators, and a version brought to any stage."""

from datetime import datetime, timedelta
from typing import Any

from tests.factories.catalogue import AT, BY, FOOD, content
from tests.factories.organisation import holder
from tongban.rooms.catalogue import acts, models
from tongban.rooms.catalogue.words import Reason, Stage
from tongban.rooms.organisation.words import Role

COMPILER = holder(Role.CATALOGUE_ADMIN, id=11)
CHECKER = holder(Role.CATALOGUE_ADMIN, id=12)
STRANGER = holder(Role.CATALOGUE_ADMIN, id=13, departments=frozenset({"fire"}))
SHORT_FLOW = [step | {"days": 0} for step in content()["handle_flow"]]
REASONS = [Reason("promise_day", "承诺时限与窗口公示的不一致")]


def later(minutes: int = 1) -> datetime:
    return AT + timedelta(minutes=minutes)


def published(**changes: Any) -> int:
    """The food licence, published as shipped; its version's number in the database."""
    event = acts.publish(content=content(**changes), by=BY, at=AT)
    assert event is not None
    return event.version_id


def brought_to(stage: Stage, **changes: Any) -> str:
    """A second version of the food licence at this stage; its key. ``changes`` go into its content."""
    uid = acts.start_revision(item_code=FOOD, by=COMPILER, at=AT).version_uid
    revision = 1
    if changes:
        saved = acts.change_revision(version_uid=uid, based_on=1, changes=changes, by=COMPILER, at=AT)
        revision = saved.revision if saved else 1
    if stage is not Stage.DRAFT:
        acts.submit_for_review(version_uid=uid, based_on=revision, by=COMPILER, at=AT)
    if stage is Stage.SENT_BACK:
        acts.send_back(version_uid=uid, reasons=REASONS, by=CHECKER, at=AT)
    if stage in (Stage.PASSED, Stage.PUBLISHED):
        acts.pass_review(version_uid=uid, by=CHECKER, at=AT)
    if stage is Stage.PUBLISHED:
        acts.publish_version(version_uid=uid, by=COMPILER, at=AT)
    return uid


def version(uid: str) -> models.ItemVersion:
    return models.ItemVersion.objects.select_related("item").get(uid=uid)

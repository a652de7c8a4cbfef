"""变动状态：暂扣、撤销、吊销、注销等，按唯一的一张表 (the law's acts on an issued licence; who may is in the rules)."""

from datetime import datetime

from django.db import transaction

from tongban.rooms.journal import acts as journal
from tongban.rooms.licences.events import LicenceStatusChanged
from tongban.rooms.licences.models import Licence
from tongban.rooms.licences.rules import standing
from tongban.rooms.licences.words import LicenceStatus
from tongban.rooms.organisation.words import Officer


def change_status(
    *, uid: str, to: LicenceStatus, ground: str, by: Officer, at: datetime
) -> LicenceStatusChanged:
    """变动证照状态。 Refuses as ``rules.standing.change_status`` refuses; NoSuchLicence."""
    with transaction.atomic(durable=True):
        licence = Licence.locked(uid)
        event = standing.change_status(licence.facts(), to=to, ground=ground, by=by, at=at)
        licence.record_status_changed(event)
        journal.witness(event)
    return event

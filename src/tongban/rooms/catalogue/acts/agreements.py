"""提前终止通办协议：写明最后一天和理由，次日起不再有效；公布的原文不动。"""

from datetime import datetime

from django.db import transaction

from tongban.rooms.catalogue import events, models
from tongban.rooms.catalogue.errors import AgreementNotEnding, NoSuchList
from tongban.rooms.catalogue.rules import list_drafts as rules
from tongban.rooms.catalogue.words import BookKind, Ending, ListKind
from tongban.rooms.journal import acts as journal
from tongban.rooms.organisation.words import Actor


def end_agreement(
    *, region: str, number: int, ending: Ending, by: Actor, at: datetime
) -> events.AgreementEnded:
    """提前终止一份协议。 Refuses: NotYourItem, NoSuchList, AgreementNotEnding."""
    with transaction.atomic(durable=True):
        rules.manages(BookKind.AGREEMENT, region=region, by=by)
        models.Item.hold()
        rows = models.ListDocument.objects.filter(region=region, kind=ListKind.AGREEMENT.value, number=number)
        row = rows.select_related("agreement").first()
        if row is None:
            raise NoSuchList
        if models.AgreementEnding.objects.filter(agreement=row.agreement).exists():
            raise AgreementNotEnding(why="已经终止过")
        event = rules.end_agreement(row.head, row.agreement.terms, ending, by=by.actor, at=at)
        models.AgreementEnding.record(row.agreement, event)
        journal.witness(event)
    return event

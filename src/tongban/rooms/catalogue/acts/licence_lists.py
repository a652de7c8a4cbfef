"""公布行政许可事项清单：整版公布，公布了就不再改；要改就公布下一版。"""

from datetime import datetime

from django.db import transaction

from tongban.rooms.catalogue import models
from tongban.rooms.catalogue.errors import LicenceListInvalid
from tongban.rooms.catalogue.events import LicenceListPublished
from tongban.rooms.catalogue.queries.licence_lists import known_departments, latest, with_document
from tongban.rooms.catalogue.rules import licence_list as rules
from tongban.rooms.catalogue.words import LicenceList
from tongban.rooms.journal import acts as journal


def publish_licence_list(*, given: LicenceList, by: str, at: datetime) -> LicenceListPublished | None:
    """公布清单：同一文号、同样内容再来一次什么也不做 (None)，同一文号内容不同的不行。

    Law: 国办发〔2022〕2号.
    Refuses: LicenceListInvalid.
    """
    with transaction.atomic(durable=True):
        models.Item.hold()
        if standing := with_document(region=given.region, document_no=given.document_no):
            _refuse_different(standing, given)
            return None
        event = put_licence_list(given, by=by, at=at)
        journal.witness(event)
    return event


def put_licence_list(given: LicenceList, *, by: str, at: datetime) -> LicenceListPublished:
    """照规则看过，写下下一版；放在办事的函数的事务里。 Refuses: LicenceListInvalid."""
    numbered, event = rules.publish_licence_list(given, standing=_standing(given.region), by=by, at=at)
    models.PublishedLicenceList.record(numbered, by=by, at=at)
    return event


def _standing(region: str) -> rules.Standing:
    earlier = latest(region=region)
    on_last = earlier.numbers if earlier else frozenset()
    ever = models.ever_listed(region)
    return rules.Standing(
        earlier=earlier,
        retired={no: name for no, name in ever.items() if no not in on_last},
        departments=known_departments(region=region),
    )


def _refuse_different(standing: LicenceList, given: LicenceList) -> None:
    if (standing.effective_on, standing.entries) != (given.effective_on, given.entries):
        raise LicenceListInvalid(why=f"文号{given.document_no}已经公布过，内容与这一份不同")

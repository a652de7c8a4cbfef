"""证照测试用的准予办件和证照，全在不存在的 X 区。"""

from datetime import date, datetime
from itertools import count
from typing import Any

from tests.factories.catalogue import content
from tongban.foundation.clock import SHANGHAI
from tongban.rooms.catalogue import acts as catalogue
from tongban.rooms.catalogue import queries
from tongban.rooms.catalogue.models import Item
from tongban.rooms.licences import acts
from tongban.rooms.licences.events import LicenceIssued
from tongban.rooms.licences.words import GrantedCase
from tongban.rooms.people.words import Acting, Applicant, Capacity, HolderKind

AT = datetime(2026, 3, 11, 9, 30, tzinfo=SHANGHAI)
ON = date(2026, 3, 11)
WANG = Applicant(id=7, kind=HolderKind.NATURAL, display_name_masked="王*")
LI = Applicant(id=8, kind=HolderKind.NATURAL, display_name_masked="李*敏")
FIRM = Applicant(id=3, kind=HolderKind.ENTERPRISE, display_name_masked="X区春山餐饮有限公司")
CLERK_OF_FIRM = Acting(agent=WANG, principal=FIRM, capacity=Capacity.LEGAL_REPRESENTATIVE)
_serial = count(1)


def version_of(key: str = "food_service_licence") -> int:
    """The item's published version; published once."""
    told = content(key)
    catalogue.publish(content=told, by="officer:1", at=AT)
    return int(Item.objects.values_list("current_version_id", flat=True).get(code=told["task_handle_item"]))


def a_granted_case(
    key: str = "food_service_licence", *, holder: Applicant = FIRM, **changes: Any
) -> GrantedCase:
    """A granted case of an item, filled in with the item's own example."""
    version = queries.version(version_id=version_of(key))
    example: dict[str, Any] = version.example
    form = queries.check_form(version, example["form"] | changes.pop("form", {}), example["answers"]).values
    facts: dict[str, Any] = {
        "case_no": f"11990102MB0000019H20260311{next(_serial):05d}",
        "version_id": version.id,
        "applicant": holder.ref,
        "applicant_masked": holder.display_name_masked,
        "decided_on": ON,
        "form": form,
        "answers": example["answers"],
    }
    return GrantedCase(**{**facts, **changes})


def a_licence(
    key: str = "food_service_licence", *, holder: Applicant = FIRM, **changes: Any
) -> LicenceIssued:
    """A licence, made as the reaction makes it."""
    (made, *_) = acts.issue(granted=a_granted_case(key, holder=holder, **changes), at=AT)
    return made

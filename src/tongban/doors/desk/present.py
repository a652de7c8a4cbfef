"""窗口前的人：正在给谁办、替哪家单位办，记在会话里，网址里没有任何个人信息 (who stands at the window)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from tongban.rooms.people import queries as people
from tongban.rooms.people.queries import LegalPersonRecord, PersonRecord
from tongban.rooms.people.words import Acting, Applicant, Capacity, Party

PERSON, FIRM = "counter_person", "counter_firm"


@dataclass(frozen=True)
class Present:
    """窗口前的人（各项已遮）和他替着办的单位。"""

    person: PersonRecord
    firm: LegalPersonRecord | None

    @property
    def citizen(self) -> Applicant | Acting:
        """交给办件室的申请人：本人，或者替单位办的经办人。"""
        himself = people.applicant(party=Party.person(self.person.id))
        if self.firm is None:
            return himself
        principal = people.applicant(party=Party.legal_person(self.firm.id))
        return Acting(agent=himself, principal=principal, capacity=self.capacity)

    @property
    def capacity(self) -> Capacity:
        """以什么身份：法定代表人，或者持书面委托的经办人（委托书是材料，窗口核对）。"""
        if self.firm is None:
            return Capacity.SELF
        represents = self.firm.legal_representative_id == self.person.id
        return Capacity.LEGAL_REPRESENTATIVE if represents else Capacity.HANDLER

    def prefill(self, known: Mapping[str, str]) -> dict[str, str]:
        """预填用的资料：窗口前的人既是经办人；替单位办的，本人不是申请人。"""
        agent = {
            key.replace("person.", "agent.", 1): value
            for key, value in known.items()
            if key.startswith("person.")
        }
        if self.firm is None:
            return {**known, **agent}
        firm = {key: value for key, value in known.items() if key.startswith("enterprise.")}
        firm["enterprise.legal_person_name"] = known.get("enterprise.legal_representative", "")
        if self.capacity is Capacity.LEGAL_REPRESENTATIVE:
            firm["enterprise.legal_person_id_no"] = known.get("person.id_no", "")
        return firm | agent

    @property
    def is_verified(self) -> bool:
        """实名核验过。"""
        return self.person.verified_at is not None


def present(request: HttpRequest) -> Present | None:
    """窗口前现在是谁；没有人为空。"""
    person_id = request.session.get(PERSON)
    if person_id is None:
        return None
    firm_id = request.session.get(FIRM)
    return Present(
        person=people.person(person_id=person_id),
        firm=None if firm_id is None else people.legal_person(legal_person_id=firm_id),
    )


def welcome(request: HttpRequest, *, person_id: int | None = None, firm_id: int | None = None) -> None:
    """换人即换单位：来了一个人，或者报了一家单位。"""
    if person_id is not None:
        request.session[PERSON] = person_id
        request.session.pop(FIRM, None)
    if firm_id is not None:
        request.session[FIRM] = firm_id


def farewell(request: HttpRequest) -> None:
    """办完了，请下一位。"""
    request.session.pop(PERSON, None)
    request.session.pop(FIRM, None)

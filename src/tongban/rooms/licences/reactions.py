"""证照室的反应：听到准予就制证 (delivered perhaps twice, made once)."""

from tongban.rooms.cases.events import CaseGranted
from tongban.rooms.journal.events import hears
from tongban.rooms.licences.acts.for_case import issue_for_case


@hears(CaseGranted)
def issue_licence(event: CaseGranted) -> None:
    """制证：办件准予之后，制发事项规定的证照。"""
    issue_for_case(case_no=event.case_no, conditions=event.conditions, at=event.at)

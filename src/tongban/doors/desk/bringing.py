"""窗口收补正材料：开一份补正，收下勾到的纸质和传上来的文件，一并交上 (supplements brought to the window)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from tongban.rooms.cases import acts as cases
from tongban.rooms.cases import events
from tongban.rooms.organisation.words import Officer


def bring(
    *, case_no: str, by: Officer, papers: Iterable[str], files: Mapping[str, Any], at: datetime
) -> events.CaseSupplemented:
    """收下补正：``papers`` 是收到纸质的材料代号，``files`` 是代号到文件。 Refuses as ``cases.supplement`` refuses."""
    uid = cases.start_supplement(case_no=case_no, by=by, at=at)
    for key in papers:
        cases.hand_in_paper(draft_uid=uid, by=by, key=key, at=at)
    for key, file in files.items():
        upload = cases.Upload(source=file, name=file.name)
        cases.add_file(draft_uid=uid, by=by, key=key, file=upload, at=at)
    return cases.supplement(case_no=case_no, by=by, at=at)

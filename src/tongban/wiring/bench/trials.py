"""量什么：收件、申请人看自己的办件、工作人员看办件页 (each prints the same keys; docs/performance.md says how to read them)."""

import os
import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from itertools import cycle

from django.db import connection

from tongban.foundation.http.visitor import Visitor
from tongban.wiring.bench import drafts, pgbench
from tongban.wiring.bench.drafts import Prepared
from tongban.wiring.bench.installation import Installation, installation
from tongban.wiring.bench.load import Visit, drive
from tongban.wiring.bench.spending import Meter, each_ms, yardstick_ms

Result = dict[str, float | int | str]
MOST_PER_SECOND = 500
"""备多少份：收件再快也够用。"""
WARM_UP = 2.0
CASES_TO_READ = 400
PGBENCH_SECONDS = 8
INTAKE_OFFICER = "99010200001"


def intake(*, seconds: int, clients: int) -> Result:
    """收件：每件一次提交表单，登录、跨站令牌、规则、加密、留痕、封存都开着。"""
    with installation() as made:
        count = int((seconds + WARM_UP) * MOST_PER_SECOND)
        mine = _by_login(drafts.prepare(made=made, count=count, people=clients))
        _connect(made)
        visits = [_submissions(made.visitor(login=login), papers) for login, papers in mine.items()]
        found = _metered(made, visits, seconds=seconds)
        script = pgbench.writes(case_no=_last_case())
        alone = pgbench.run(script, url=made.url, clients=clients, seconds=PGBENCH_SECONDS)
    return _result("POST /apply/<uid>/submit", found, alone)


def case_page(*, seconds: int, clients: int) -> Result:
    """办件页（申请人）：已登录的申请人看自己的办件。"""
    return _read("GET /my/cases/<case_no>", _own_pages, seconds=seconds, clients=clients)


def desk_page(*, seconds: int, clients: int) -> Result:
    """办件页（工作人员）：受理岗看办件的工作台。"""
    return _read("GET /desk/cases/<case_no>", _desk_pages, seconds=seconds, clients=clients)


TRIALS: dict[str, Callable[..., Result]] = {
    "intake": intake,
    "case-page": case_page,
    "desk-page": desk_page,
}

Submitted = dict[str, list[str]]
"""账号到他的办件编号。"""


def _read(
    what: str,
    pages: Callable[[Installation, Submitted, int], list[Iterator[Visit]]],
    *,
    seconds: int,
    clients: int,
) -> Result:
    with installation() as made:
        prepared = drafts.prepare(made=made, count=CASES_TO_READ, people=clients)
        for login, papers in _by_login(prepared).items():
            for submit in _submissions(made.visitor(login=login), papers):
                submit()
        _connect(made)
        _wait_for_worker()
        found = _metered(made, pages(made, _cases_by_login(prepared), clients), seconds=seconds)
        script = pgbench.reads(prefix=_last_case()[:-5], cases=len(prepared))
        alone = pgbench.run(script, url=made.url, clients=clients, seconds=PGBENCH_SECONDS)
    return _result(what, found, alone)


def _own_pages(made: Installation, submitted: Submitted, clients: int) -> list[Iterator[Visit]]:
    return [
        _views(made.visitor(login=login), [f"/my/cases/{case_no}" for case_no in cases])
        for login, cases in submitted.items()
    ]


def _desk_pages(made: Installation, submitted: Submitted, clients: int) -> list[Iterator[Visit]]:
    paths = [f"/desk/cases/{case_no}" for cases in submitted.values() for case_no in cases]
    officer = made.visitor(login=INTAKE_OFFICER)
    return [_views(officer.twin(), paths[n::clients]) for n in range(clients)]


def _submissions(visitor: Visitor, papers: Sequence[Prepared]) -> Iterator[Visit]:
    return (_submission(visitor, paper) for paper in papers)


def _submission(visitor: Visitor, paper: Prepared) -> Visit:
    """One submission; done is only what sends the applicant to his confirmation."""

    def submit() -> bool:
        reply = visitor.post(f"/apply/{paper.uid}/submit", {"key": secrets.token_urlsafe(16)})
        return reply.status == 302 and reply.location == f"/apply/{paper.uid}/done"

    return submit


def _views(visitor: Visitor, paths: Sequence[str]) -> Iterator[Visit]:
    return (_view(visitor, path) for path in cycle(paths))


def _view(visitor: Visitor, path: str) -> Visit:
    """One page; seen is only what shows the case's own number."""
    wanted = path.rpartition("/")[2].encode()

    def look() -> bool:
        reply = visitor.get(path)
        return reply.status == 200 and wanted in reply.body

    return look


def _by_login(prepared: Sequence[Prepared]) -> dict[str, list[Prepared]]:
    mine: dict[str, list[Prepared]] = defaultdict(list)
    for paper in prepared:
        mine[paper.login].append(paper)
    return mine


def _connect(made: Installation) -> None:
    """From here on this process speaks to the installation's database, as its owner."""
    import django

    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        os.environ.pop(name, None)
    os.environ |= {"TONGBAN_HOME": str(made.folder), "DJANGO_SETTINGS_MODULE": "tongban.wiring.settings"}
    django.setup()
    from tongban.foundation import database

    database.stay_owner()


def _last_case() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_no FROM cases_case ORDER BY received_at DESC LIMIT 1")
        return str(cursor.fetchone()[0])


def _cases_by_login(prepared: Sequence[Prepared]) -> Submitted:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.uid, c.case_no FROM cases_draft d JOIN cases_case c ON c.uid = d.submitted_as"
        )
        known = dict(cursor.fetchall())
    return {login: [known[paper.uid] for paper in papers] for login, papers in _by_login(prepared).items()}


def _metered(made: Installation, visits: Sequence[Iterator[Visit]], *, seconds: int) -> Result:
    """The figures, with what they cost until the worker had nothing left to do."""
    meter, yardstick = Meter(made.folder), yardstick_ms()
    before = meter.read()
    found, everything = drive(visits, seconds=seconds, warm_up=WARM_UP)
    caught_up = _wait_for_worker()
    spent = each_ms(before, meter.read(), items=everything)
    return {**asdict(found), **spent, "caught_up_s": round(caught_up, 2), "yardstick_ms": yardstick}


def _wait_for_worker() -> float:
    """Until every event is sealed and heard by every reaction; how many seconds that took."""
    from tongban.rooms.journal import queries as journal

    began = time.monotonic()
    while (lag := journal.lag()).unsealed or lag.behind:
        time.sleep(0.05)
    return time.monotonic() - began


def _result(what: str, found: Result, alone: float) -> Result:
    return {
        "what": what,
        **found,
        "pgbench_per_s": round(alone, 1),
        "ratio_to_pgbench": round(float(found["per_s"]) / alone, 3),
    }

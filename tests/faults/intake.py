"""收件的考场：真的安装、真的来客，和考完后数据库里有什么 (a whole installation, clients over HTTP, and the truth after)."""

import hashlib
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import psycopg

from tests.faults.test_supervisor_falls import Installation
from tongban.foundation import home
from tongban.foundation.crypto.keyring import KeyRing
from tongban.foundation.files import FileStore
from tongban.foundation.http.visitor import NoAnswer, NotSignedIn, Visitor
from tongban.wiring.bench import drafts
from tongban.wiring.bench import installation as bench
from tongban.wiring.bench.drafts import Prepared

CASE_NUMBER = re.compile(r"\b[0-9A-Z]{31}20[0-9]{6}[0-9]{5}\b")
LONGEST_OUTAGE = 240.0  # seconds on a machine that others share; alone it is back after two
PATIENCE = 900.0  # a start takes one minute where nothing else runs; what is tried here is not how fast it is


@contextmanager
def standing() -> Iterator[Installation]:
    """A whole installation, with the demonstration in it."""
    made = Installation()
    try:
        made.up(seconds=PATIENCE)
        yield made
    finally:
        made.remove()


def papers(made: Installation, *, count: int, people: int) -> list[Prepared]:
    """Drafts that wait to be submitted."""
    return drafts.prepare(made=seen(made), count=count, people=people)


def seen(made: Installation) -> bench.Installation:
    return bench.Installation(folder=made.folder, port=made.port)


def database(made: Installation) -> psycopg.Connection:
    """As its owner; the last fall may still be mending."""
    end = time.monotonic() + LONGEST_OUTAGE
    while True:
        try:
            return psycopg.connect(home.embedded_url(of=made.folder), autocommit=True)
        except psycopg.OperationalError:
            assert time.monotonic() < end
            time.sleep(0.2)


@dataclass
class Client(threading.Thread):
    """一位来客：一份申请用一个提交号，一直交到看见编号为止，看见了才交下一份。"""

    visitor: Visitor
    papers: Sequence[Prepared]
    over: threading.Event
    pause: float = 0.0
    told: dict[str, str] = field(default_factory=dict)  # draft to the case number the applicant was shown
    tries: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        for paper in self.papers:
            key = secrets.token_hex(16)
            while paper.uid not in self.told and not self.over.is_set():
                self.tries[paper.uid] += 1
                with suppress(NoAnswer):
                    self._submit(paper.uid, key)
            if self.over.is_set():
                return
            time.sleep(self.pause)

    def _submit(self, uid: str, key: str) -> None:
        reply = submit(self.visitor, uid, key)
        if reply == done(uid):
            shown = self.visitor.get(reply)
            if shown.status == 200:
                self.told[uid] = number_on(shown.text)
                return
        time.sleep(0.1)


def submit(visitor: Visitor, uid: str, key: str) -> str:
    """Submit once; where the applicant is sent, or the status where he is sent nowhere."""
    reply = visitor.post(f"/apply/{uid}/submit", {"key": key})
    return reply.location or str(reply.status)


def done(uid: str) -> str:
    return f"/apply/{uid}/done"


def number_on(page: str) -> str:
    found = CASE_NUMBER.findall(page)
    assert found, "the confirmation names no case"
    return str(found[0])


def clients(
    made: Installation, papers: Sequence[Prepared], over: threading.Event, *, pause: float
) -> list[Client]:
    found = []
    for login in sorted({paper.login for paper in papers}):
        mine = [paper for paper in papers if paper.login == login]
        found.append(Client(signed_in(made, login), mine, over, pause))
    return found


def signed_in(made: Installation, login: str) -> Visitor:
    end = time.monotonic() + LONGEST_OUTAGE
    while True:
        try:
            visitor = seen(made).visitor(login=login)
            visitor.seconds = 10.0
            return visitor
        except (NoAnswer, NotSignedIn):
            assert time.monotonic() < end
            time.sleep(0.2)


@dataclass(frozen=True)
class Truth:
    """What the database holds in the end, each as (draft, …) or counts that must agree."""

    numbers: dict[str, str]  # draft to case number
    cases: int
    submissions: int
    receipts: dict[str, int]  # how many receipts and events of receipt a case has, by what is wrong
    serials: dict[str, list[int]]
    counters: dict[str, int]
    unsealed: int
    digests: set[str]


def truth(made: Installation) -> Truth:
    with database(made) as connection:
        ask = connection.execute
        cases = [row[0] for row in ask("SELECT case_no FROM cases_case").fetchall()]
        return Truth(
            numbers=dict(
                ask(
                    "SELECT d.uid, c.case_no FROM cases_draft d JOIN cases_case c ON c.uid = d.submitted_as"
                ).fetchall()
            ),
            cases=len(cases),
            submissions=ask(
                "SELECT count(*) FROM cases_submission s JOIN cases_case c ON c.uid = s.case_uid"
            ).fetchall()[0][0],
            receipts=_wrong(connection),
            serials=_serials(connection, cases),
            counters=dict(ask("SELECT scope, n FROM cases_counter").fetchall()),
            unsealed=ask(
                "SELECT count(*) FROM journal_event e LEFT JOIN journal_seal s ON s.event_id = e.id"
                " WHERE s.event_id IS NULL"
            ).fetchall()[0][0],
            digests={
                row[0] for row in ask("SELECT digest FROM cases_material WHERE digest <> ''").fetchall()
            },
        )


def _wrong(connection: psycopg.Connection) -> dict[str, int]:
    """Cases that lack their one event, their one receipt or their four materials."""
    counted = {
        "events": "SELECT count(*) FROM journal_event e WHERE e.stream = 'case:' || c.case_no"
        " AND e.kind = 'case.received' AND e.stream_no = 1",
        "receipts": "SELECT count(*) FROM cases_document d WHERE d.case_id = c.uid AND d.kind = 'D02'",
        "submissions": "SELECT count(*) FROM cases_submission s WHERE s.case_uid = c.uid",
    }
    wrong = {
        name: connection.execute(f"SELECT count(*) FROM cases_case c WHERE ({query}) <> 1").fetchall()[0][0]
        for name, query in counted.items()
    }
    return {name: count for name, count in wrong.items() if count}


def _serials(connection: psycopg.Connection, cases: Sequence[str]) -> dict[str, list[int]]:
    """Serial numbers by counter: cases by item and day, receipts by organ and year."""
    found: dict[str, list[int]] = {}
    for case_no in cases:
        found.setdefault(f"case:{case_no[:31]}:{case_no[31:39]}", []).append(int(case_no[39:]))
    for number, year in connection.execute(
        "SELECT number, extract(year FROM issued_at)::int FROM cases_document WHERE kind = 'D02'"
    ).fetchall():
        organ, serial = number.split("审收")[0], re.search(r"第(\d+)号", number)
        assert serial is not None
        found.setdefault(f"document:{organ}:D02:{year}", []).append(int(serial[1]))
    return {scope: sorted(serials) for scope, serials in found.items()}


def all_sealed(made: Installation, *, seconds: float = 30.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if truth(made).unsealed == 0:
            return True
        time.sleep(0.3)
    return False


def assert_whole(made: Installation, told: dict[str, str]) -> Truth:
    """Everything that was acknowledged is there exactly once, and nothing half-made stands beside it."""
    assert all_sealed(made)
    kept = truth(made)
    assert {uid: kept.numbers.get(uid) for uid in told} == told
    assert (kept.cases, kept.submissions, kept.receipts) == (len(kept.numbers), kept.cases, {})
    assert kept.serials == {scope: list(range(1, kept.counters[scope] + 1)) for scope in kept.serials}
    assert {scope for scope in kept.counters if not scope.startswith("short:")} == set(kept.serials)
    keys = KeyRing(home.part("keys", of=made.folder))
    store = FileStore(home.part("files", of=made.folder), ring=keys)
    assert {digest for digest in kept.digests if not _is_there(store, digest)} == set()
    return kept


def _is_there(store: FileStore, digest: str) -> bool:
    with store.open(digest) as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == digest

"""提交只算一次：双击、断线重交、后退再交、两个窗口、两个人，办件只有一件 (over live HTTP, two processes of the web server)."""

import random
import secrets
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from tests.faults import intake
from tests.faults.intake import done, submit
from tests.faults.test_supervisor_falls import Installation
from tongban.foundation import processes
from tongban.foundation.http.visitor import Visitor
from tongban.wiring.bench.drafts import Prepared

pytestmark = [
    pytest.mark.xdist_group("supervisor"),
    pytest.mark.timeout(600),
    pytest.mark.skipif(not processes.can_be_seen(), reason="reads /proc"),
]
PAPERS = 160
STEPS = 300
ALL_AT_ONCE = 12


@dataclass
class Hall:
    """考场：安装、还没交的申请、每位办事人登录好的窗口。"""

    made: Installation
    papers: list[Prepared]
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def draft(self) -> Prepared:
        return self.papers.pop()

    def at(self, login: str) -> Visitor:
        if login not in self.visitors:
            self.visitors[login] = intake.signed_in(self.made, login)
        return self.visitors[login].twin()

    def stranger(self, to: Prepared) -> Visitor:
        return self.at(next(paper.login for paper in self.papers if paper.login != to.login))

    def cases_of(self, *papers: Prepared) -> int:
        uids = [paper.uid for paper in papers]
        with intake.database(self.made) as connection:
            rows = connection.execute(
                "SELECT count(*) FROM cases_case WHERE uid IN (SELECT submitted_as FROM cases_draft WHERE uid = ANY(%s))"
                " OR uid IN (SELECT case_uid FROM cases_submission WHERE draft_uid = ANY(%s))",
                [uids, uids],
            )
            return int(rows.fetchall()[0][0])

    def number(self, paper: Prepared) -> str:
        return intake.number_on(self.at(paper.login).get(done(paper.uid)).text)


@pytest.fixture(scope="module")
def hall() -> Iterator[Hall]:
    with intake.standing() as made:
        papers = intake.papers(made, count=PAPERS, people=4)
        yield Hall(made, papers)


def at_once(doings: list[Callable[[], str]]) -> list[str]:
    """Everybody waits at the same line and starts together."""
    line, told = threading.Barrier(len(doings)), [""] * len(doings)

    def run(n: int, doing: Callable[[], str]) -> None:
        line.wait()
        told[n] = doing()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(doings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def pressed(visitor: Visitor, uid: str, key: str) -> Callable[[], str]:
    return lambda: submit(visitor, uid, key)


def test_pressing_the_button_many_times_makes_one_case_and_shows_it_every_time(hall: Hall) -> None:
    paper, key = hall.draft(), secrets.token_hex(16)
    windows = [hall.at(paper.login) for _ in range(ALL_AT_ONCE)]
    told = at_once([pressed(window, paper.uid, key) for window in windows])
    assert told == [done(paper.uid)] * ALL_AT_ONCE
    assert hall.cases_of(paper) == 1


def test_two_windows_with_a_key_each_make_one_case(hall: Hall) -> None:
    paper = hall.draft()
    windows = [hall.at(paper.login) for _ in range(ALL_AT_ONCE)]
    told = at_once([pressed(window, paper.uid, secrets.token_hex(16)) for window in windows])
    assert told == [done(paper.uid)] * ALL_AT_ONCE
    assert hall.cases_of(paper) == 1


@pytest.mark.parametrize("after", [0.0, 0.002, 0.005, 0.01, 0.02, 0.05])
def test_trying_again_after_the_line_was_cut_makes_one_case(hall: Hall, after: float) -> None:
    paper, key = hall.draft(), secrets.token_hex(16)
    hall.at(paper.login).post_and_leave(f"/apply/{paper.uid}/submit", {"key": key}, after=after)
    assert submit(hall.at(paper.login), paper.uid, key) == done(paper.uid)
    assert hall.cases_of(paper) == 1


def test_going_back_and_submitting_again_shows_the_case_that_is_there(hall: Hall) -> None:
    paper, window = hall.draft(), hall.at(hall.papers[-1].login)
    window = hall.at(paper.login)
    assert submit(window, paper.uid, secrets.token_hex(16)) == done(paper.uid)
    first = hall.number(paper)
    back = window.get(f"/apply/{paper.uid}/check")
    assert (back.status, back.location) == (302, done(paper.uid))
    assert submit(window, paper.uid, secrets.token_hex(16)) == done(paper.uid)
    assert (hall.number(paper), hall.cases_of(paper)) == (first, 1)


def test_the_same_key_gives_the_same_number_days_later(hall: Hall) -> None:
    paper, key = hall.draft(), secrets.token_hex(16)
    submit(hall.at(paper.login), paper.uid, key)
    first = hall.number(paper)
    with intake.database(hall.made) as connection:
        connection.execute("UPDATE cases_submission SET at = at - interval '4 days' WHERE key = %s", [key])
    assert submit(hall.at(paper.login), paper.uid, key) == done(paper.uid)
    assert (hall.number(paper), hall.cases_of(paper)) == (first, 1)


def test_two_people_submitting_one_draft_make_one_case_and_the_stranger_finds_nothing(hall: Hall) -> None:
    paper = hall.draft()
    owner, stranger = hall.at(paper.login), hall.stranger(paper)
    told = at_once(
        [
            pressed(who.twin(), paper.uid, secrets.token_hex(16))
            for who in [owner, stranger] * (ALL_AT_ONCE // 2)
        ]
    )
    assert told == [done(paper.uid), "404"] * (ALL_AT_ONCE // 2)
    assert hall.cases_of(paper) == 1


def test_one_key_for_two_applications_makes_one_case_and_says_so_to_the_other(hall: Hall) -> None:
    one = hall.draft()
    other = next(paper for paper in hall.papers if paper.login == one.login)
    hall.papers.remove(other)
    key = secrets.token_hex(16)
    told = at_once([pressed(hall.at(one.login), paper.uid, key) for paper in (one, other)])
    assert sorted(told) == sorted(
        [done(winner := _winner(told)), f"/apply/{_other(one, other, winner)}/check"]
    )
    assert hall.cases_of(one, other) == 1


def _winner(told: list[str]) -> str:
    return next(where.split("/")[2] for where in told if where.endswith("/done"))


def _other(one: Prepared, other: Prepared, winner: str) -> str:
    return other.uid if one.uid == winner else one.uid


def test_whatever_people_do_in_whatever_order_no_draft_becomes_two_cases(hall: Hall) -> None:
    dice = random.Random(20261123)
    papers = [hall.draft() for _ in range(60)]
    keys = {paper.uid: secrets.token_hex(16) for paper in papers}
    told: dict[str, str] = {}
    for _ in range(STEPS):
        _step(hall, dice, dice.choice(papers), keys, told)
    for paper in papers:
        assert submit(hall.at(paper.login), paper.uid, keys[paper.uid]) == done(paper.uid)
    assert {uid: hall.number(paper) for paper in papers if (uid := paper.uid) in told} == told
    assert hall.cases_of(*papers) == len(papers)


def _step(
    hall: Hall, dice: random.Random, paper: Prepared, keys: dict[str, str], told: dict[str, str]
) -> None:
    key = keys[paper.uid] if dice.random() < 0.6 else secrets.token_hex(16)
    match dice.choice(("submit", "twice", "cut", "look", "back")):
        case "submit":
            assert submit(hall.at(paper.login), paper.uid, key) == done(paper.uid)
        case "twice":
            windows = [hall.at(paper.login), hall.at(paper.login)]
            assert at_once([pressed(each, paper.uid, key) for each in windows]) == [done(paper.uid)] * 2
        case "cut":
            hall.at(paper.login).post_and_leave(
                f"/apply/{paper.uid}/submit", {"key": key}, after=dice.random() * 0.02
            )
        case "look":
            page = hall.at(paper.login).get(done(paper.uid))
            if page.status == 200:
                assert told.setdefault(paper.uid, intake.number_on(page.text)) == intake.number_on(page.text)
        case "back":
            hall.at(paper.login).get(f"/apply/{paper.uid}/check")


# The controls, last: from here on the guards are taken away one by one, on this installation's own database.


def _forgetful(hall: Hall) -> None:
    """The draft no longer remembers that it was submitted: only the unique keys still stand in the way."""
    with intake.database(hall.made) as connection:
        connection.execute(
            "CREATE OR REPLACE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';"
            "CREATE OR REPLACE TRIGGER forget BEFORE UPDATE ON cases_draft FOR EACH ROW EXECUTE FUNCTION forget()"
        )


def _cases_from_one_draft(hall: Hall) -> int:
    paper = hall.draft()
    windows = [hall.at(paper.login) for _ in range(ALL_AT_ONCE)]
    at_once([pressed(window, paper.uid, secrets.token_hex(16)) for window in windows])
    return hall.cases_of(paper)


def test_without_the_mark_on_the_draft_the_unique_index_alone_still_lets_one_through(hall: Hall) -> None:
    _forgetful(hall)
    assert _cases_from_one_draft(hall) == 1


def test_without_the_unique_index_two_go_through_and_these_tests_see_it(hall: Hall) -> None:
    _forgetful(hall)
    with intake.database(hall.made) as connection:
        connection.execute("DROP INDEX IF EXISTS cases_submission_draft_uid_like")
        names = connection.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'cases_submission'::regclass AND contype = 'u'"
        ).fetchall()
        for (name,) in names:
            connection.execute(f'ALTER TABLE cases_submission DROP CONSTRAINT "{name}"')
    assert len(names) == 1
    assert _cases_from_one_draft(hall) > 1

"""一件事从头到尾：五个人办一件事，一个陌生人查证，办完评价 (the whole story, on a shipped item and on an imported one)."""

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from django.db import connection
from PIL import Image

from tests.conftest import SHARED, needs_shared
from tests.factories.cases import PDF
from tests.factories.world import let_news_travel
from tests.journeys import cast as casting
from tests.journeys import walking
from tests.journeys.cast import Cast
from tests.journeys.walking import KeyboardWalk, Walk
from tongban.foundation import clock
from tongban.rooms.catalogue import acts as catalogue_acts
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.journal import queries as journal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]

FOOD = "食品经营许可（餐饮服务经营者新办）"
REAL = "兽药经营许可证核发（普通兽药）"
TYPED = {
    "shop_name": "春山小馆",
    "premises_area": "１２６",
    "kitchen_area": "42",
    "safety_manager_name": "赵磊",
    "safety_manager_id_no": "99010219880615007X",
    "staff.0.staff_name": "王芳",
    "staff.0.health_cert_no": "JK2026-00032",
    "staff.0.health_cert_until": "2027-01-14",
}
DEFECT = "看不清，请重新提供"
CHOSEN = {"items": "hot", "online_delivery": "false", "need_paper": "false"}
SITUATION = {
    "high_risk_items": "no",
    "auto_machine": "no",
    "staff_hired": "self",
    "who_applies": "legal_person",
}


@dataclass
class Stage:
    """Where the story plays: whoever comes on gets a browser of his own, and what was found wrong is kept."""

    site: str
    visitor: Callable[..., Any]
    cast: Cast = field(default_factory=Cast)
    elder: bool = False
    look: Any = walking.whole
    kind: type[Walk] = Walk
    walks: dict[str, Walk] = field(default_factory=dict)

    def enter(self, who: str) -> Walk:
        """One of the five, signed in; or somebody whom the site does not know."""
        if who in self.walks:
            return self.walks[who]
        visit = self.visitor()
        walk = self.walks[who] = self.kind(visit, self.look)
        if self.elder:
            casting.elder(visit.page.context, origin=self.site)
        if login := getattr(self.cast, who, ""):
            casting.sign_in(visit.page.context, login=login, origin=self.site)
        return walk

    @property
    def wrong(self) -> list[str]:
        """What axe, Tab, the console or the address bar complained of, on any page of anybody."""
        return [one for walk in self.walks.values() for one in (*walk.found, *walk.visit.complaints)]


def field_of(name: str, value: str = "") -> str:
    """A field of the application by its path; with a value, that answer of it."""
    return f'[name="{name}"]' + (f'[value="{value}"]' if value else ":not([type=hidden])")


def search(walk: Walk, *, words: str, name: str) -> None:
    """Finds an item by everyday words: among the first three, and opened."""
    walk.open("/")
    walk.type("#q", words)
    walk.tap(walk.page.get_by_role("button", name="搜索"))
    titles = walk.page.locator(".item-title a").all_inner_texts()[:3]
    assert name in titles
    walk.tap(walk.page.get_by_role("link", name=name, exact=True))


def apply_for_food(walk: Walk) -> str:
    """From the guide to the confirmation; returns the case number."""
    walk.start_counting()
    for name, answer in SITUATION.items():
        walk.touch(field_of(f"s.{name}", answer))
    walk.page.get_by_text("按您的情况，材料").wait_for()
    walk.tap(walk.page.get_by_role("button", name="在线办理"))
    fill_food(walk)
    for key in ("layout", "rules"):
        walk.hand_in(f"#u-{key}", content=PDF)
    walk.tap(walk.page.locator("main .actions button[name=next]"))
    return send_in(walk)


def fill_food(walk: Walk) -> None:
    """The form: whatever is shown and blank, section by section or all at once."""
    while "/form" in walk.page.url:
        for name, text in TYPED.items():
            if walk.page.locator(field_of(name)).count():
                walk.type(field_of(name), text)
        for name, value in CHOSEN.items():
            choose(walk, name, value)
        walk.tap(walk.page.locator(".actions button[name=next]"))


def choose(walk: Walk, name: str, value: str) -> None:
    """Picks an answer where the page asks for it."""
    if walk.page.locator(field_of(name)).count():
        walk.pick(field_of(name, value))


def send_in(walk: Walk) -> str:
    """Checks the answers and submits; returns the case number."""
    assert walk.page.locator("[data-error-summary]").all_inner_texts() == []
    walk.tap(walk.page.get_by_role("button", name="提交申请"))
    assert walk.page.locator("h1").inner_text() == "申请已提交"
    return walk.page.locator("dt:text-is('办件编号') + dd").inner_text()


def open_first(walk: Walk, state: str) -> None:
    """The most urgent case of a tray of the desk."""
    walk.open(f"/desk/?tray={state}")
    walk.tap("[data-rows] a")
    walk.start_counting()


def do(walk: Walk, act: str) -> None:
    """Does an act of the workbench, whose form stands open and is filled in."""
    walk.finish(f"#way-{act} button[data-submit]")


def messages(walk: Walk) -> list[str]:
    """The titles in the inbox, newest first."""
    walk.open("/my/inbox")
    return walk.page.locator("main .tasks a").all_inner_texts()


def code_of(pdf: bytes) -> str:
    """What the code printed on the first page says."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "licence.pdf").write_bytes(pdf)
        command = ["pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-png", "licence.pdf", "page"]
        subprocess.run(command, cwd=folder, check=True, timeout=30)
        (seen,) = zxingcpp.read_barcodes(Image.open(next(Path(folder).glob("page*.png"))))
    return str(seen.text)


def ask_for_supplement(walk: Walk, *, material: str, defect: str) -> None:
    """The clerk: one notice with all that is missing."""
    open_first(walk, "submitted")
    walk.touch("#way-ask_supplement summary")
    walk.touch(f'[name="ask_supplement-tick-{material}"]')
    walk.type(f'[name="ask_supplement-says-{material}"]', defect)
    do(walk, "ask_supplement")


def accept(walk: Walk) -> None:
    """The clerk: all is there."""
    open_first(walk, "submitted")
    do(walk, "accept")
    assert walk.spent.over(walking.ACCEPTING) == []


def review(walk: Walk) -> None:
    """The reviewer: an opinion with a phrase."""
    open_first(walk, "accepted")
    walk.touch('[name="review-favourable"][value=yes]')
    walk.touch("#way-review [data-phrases] button")
    do(walk, "review")


def grant(walk: Walk) -> None:
    """The decider, who did not review."""
    open_first(walk, "reviewed")
    do(walk, "grant")
    assert walk.spent.over(walking.DECIDING) == []


def issue_serve_close(walk: Walk) -> None:
    """The issuer: the licence is there by itself; he hands it over and closes."""
    open_first(walk, "granted")
    for act in ("issue", "serve", "close"):
        do(walk, act)


def licence_in_the_wallet(walk: Walk) -> bytes:
    """The holder finds his licence and takes the PDF."""
    walk.open("/my/licences")
    walk.tap(".licence h2 a")
    return walk.download(walk.page.get_by_role("link", name="打开 PDF"))


def verify(walk: Walk, *, address: str) -> None:
    """A stranger scans the code: one page, no login, genuine, the holder masked."""
    walk.open(address)
    walk.spent.taps += 1
    assert walk.page.locator("h1").inner_text() == "真实有效"
    assert walk.spent.over(walking.VERIFYING) == []


def rate(walk: Walk) -> None:
    """Two taps."""
    walk.open("/my")
    walk.tap(walk.page.locator("section[aria-labelledby=rights] a"))
    address = walk.page.url
    fresh = Walk(walk.visit, walk.look)
    fresh.open(address)
    fresh.touch(".faces label >> nth=0")
    fresh.finish(walk.page.get_by_role("button", name="提交评价"))
    assert fresh.spent.over(walking.RATING) == []
    walk.found += fresh.found


def handle(stage: Stage, *, supplement: Callable[[Walk, str], None], material: str, case_no: str) -> None:
    """From the receipt to the close, by four officers, with one supplement."""
    ask_for_supplement(stage.enter("clerk"), material=material, defect=DEFECT)
    let_news_arrive()
    supplement(stage.enter("applicant"), case_no)
    let_news_arrive()
    accept(stage.enter("clerk"))
    review(stage.enter("reviewer"))
    grant(stage.enter("decider"))
    let_news_arrive()
    issue_serve_close(stage.enter("issuer"))
    let_news_arrive()


def result(stage: Stage, *, name: str) -> None:
    """What comes of it: a licence that a stranger verifies, and a rating."""
    pdf = licence_in_the_wallet(stage.enter("applicant"))
    stranger = stage.enter("stranger")
    verify(stranger, address=code_of(pdf))
    assert name in stranger.page.locator("main dl").inner_text()
    rate(stage.enter("applicant"))


def supplement_a_file(walk: Walk, case_no: str) -> None:
    """The applicant opens the message's link, takes a new picture, hands it in."""
    walk.open(f"/my/cases/{case_no}")
    walk.tap(walk.page.get_by_role("button", name="现在补交"))
    walk.hand_in("#layout-file", content=PDF, name="新图.pdf")
    walk.finish(walk.page.get_by_role("button", name="提交补正"))
    assert walk.spent.over(walking.CORRECTING) == []


def let_news_arrive() -> None:
    """The worker's turn, in a thread of its own: Playwright keeps an event loop in this one, and signing needs another."""
    with ThreadPoolExecutor(1) as worker:
        worker.submit(_delivered).result()


def _delivered() -> None:
    try:
        let_news_travel()
    finally:
        connection.close()


def the_story(case_no: str) -> list[tuple[str, str]]:
    """What the journal has of the case: each event and who did it."""
    return [(one.kind, one.by) for one in journal.stream(name=f"case:{case_no}")]


KINDS = [
    "case.received", "case.supplement_asked", "case.supplemented", "case.accepted", "case.reviewed",
    "case.granted", "case.issued", "case.served", "case.closed",
]  # fmt: skip


def acted(case_no: str) -> list[str]:
    return [kind for kind, _ in the_story(case_no) if kind != "case.opened"]


@pytest.fixture
def stage(site: str, visitor: Any) -> Iterator[Stage]:
    """An empty stage; a story that stops says on which page everybody stood."""
    made = Stage(site, visitor)
    yield made
    for who, walk in made.walks.items():
        print(f"── {who}: {walk.page.url}\n{walk.page.locator('main').inner_text()[:600]}")


def test_a_restaurant_gets_its_licence_and_anyone_can_verify_it(stage: Stage) -> None:
    stage.cast = casting.of_the_demonstration()
    applicant = stage.enter("applicant")
    search(applicant, words="开小饭馆要办什么", name=FOOD)
    case_no = apply_for_food(applicant)
    assert applicant.spent.over(walking.APPLYING) == []
    handle(stage, supplement=supplement_a_file, material="layout", case_no=case_no)
    result(stage, name="食品经营许可证")
    assert acted(case_no) == KINDS
    assert len({by for kind, by in the_story(case_no)}) == 5
    assert stage.wrong == []


def apply_for_the_real_item(walk: Walk) -> str:
    """An item of which only name, code and department are known: the general form, in the words of the law."""
    walk.start_counting()
    walk.tap(walk.page.get_by_role("button", name="在线办理"))
    while "/form" in walk.page.url:
        if walk.page.locator(field_of("request")).count():
            walk.type(field_of("request"), "在本区开一家兽药店，申请兽药经营许可证")
        walk.tap(walk.page.locator(".actions button[name=next]"))
    return send_in(walk)


def supplement_the_form(walk: Walk, case_no: str) -> None:
    """What the system prints from the form is put right in the form."""
    walk.open(f"/my/cases/{case_no}")
    walk.tap(walk.page.get_by_role("button", name="现在补交"))
    assert DEFECT in walk.page.locator("main").inner_text()
    walk.type(field_of("request"), "在本区幸福路1号开一家兽药店，申请兽药经营许可证")
    walk.tap(walk.page.locator(".actions button[name=next]"))
    walk.finish(walk.page.get_by_role("button", name="提交补正"))
    assert walk.spent.over(walking.RETYPING) == []


@needs_shared
def test_an_item_of_a_real_directory_goes_the_same_way_in_large_letters(stage: Stage) -> None:
    stage.cast, stage.elder = casting.of_a_real_district(), True
    rows = catalogue.rows_of(path=SHARED / "data" / "items-511602.json")
    catalogue_acts.import_items(rows=rows, by="system:test", at=clock.now())
    applicant = stage.enter("applicant")
    search(applicant, words="卖兽药要办什么证", name=REAL)
    case_no = apply_for_the_real_item(applicant)
    assert applicant.spent.over(walking.APPLYING) == []
    handle(stage, supplement=supplement_the_form, material="apply", case_no=case_no)
    result(stage, name="办理结果通知书")
    assert acted(case_no) == KINDS
    assert len({by for _, by in the_story(case_no)}) == 5
    assert stage.wrong == []


def applied_without_a_mouse(stage: Stage) -> str:
    """From here on nobody has one; the citizen has applied."""
    stage.cast, stage.kind, stage.look = casting.of_the_demonstration(), KeyboardWalk, lambda page: []
    applicant = stage.enter("applicant")
    search(applicant, words="开小饭馆要办什么", name=FOOD)
    return apply_for_food(applicant)


def test_the_citizen_and_the_clerk_need_no_mouse(stage: Stage) -> None:
    case_no = applied_without_a_mouse(stage)
    ask_for_supplement(stage.enter("clerk"), material="layout", defect=DEFECT)
    supplement_a_file(stage.enter("applicant"), case_no)
    assert acted(case_no) == KINDS[:3]
    assert stage.wrong == []


@pytest.mark.nightly
def test_nobody_in_the_whole_story_needs_a_mouse(stage: Stage) -> None:
    case_no = applied_without_a_mouse(stage)
    handle(stage, supplement=supplement_a_file, material="layout", case_no=case_no)
    result(stage, name="食品经营许可证")
    assert acted(case_no) == KINDS
    assert stage.wrong == []

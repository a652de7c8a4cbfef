"""没有手册的新人：在浏览器里新建一个事项（十二栏、两个情形、一个结果），同事审核，发布，再有人来申请。"""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.doors.backstage_office import CHECKER, COMPILER, open_backstage
from tests.doors.browser import DESK, PHONE
from tests.factories import people as persons
from tests.journeys import cast as casting
from tests.journeys import walking
from tests.journeys.test_whole_story import PDF
from tongban.foundation import clock
from tongban.foundation.accounts.models import Account
from tongban.rooms.calendar import acts as calendar
from tongban.rooms.calendar import queries as calendars
from tongban.rooms.cases.models import Case
from tongban.rooms.catalogue import models

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Visitor = Callable[..., Any]
FIELDS = [
    ("养犬人姓名", "text"),
    ("身份证号", "id_no"),
    ("手机号", "phone"),
    ("住址", "address"),
    ("犬名", "text"),
    ("犬的品种", "text"),
    ("毛色", "text"),
    ("出生日期", "date"),
    ("体重", "number"),
    ("做过绝育吗", "yes_no"),
    ("免疫证号", "text"),
    ("其他要说明的", "long_text"),
]
VALUES = {
    "f1": "李小敏",
    "f2": "99010219880615007X",
    "f3": "19901020001",
    "f4": "X市X区东关街道东兴社区滨江路2号",
    "f5": "豆豆",
    "f6": "中华田园犬",
    "f7": "黄",
    "f8": "20240501",
    "f9": "12",
    "f11": "MY-2026-018",
    "f12": "",
}


@pytest.fixture(autouse=True)
def district() -> None:
    for each in calendars.published():
        calendar.load_calendar(calendar=each, by="system:test", at=clock.now())
    open_backstage()


class Hands:
    """A person at a page: what he sees he clicks, what is asked he types."""

    def __init__(self, visit: Any, login: str, origin: str) -> None:
        self.visit, self.page = visit, visit.page
        casting.sign_in(self.page.context, login=login, origin=origin)

    def open(self, address: str) -> None:
        self.visit.open(address)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def go(self, part: str) -> None:
        """To a part of the item, by the list on the left."""
        self.page.locator(".outline").get_by_text(part, exact=True).click()
        self.page.wait_for_load_state()

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_role("textbox", name=re.compile(f"^{re.escape(label)}")).first.fill(value)

    def choose(self, label: str, value: str) -> None:
        self.page.get_by_label(label, exact=False).first.select_option(label=value)

    def tick(self, group: str, value: str) -> None:
        self.page.get_by_role("group", name=group).get_by_label(value, exact=True).check()

    def add(self, label: str, title: str) -> None:
        box = self.page.get_by_label(label, exact=True)
        box.fill(title)
        box.locator("xpath=ancestor::form").get_by_role("button", name="加上").click()
        self.page.wait_for_load_state()


def test_a_newcomer_makes_publishes_and_sees_an_item_applied_for(visitor: Visitor, live_server: Any) -> None:
    compiler = Hands(visitor(size=DESK), COMPILER, live_server.url)
    write_the_item(compiler)
    send_for_review(compiler)
    review_and_publish(Hands(visitor(size=DESK), CHECKER, live_server.url))
    assert models.Item.objects.get(name="养犬登记（新办）").current_version is not None
    login = Account.objects.get(pk=persons.citizen(1, name="李小敏")[1]).login
    apply_for_it(Hands(visitor(size=PHONE), login, live_server.url))
    case = Case.objects.get()
    assert (case.item_name, case.required) == ("养犬登记（新办）", ["m1", "m3"])


def write_the_item(by: Hands) -> None:
    by.open("/backstage/")
    by.follow("新建事项")
    by.choose("由哪个部门实施", "X区行政审批局") if by.page.locator(
        "select#f-department"
    ).count() else by.tick("由哪个部门实施", "X区行政审批局")
    by.fill("事项叫什么", "养犬登记（新办）")
    by.choose("是哪一类", "公共服务")
    by.press("开始写")
    basics(by)
    limits_and_place(by)
    laws_and_conditions(by)
    materials_and_situations(by)
    form(by)
    steps_and_result(by)


def basics(by: Hands) -> None:
    by.fill("一句话说明", "在城区养狗，给狗上户口、领犬证。")
    by.fill("群众平常怎么叫它", "狗证\n给狗上户口")
    by.tick("谁可以申请", "自然人")
    by.tick("个人主题", "证件办理")
    by.press("保存并继续")


def limits_and_place(by: Hands) -> None:
    by.fill("法定办结时限", "0")
    by.fill("法定时限的依据", "法律没有规定办理时限，按承诺时限办理")
    by.fill("承诺办结时限", "5")
    by.fill("受理时限", "1")
    by.press("保存并继续")
    by.fill("办理地点", "文庙街1号X区政务服务中心")
    by.fill("办理时间", "工作日 09:00—12:00、13:30—17:00")
    by.press("保存并继续")


def laws_and_conditions(by: Hands) -> None:
    by.add("加一个依据", "中华人民共和国动物防疫法")
    by.follow("中华人民共和国动物防疫法")
    by.fill("条款", "第三十条")
    by.fill(
        "它说了什么", "单位和个人饲养犬只，应当按照规定定期免疫接种，凭免疫证明向所在地养犬登记机关申请登记。"
    )
    by.fill("文号", "主席令第六十九号")
    by.fill("颁布机关", "全国人民代表大会常务委员会")
    by.fill("施行日期", "20210501")
    by.press("保存并继续")
    by.go("受理条件")
    by.add("加一个条件", "犬只按规定接种了狂犬病疫苗，并有免疫证明。")


def materials_and_situations(by: Hands) -> None:
    by.go("申请材料")
    for title in ("养犬登记申请表", "房屋出租人同意养犬的书面意见", "犬只免疫证明"):
        by.add("加一个材料", title)
        by.follow(title)
        by.fill("要求提供的依据", "动物防疫法第三十条")
        by.fill("受理标准", "内容齐全\n签名或者盖章")
        by.fill("填报须知", "拍照上传")
        by.fill("空白表的名称", title if title.endswith("申请表") else "")
        if title.startswith("房屋"):
            by.tick("什么时候要", "只在某些情形下要")
        by.press("保存并继续")
    by.go("情形")
    question(by, "住的房子是自己的吗？", ["是自己的", "是租的"], adds={1: "房屋出租人同意养犬的书面意见"})
    question(by, "由谁来办？", ["本人来办", "家人代办"], adds={})


def question(by: Hands, ask: str, options: list[str], adds: dict[int, str]) -> None:
    by.add("加一个问题", ask)
    by.follow(ask)
    for n, label in enumerate(options):
        by.page.locator(f'[name="options.{n}.label"]').fill(label)
    for n, material in adds.items():
        more = by.page.locator("fieldset", has=by.page.locator(f'[name="options.{n}.adds"]')).last
        more.get_by_label(material, exact=True).check()
    by.press("保存并继续")


def form(by: Hands) -> None:
    by.go("申请表单")
    for label, kind in FIELDS:
        box = by.page.get_by_label("在“申请人”里加一栏", exact=True)
        box.fill(label)
        box.locator("xpath=ancestor::form").locator("select").select_option(kind)
        box.locator("xpath=ancestor::form").get_by_role("button", name="加上").click()
        by.page.wait_for_load_state()
    for label, basis in (("养犬人姓名", "动物防疫法第三十条"), ("其他要说明的", "便于窗口联系")):
        by.follow(label)
        by.fill("为什么要填", basis)
        if label == "其他要说明的":
            by.tick("是不是必须填", "否")
        by.press("保存并继续")


def steps_and_result(by: Hands) -> None:
    by.go("办理流程")
    by.follow("审查")
    by.fill("几个工作日", "4")
    by.press("保存并继续")
    by.go("审批结果")
    by.fill("证照或者文书的名称", "养犬登记证明")
    by.press("保存")
    for title, source in (
        ("养犬人", "表单：养犬人姓名"),
        ("犬名", "表单：犬名"),
        ("编号", "证照或者文书的编号"),
    ):
        by.add("加一个行", title)
        by.follow(title)
        by.choose("内容取自", source)
        by.press("保存并继续")
    frame = by.page.frame_locator("iframe[name=preview]")
    frame.get_by_text("〔犬名〕").wait_for()
    by.go("常见问题")
    by.add("加一个问答", "搬家了怎么办？")
    by.follow("搬家了怎么办？")
    by.fill("答", "三十日内办理变更登记。")
    by.press("保存并继续")
    by.go("收费")
    by.tick("收不收费", "否")
    by.fill("依据", "不收费")
    by.press("保存并继续")


def send_for_review(by: Hands) -> None:
    told = by.page.get_by_role("main").inner_text().splitlines()
    assert [line for line in told if "错误" in line] == []
    by.press("提交审核")


def review_and_publish(by: Hands) -> None:
    uid = models.ItemVersion.objects.get().uid
    by.open(f"/backstage/versions/{uid}")
    by.press("审核通过")
    by.press("发布")
    assert models.ItemVersion.objects.get().state == "published", by.page.get_by_role("main").inner_text()


def apply_for_it(by: Hands) -> None:
    by.open(f"/items/{models.Item.objects.get().code}")
    assert "在城区养狗" in by.page.get_by_role("main").inner_text()
    by.press("在线办理")
    if by.page.get_by_role("button", name="开始填写").count():
        by.press("开始填写")
    by.tick("住的房子是自己的吗？", "是自己的")
    by.tick("由谁来办？", "本人来办")
    by.press("保存并继续")
    for name, value in VALUES.items():
        by.page.locator(f'[name="{name}"]:not([type=hidden])').first.fill(value)
    by.page.locator('[name="f10"][value="true"]').check()
    by.press("保存并继续")
    for key in ("m1", "m3"):
        walk = walking.Walk(by.visit, lambda page: [])
        walk.hand_in(f"#u-{key}", content=PDF)
    by.press("保存并继续")
    by.press("提交申请")

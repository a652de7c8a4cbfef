"""文书写了什么：每一种的法定内容一样不少 (domain.md 2.4)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tongban.foundation.clock import SHANGHAI
from tongban.rooms.cases.rules import letters
from tongban.rooms.cases.rules.letters import Body, Heading
from tongban.rooms.cases.words import DocumentKind

AT = datetime(2026, 3, 2, 9, 5, tzinfo=SHANGHAI)
HEAD = Heading(
    organ="X区行政审批局",
    seal_kind="行政审批专用章",
    addressee="李小敏（居民身份证3****************1）",
    item_name="食品经营许可",
    item_code="ITEM33",
    case_no="CASE44",
    short_no="990102-260302-00001-K",
    query_code="123456",
    phone="0990-0101001",
    complain_phone="12345",
    review_organ="X区人民政府",
    court="X区人民法院",
    fee="办理本事项不收费。",
    result="食品经营许可证（有效期5年）",
    basis="《食品安全法》第三十五条",
)
PLAIN = replace(HEAD, licensing=False, result="")
RECEIPT = letters.receipt(
    received_at=AT,
    materials=[("申请书", "1份")],
    asked=["营业执照"],
    accept_by=date(2026, 3, 9),
    head=HEAD,
)
NOTICE = letters.supplement_notice(until=date(2026, 4, 1))
ACCEPTED = letters.acceptance(
    accepted_on=date(2026, 3, 2), due_on=date(2026, 3, 11), deemed=False, provisional=False, head=HEAD
)
DEEMED = letters.acceptance(
    accepted_on=date(2026, 3, 2), due_on=date(2026, 3, 11), deemed=True, provisional=True, head=HEAD
)
DECLINED = letters.declined(reason="取水归水利局管", right_authority="X区水利局", head=HEAD)
GRANTED = letters.granted(conditions="不得经营生食", head=HEAD)
DENIED = letters.denied(reason="面积不足二十平方米", head=HEAD)
SERVED = letters.served(
    manner="电子送达", what="准予行政许可决定书（X行审准〔2026〕第00001号）", at=AT, head=HEAD
)
RETURNED = letters.returned(supplement_by=date(2026, 4, 1))


def text(paragraphs: list[str]) -> str:
    return "\n".join(paragraphs)


@pytest.mark.parametrize(
    ("paragraphs", "contents"),
    [
        (
            RECEIPT,
            ["1份材料", "2026年3月2日09时05分", "最晚于2026年3月9日决定是否受理", "即为受理", "123456"],
        ),
        (NOTICE, ["全部内容", "2026年4月1日前", "网上", "受理窗口", "第三十二条第一款第四项", "即为受理"]),
        (ACCEPTED, ["受理日期为2026年3月2日", "2026年3月11日前作出决定", "不计入期限", "不收费", "123456"]),
        (DEEMED, ["依法视为受理", "2026年3月11日（所跨年份节假日安排尚未公布，为估算）前"]),
        (DECLINED, ["取水归水利局管", "第三十二条第一款第二项", "X区水利局", "六十日", "六个月", "人民法院"]),
        (GRANTED, ["第三十八条第一款", "食品经营许可证（有效期5年）", "不得经营生食", "十个工作日"]),
        (DENIED, ["面积不足二十平方米", "第三十八条第二款", "X区人民政府申请行政复议", "提起行政诉讼"]),
        (SERVED, ["X行审准〔2026〕第00001号", "电子送达", "李小敏", "2026年3月2日09时05分"]),
        (RETURNED, ["2026年4月1日届满", "重新申请"]),
    ],
)
def test_each_letter_says_what_the_law_wants_it_to_say(paragraphs, contents):
    assert [content for content in contents if content not in text(paragraphs)] == []


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_document_carries_the_common_block(kind):
    facts = letters.letter(kind, head=HEAD, number="X行审受〔2026〕第00001号", at=AT, body=Body(["正文"]))
    assert facts["organ"] == facts["signed_by"] == "X区行政审批局"
    assert facts["number"] == "X行审受〔2026〕第00001号"
    assert (facts["addressee"], facts["signed_on"]) == (HEAD.addressee, "2026年3月2日")
    assert facts["seal"] == {"organ": "X区行政审批局", "kind": "行政审批专用章"}
    assert facts["contacts"] == ["咨询：0990-0101001", "投诉：12345"]
    assert "CASE44" in facts["paragraphs"][-1] and "ITEM33" in facts["paragraphs"][-1]
    assert facts["title"] == kind.zh


def test_a_matter_that_is_no_licence_is_not_decided_under_the_licensing_law():
    said = text([*letters.granted(conditions="", head=PLAIN), *letters.denied(reason="不符", head=PLAIN)])
    assert "许可" not in said
    assert "《食品安全法》第三十五条" in said
    assert DocumentKind.DENIAL.titled(licensing=False) == "不予决定书"


def test_the_supplement_notice_lists_every_defect_by_the_name_of_its_material():
    table = letters.defect_table({"photo": "看不清", "form": "没签名"}, {"photo": "照片", "form": "申请书"})
    assert table["rows"] == [["1", "照片", "看不清"], ["2", "申请书", "没签名"]]


def test_a_letter_written_before_eight_in_the_morning_utc_bears_the_date_of_beijing():
    assert letters.zh_moment(datetime(2026, 3, 1, 16, 30, tzinfo=UTC)) == "2026年3月2日00时30分"


def test_a_receipt_says_what_is_here_what_is_asked_of_a_register_and_what_is_done_on_the_spot():
    facts = {"received_at": AT, "materials": [("申请书", "1份")], "accept_by": date(2026, 3, 9)}
    spot = letters.receipt(**facts, asked=[], head=replace(HEAD, on_the_spot=True))
    assert RECEIPT[0] == (
        "您提出的申请及以下1份材料，本机关已于2026年3月2日09时05分收到。"
        "另有1份不用您提交，由本机关向有关部门的数据核验：营业执照；核验不到的，一次性告知您补交。"
    )
    assert spot[0] == "您提出的申请及以下1份材料，本机关已于2026年3月2日09时05分收到。"
    assert [line[1].startswith("本事项为即办件") for line in (RECEIPT, spot)] == [False, True]


def test_no_letter_names_an_officer():
    every = [RECEIPT, NOTICE, ACCEPTED, DEEMED, DECLINED, GRANTED, DENIED, SERVED, RETURNED]
    assert "officer" not in text([line for letter in every for line in letter])

"""清单的规则：什么样的清单公布得出去，问题一次说完。"""

from dataclasses import replace
from datetime import date

import pytest

from tongban.rooms.catalogue.errors import ListUnsound
from tongban.rooms.catalogue.rules import lists as rules
from tongban.rooms.catalogue.rules.list_files import duty_entries
from tongban.rooms.catalogue.words import (
    AgreementEntry,
    AgreementTerms,
    BundleEntry,
    CrossMode,
    DutyEntry,
    ListHead,
    ListKind,
    Need,
    NegativeEntry,
    Seen,
    SeenItem,
    SeenMaterial,
    Subject,
    TaskType,
    ToleranceEntry,
    TolerantMaterial,
)

HEAD = ListHead(
    region="990102000000",
    kind=ListKind.TOLERANCE,
    number=1,
    title="X区清单",
    document_no="X审发〔2024〕1号",
    issued_by=("X区行政审批局",),
    published_on=date(2024, 3, 1),
    effective_on=date(2024, 4, 1),
)
LATER = SeenMaterial(key="rules", name="规章制度", need=Need.LATER, tolerant_days=5)
CORE = SeenMaterial(key="form", name="申请书", need=Need.REQUIRED, tolerant_days=0)
LABOUR = SeenItem(
    key="990114002001",
    code="A1",
    name="劳务派遣经营许可",
    organ="X区行政审批局",
    department="approval",
    competent="hr",
    task_type=TaskType.LICENCE,
    on_the_spot=False,
    promised_days=10,
    materials=(CORE, LATER),
)
FOOD = replace(LABOUR, key="990131001001", code="A2", name="食品经营许可", competent="market")
SEEN = Seen((LABOUR, FOOD))


def entry(item: str = LABOUR.key, *keys: str, days: int = 0) -> ToleranceEntry:
    return ToleranceEntry(item, tuple(TolerantMaterial(key, days) for key in keys or ("rules",)))


def refused(run: object) -> str:
    with pytest.raises(ListUnsound) as refusal:
        run()  # type: ignore[operator]
    return str(refusal.value)


def test_a_tolerance_list_takes_over_the_material_s_name_and_deadline():
    assert rules.tolerance(HEAD, [entry(), entry("A2", "rules", days=3)], seen=SEEN) == [
        (LABOUR, (TolerantMaterial("rules", 5, "规章制度"),)),
        (FOOD, (TolerantMaterial("rules", 3, "规章制度"),)),
    ]


@pytest.mark.parametrize(
    ("item", "given", "says"),
    [
        (
            LABOUR,
            entry(LABOUR.key, "form"),
            "“劳务派遣经营许可”的“申请书”是必要材料，只有容缺后补的材料可以后补",
        ),
        (LABOUR, entry(LABOUR.key, "none"), "“劳务派遣经营许可”没有材料“none”"),
        (LABOUR, ToleranceEntry(LABOUR.key, ()), "“劳务派遣经营许可”没有写明哪些材料可以后补"),
        (LABOUR, entry(LABOUR.key, "rules", "rules"), "“劳务派遣经营许可”的材料“rules”写了2次"),
        (
            LABOUR,
            entry(days=11),
            "“劳务派遣经营许可”的“规章制度”补正期限11个工作日，应在1至10之间（承诺时限内）",
        ),
        (replace(LABOUR, on_the_spot=True), entry(), "“劳务派遣经营许可”是即办件，当场办结，不能容缺"),
        (replace(LABOUR, key="990109002001"), entry("A1"), "“劳务派遣经营许可”涉及公共安全，不得容缺"),
        (replace(LABOUR, key="990116002001"), entry("A1"), "“劳务派遣经营许可”涉及生态环境保护，不得容缺"),
        (
            replace(LABOUR, name="固定资产投资项目节能审查"),
            entry(),
            "“固定资产投资项目节能审查”涉及节约能源，不得容缺",
        ),
        (
            replace(LABOUR, name="医疗机构执业登记"),
            entry(),
            "“医疗机构执业登记”涉及人身健康和生命财产安全，不得容缺",
        ),
        (
            replace(LABOUR, task_type=TaskType.PENALTY),
            entry(),
            "“劳务派遣经营许可”不是依申请办理的事项",
        ),
    ],
)
def test_what_may_not_be_tolerated_is_refused(item, given, says):
    told = refused(lambda: rules.tolerance(HEAD, [given], seen=Seen((item,))))
    assert told == f"《X区清单》有1处不合规定：{says}"


def test_all_problems_are_said_at_once():
    wrong = replace(HEAD, document_no="", effective_on=date(2024, 2, 1))
    told = refused(lambda: rules.tolerance(wrong, [entry("没有"), entry(), entry()], seen=SEEN))
    assert told == (
        "《X区清单》有4处不合规定：生效日（2024-02-01）早于公布日（2024-03-01）；没有文号；目录里没有在用的事项“没有”；"
        "事项“劳务派遣经营许可”写了2次"
    )


def test_an_empty_list_is_no_list():
    assert (
        refused(lambda: rules.high_frequency(HEAD, [], seen=SEEN)) == "《X区清单》有1处不合规定：一行也没有"
    )


TERMS = AgreementTerms(
    partner="990122000000",
    partner_name="X县",
    city="990100000000",
    city_name="X市",
    signed_on=date(2024, 3, 1),
    valid_to=date(2027, 2, 28),
)
AGREED = AgreementEntry("A1", CrossMode.ONLINE)


def test_an_agreement_names_the_partner_s_code_by_the_same_basic_code():
    assert rules.agreement(HEAD, TERMS, [AGREED], seen=SEEN) == [
        (LABOUR, AgreementEntry("A1", CrossMode.ONLINE, "990114002001"))
    ]


@pytest.mark.parametrize(
    ("terms", "entries", "says"),
    [
        ({"partner": HEAD.region}, [AGREED], "不能同自己签协议"),
        (
            {"valid_to": date(2024, 3, 2)},
            [AGREED],
            "签订（2024-03-01）、生效（2024-04-01）、到期（2024-03-02）的先后不对",
        ),
        (
            {"signed_on": date(2024, 4, 2)},
            [AGREED],
            "签订（2024-04-02）、生效（2024-04-01）、到期（2027-02-28）的先后不对",
        ),
        ({}, [AGREED, AgreementEntry(LABOUR.key, CrossMode.TOGETHER)], "事项“劳务派遣经营许可”写了2次"),
    ],
)
def test_an_agreement_that_does_not_hold_is_refused(terms, entries, says):
    told = refused(lambda: rules.agreement(HEAD, replace(TERMS, **terms), entries, seen=SEEN))
    assert told == f"《X区清单》有1处不合规定：{says}"


@pytest.mark.parametrize(
    ("partner", "inside"), [("990122000000", True), ("990202000000", False), ("980122000000", False)]
)
def test_a_partner_is_in_the_city_by_its_code(partner, inside):
    assert rules.in_city(HEAD.region, partner) is inside


def test_a_negative_list_gives_the_reason_and_the_place():
    given = [NegativeEntry(name="涉密审查", department="保密局", reason="涉密", handled_at="保密场所")]
    assert rules.negative(HEAD, given, seen=SEEN) == [(None, given[0])]
    bare = replace(given[0], reason=" ", handled_at="")
    assert (
        refused(lambda: rules.negative(HEAD, [bare], seen=SEEN))
        == "《X区清单》有2处不合规定：“涉密审查”没有写明理由；“涉密审查”没有写明办理去处"
    )


def test_each_item_has_exactly_one_office():
    both = [DutyEntry("A1", "准入股"), DutyEntry(FOOD.key, "准入股")]
    assert rules.duties(HEAD, both, seen=SEEN) == [(LABOUR, "准入股"), (FOOD, "准入股")]
    assert (
        refused(lambda: rules.duties(HEAD, [*both[:1], DutyEntry(LABOUR.key, "社会股")], seen=SEEN))
        == "《X区清单》有2处不合规定：“劳务派遣经营许可”有2个责任科室，只能有一个；“食品经营许可”没有责任科室"
    )
    assert (
        refused(lambda: rules.duties(HEAD, [both[0], DutyEntry("A2", " ")], seen=SEEN))
        == "《X区清单》有1处不合规定：“食品经营许可”的责任科室是空的"
    )


def test_a_duty_file_is_spread_over_the_items_of_each_department():
    written = {"offices": {"approval": "准入股"}, "items": [{"item": "A2", "office": "食品股"}]}
    assert duty_entries(written, seen=SEEN) == [
        DutyEntry(LABOUR.key, "准入股"),
        DutyEntry(FOOD.key, "食品股"),
    ]
    gone = {"offices": {}, "items": [{"item": "没有", "office": "股"}]}
    assert duty_entries(gone, seen=SEEN) == [DutyEntry("没有", "股")]


def test_a_bundle_joins_items_of_at_least_two_departments():
    one = BundleEntry(key="shop", name="开店", subject=Subject.PERSON, lead="市监局", items=("A1", "A2"))
    assert rules.bundles(HEAD, [one], seen=SEEN) == [(one, [LABOUR, FOOD])]
    assert (
        refused(lambda: rules.bundles(HEAD, [replace(one, items=("A1",))], seen=SEEN))
        == "《X区清单》有1处不合规定：“开店”只有1个事项，至少要两个"
    )
    same = Seen((LABOUR, replace(FOOD, competent="hr")))
    assert (
        refused(lambda: rules.bundles(HEAD, [one], seen=same))
        == "《X区清单》有1处不合规定：“开店”的事项都归X区行政审批局主管，至少要涉及两个部门"
    )

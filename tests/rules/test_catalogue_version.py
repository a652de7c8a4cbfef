"""事项版本：读出内容，情形决定材料，前后不一致的不能发布，没有写全的照样能办。"""

import pytest

from tests.factories.catalogue import bare, content, rows
from tongban.rooms.calendar.words import TimeUnit
from tongban.rooms.catalogue.queries import check_answers, published_content, required_materials
from tongban.rooms.catalogue.rules.conditions import holds, parse_condition
from tongban.rooms.catalogue.rules.judging import judge
from tongban.rooms.catalogue.rules.reading import organ_short, read_version
from tongban.rooms.catalogue.rules.soundness import unsound
from tongban.rooms.catalogue.words import Condition, Period, TaskType


def test_a_version_tells_everything_about_its_item():
    version = read_version(content(), version_id=7, number=2)
    told = (version.id, version.number, version.name, version.task_type, version.organ_short, version.region)
    assert told == (7, 2, "食品经营许可（餐饮服务经营者新办）", TaskType.LICENCE, "X行", "990102000000")
    days = (version.statutory_days, version.promised_days, version.accept_limit_days, version.visits)
    assert days == (10, 7, 1, 0)
    kinds = (
        version.on_the_spot,
        version.for_person,
        version.for_enterprise,
        version.has_fee,
        version.guide_incomplete,
    )
    assert kinds == (False, False, True, False, False)
    assert [len(each) for each in (version.materials, version.situations, version.form, version.steps)] == [
        9,
        4,
        3,
        7,
    ]
    assert version.remedies.court == "X区人民法院"


@pytest.mark.parametrize(
    ("period", "workdays", "zh"),
    [
        (Period(20), 20, "20个工作日"),
        (Period(0), 0, "当场办结"),
        (Period(2, TimeUnit.MONTH), 42, "2个月"),
        (Period(30, TimeUnit.DAY), 21, "30个自然日"),
    ],
)
def test_periods_are_compared_in_working_days_and_printed_as_written(period, workdays, zh):
    assert (int(period.workdays), period.zh) == (workdays, zh)


def test_the_answers_decide_the_materials():
    version = read_version(content())
    base = ["apply", "business_licence", "layout", "rules"]
    answers = {
        "high_risk_items": "no",
        "auto_machine": "no",
        "staff_hired": "self",
        "who_applies": "legal_person",
    }
    assert [m.key for m in required_materials(version, {})] == base
    assert [m.key for m in required_materials(version, answers)] == [*base, "health_certs"]
    more = {**answers, "high_risk_items": "yes", "who_applies": "agent"}
    added = {"health_certs", "special_room", "agent_id", "agent_letter"}
    assert {m.key for m in required_materials(version, more)} == {*base, *added}


def test_an_option_may_also_take_a_material_away():
    situation = {"key": "s", "ask": "有没有？", "kind": "multi"}
    options = [
        {"key": "a", "label": "甲", "removes": ["layout"]},
        {"key": "b", "label": "乙", "adds": ["auto_device"]},
    ]
    version = read_version(content(situations=[{**situation, "options": options}]))
    chosen = [m.key for m in required_materials(version, {"s": ["a", "b"]})]
    assert chosen == ["apply", "business_licence", "rules", "auto_device"]


@pytest.mark.parametrize("item", published_content(), ids=lambda item: item["key"])
def test_every_item_written_out_is_sound_and_its_example_asks_for_the_materials_it_says(item):
    version = read_version(item)
    example = item["example"]
    assert unsound(version) == []
    assert check_answers(version, example["answers"]).ok
    keys = [m.key for m in required_materials(version, example["answers"])]
    assert sorted(keys) == sorted(example["materials"])


def test_every_question_about_the_situation_is_answered_from_its_options():
    version = read_version(content())
    checked = check_answers(version, {"high_risk_items": "yes", "auto_machine": "maybe", "stranger": "yes"})
    assert checked.answers == {"high_risk_items": "yes"}
    assert set(checked.problems) == {"auto_machine", "staff_hired", "who_applies"}
    assert checked.problems["auto_machine"] == "请选择：用不用自动售卖、自动制作设备？"


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("online==true", Condition("online", frozenset({"true"}))),
        (" kind != adult ", Condition("kind", frozenset({"adult"}), negated=True)),
        ("kind in a, b", Condition("kind", frozenset({"a", "b"}))),
    ],
)
def test_a_condition_is_read(text, condition):
    assert parse_condition(text) == condition


@pytest.mark.parametrize(
    "text", ["", "online", "online==", "==true", "a===b", "a in", "a in b,,c", "__import__('os')", "a" * 300]
)
def test_a_condition_that_is_written_wrongly_is_refused(text):
    with pytest.raises(ValueError, match="条件"):
        parse_condition(text)


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("a==true", True, True),
        ("a==true", "true", True),
        ("a==x", ["x", "y"], True),
        ("a==x", None, False),
        ("a!=x", None, True),
        ("a!=x", "x", False),
        ("a in x,y", "y", True),
        ("a==5", 5, True),
    ],
)
def test_a_condition_compares_and_does_nothing_else(text, value, shown):
    assert holds(parse_condition(text), {"a": value}) is shown


def broken(**changes: object) -> list[str]:
    return unsound(read_version(content(**changes)))


def changed(group: str, place: int, **changes: object) -> list[dict]:
    rows = content()[group]
    rows[place] |= changes
    return rows


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"promise_day": 11}, "承诺时限长于法定时限"),
        ({"accept_limit_days": 6}, "受理时限超过 5 个工作日（行政许可法第三十二条）"),
        ({"project_type": 1}, "即办件的承诺时限应为 0"),
        ({"materials": changed("materials", 0, by_law="")}, "材料“食品经营许可申请书”没有要求提供的依据"),
        ({"materials": changed("materials", 1, key="apply")}, "材料 apply 写了两次"),
        (
            {"materials": changed("materials", 0, is_need=3)},
            "材料“食品经营许可申请书”的容缺补正期限与必要性不一致",
        ),
        ({"situations": []}, "材料“从业人员健康证明”没有任何情形会用到"),
    ],
)
def test_content_that_contradicts_itself_is_told(changes, says):
    assert says in broken(**changes)


def test_a_form_that_looks_ahead_and_a_result_from_nowhere_are_told():
    form = [
        {
            "section": "一",
            "fields": [
                {"name": "a", "label": "甲", "type": "text", "show_when": "b==x"},
                {"name": "b", "label": "乙", "type": "choice"},
            ],
        }
    ]
    results = [{"result_name": "证", "result_type": 10, "template": [{"label": "丙", "source": "form.c"}]}]
    assert broken(form=form, results=results) == [
        "栏目“甲”的显示条件要看它前面没有的 b",
        "栏目“乙”的选项与种类不符",
        "结果样本“丙”的来源 form.c 不存在",
    ]


def test_an_item_of_which_only_the_name_is_known_can_be_applied_for_and_says_so():
    [judged] = judge(rows(bare()), region="")
    version = read_version(judged.content)
    assert (version.guide_incomplete, version.name, version.organ_name) == (
        True,
        "夜市摊位设置审批",
        "区行政审批局",
    )
    assert version.department_code == "115113010833722043"
    assert (version.statutory, version.promised) == (Period(20), Period(20))
    assert [m.name for m in required_materials(version, {})] == ["申请书"]
    assert [f.name for f in version.fields] == ["applicant_name", "contact_phone", "request", "note"]
    assert "待完善" in version.promised_says
    assert (version.for_person, version.for_enterprise, unsound(version)) == (True, True, [])


def test_a_public_service_without_a_limit_of_its_own_has_the_two_months_of_the_litigation_law():
    [judged] = judge(rows(bare(task_type="20")), region="")
    version = read_version(judged.content)
    assert (version.statutory, version.statutory_days) == (Period(2, TimeUnit.MONTH), 42)


@pytest.mark.parametrize(
    ("name", "short"),
    [("区行政审批局", "行政审批"), ("市住房公积金管理委员会", "住房公积金管理"), ("区残联", "残联")],
)
def test_an_organ_without_a_short_name_gets_one_from_its_name(name, short):
    assert organ_short(name) == short

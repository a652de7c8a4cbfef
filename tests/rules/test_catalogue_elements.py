"""要素齐全：实施清单的每一个要素都在要素表里，写进内容就读得出、导得出、公开得出。"""

import pytest

from tests.factories.catalogue import FOOD, content
from tongban.rooms.catalogue.rules.difference import element_name
from tongban.rooms.catalogue.rules.element_tables import elements
from tongban.rooms.catalogue.rules.reading import read_version
from tongban.rooms.catalogue.rules.soundness import unsound
from tongban.rooms.catalogue.rules.workbook import contents_of, tables_of

# C0109 的列名，按组（GB/T 39046-2020 表 4）；后面是本平台另有叫法的。
STANDARD = {
    "A": """row_guid task_name catalog_code local_catalog_code task_code local_task_code task_handle_item task_type task_state
        task_version by_law use_level power_source use_scope dept_name dept_code dept_type entrust_name undertake_org other_dept
        server_type user_topic_type corp_topic_type project_type handle_type plan_effective_date plan_cancel_date
        by_law.law by_law.doc_no by_law.article by_law.organ by_law.in_force by_law.says""",
    "B": """anticipate_day anticipate_type anticipate_explain promise_day promise_type promise_explain accept_limit_days
        special_procedure special_procedure.kind special_procedure.basis special_procedure.limit special_procedure.payer
        limit_scene_num limit_scene_explain""",
    "C": """is_online online_handle_depth online_level online_handle_url link_addr mobile_terminal_url is_single_login
        app_is_single_login is_pay_online is_schedule schedule_num is_express is_mail_material is_mail_result
        is_service_terminals""",
    "D": """is_entry_center entry_mode transact_addr transact_time link_way supervise_way handle_area cross_mode
        town_name town_code village_name village_code limit_explain""",
    "E": """result_type result_name result_guid cert_type_code is_fee fee_basis fee_name fee_stand fee_law is_desc desc_explain
        fee_order accept_condition handle_flow link_name handle_dept handle_person handle_day handle_unit is_special question
        answer question_order service_type review_dept review_address review_phone litigation_court is_commit is_tolerant""",
    "F": """material_name order_num material_type material_format original_num copy_num page_format is_need source_type
        source_explain issuing_org by_law form_guid example_guid fill_explain accept_stand cert_type_code share_api
        tolerant_days tolerant_effect""",
    "G": "condition_name condition_desc condition_material",
}
OURS = {
    "link_way": "consult_phone",
    "supervise_way": "complain_phone",
    "town_name": "lower_places.name",
    "town_code": "lower_places.code",
    "village_name": "lower_places.name",
    "village_code": "lower_places.code",
    "result_type": "results.result_type",
    "result_name": "results.result_name",
    "result_guid": "results.template",
    "E.cert_type_code": "results.cert_type_code",
    **{key: f"fee_projects.{key}" for key in ("fee_name", "fee_stand", "is_desc", "desc_explain")},
    "fee_law": "fee_projects.by_law",
    "fee_order": "fee_projects.order_num",
    "link_name": "handle_flow.link_name",
    "handle_dept": "handle_flow.handle_dept",
    "handle_person": "handle_flow.post",
    "handle_day": "handle_flow.days",
    "handle_unit": "handle_flow.unit",
    "is_special": "handle_flow.is_special",
    "question": "questions.question",
    "answer": "questions.answer",
    "question_order": "questions.order",
    "review_dept": "remedies.review_organ",
    "review_address": "remedies.review_address",
    "review_phone": "remedies.review_phone",
    "litigation_court": "remedies.court",
    "form_guid": "materials.form_name",
    "example_guid": "materials.example_name",
    "condition_name": "situations.options.label",
    "condition_desc": "situations.options.says",
    "condition_material": "situations.options.adds",
}


def ours(group: str, name: str) -> str:
    """The key under which an element of the standard stands here."""
    return OURS.get(f"{group}.{name}") or OURS.get(name) or (f"materials.{name}" if group == "F" else name)


@pytest.mark.parametrize("group", sorted(STANDARD))
def test_every_element_of_the_standard_is_in_the_set_in_its_group_with_its_chinese(group: str) -> None:
    keys = [ours(group, name) for name in STANDARD[group].split()]
    assert [key for key in keys if elements().get(key, {}).get("group") != group] == []
    assert [key for key in keys if element_name(key) == key] == []


ADDED = {
    "town_handling": True,
    "lower_places": [{"name": "南湖街道", "code": "990102003000"}],
    "remedies": {
        "review_organ": "X区人民政府",
        "review_address": "府前路1号",
        "review_phone": "0990-0108016",
        "review_days": 60,
        "court": "X区人民法院",
        "suit_months": 6,
    },
    "handle_flow": [
        {"link_name": "受理", "days": 4, "unit": 3, "post": "intake", "says": ""},
        {
            "link_name": "专家评审",
            "days": 30,
            "is_special": True,
            "handle_dept": "评审中心",
            "post": "reviewer",
            "says": "",
        },
    ],
}


def test_what_is_written_of_places_steps_and_remedies_is_read() -> None:
    version = read_version(content(**ADDED))
    assert version.place.lower_places == ("南湖街道",)
    assert version.remedies.review_at == "府前路1号，电话0990-0108016"
    assert [(s.workdays, s.department) for s in version.steps] == [(0.5, ""), (0, "评审中心")]


def test_a_special_procedure_does_not_count_in_the_promise_and_hours_count_as_parts_of_days() -> None:
    def told(**step: object) -> list[str]:
        rows = [{"link_name": "审查", "post": "reviewer", "says": "", **step}]
        return [each for each in unsound(read_version(content(handle_flow=rows))) if "环节" in each]

    assert told(days=30, is_special=True) == told(days=56, unit=3) == []
    assert told(days=57, unit=3) == told(days=8) == ["各环节日数之和超过承诺时限"]


def test_what_was_added_goes_out_as_a_workbook_and_comes_back() -> None:
    given = content(**ADDED)
    sheets = list(tables_of([given], key="task_handle_item", name="事项"))
    found, faults = contents_of(sheets, key="task_handle_item", standing={FOOD: given})
    assert (found, faults) == ([given], [])

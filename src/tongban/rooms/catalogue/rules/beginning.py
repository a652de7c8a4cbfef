"""新事项的第一稿：编码、实施主体和照例的流程先替编制人写好，其余留给他写。"""

from collections.abc import Collection, Mapping
from typing import Any

from tongban.rooms.catalogue.errors import NumbersUsedUp
from tongban.rooms.catalogue.rules.expanding.reach import level_of
from tongban.rooms.catalogue.words import Beginning
from tongban.rooms.organisation.words import DepartmentFacts

LEVEL, FIRST = "4", "01"
OWN_NUMBERS = range(900, 1000)
"""本地自编的主项号，从 900 起，不与上级目录的号相撞。"""
BOTH = [1, 2]
WHOLLY = [1, 2, 3, 4, 5, 6, 7]


def free_catalog_code(taken: Collection[str], *, of: Beginning) -> str:
    """没有人用过的基本编码：省 2 + 类型 2 + 系统 2 + 主项 3 + 子项 3 (source: C0109.1, domain 1.3)。 Refuses: NumbersUsedUp."""
    stem = f"{of.unit.region[:2]}{of.task_type.value}{of.unit.system_code or '99'}"
    used = {code[:9] for code in taken}
    number = next((n for n in OWN_NUMBERS if f"{stem}{n:03d}" not in used), None)
    if number is None:
        raise NumbersUsedUp
    return f"{stem}{number:03d}001"


def first_content(of: Beginning, *, catalog_code: str) -> dict[str, Any]:
    """第一稿的内容：读得出、改得动，离能发布还差要人写的那些。"""
    task_code = f"{of.unit.uscc}{LEVEL}{catalog_code}"
    return {
        "task_name": of.name,
        "catalog_code": catalog_code,
        "task_code": task_code,
        "task_handle_item": f"{task_code}{FIRST}",
        "task_type": of.task_type.value,
        "task_state": 1,
        "task_version": 1,
        "region": of.unit.region,
        **_organ(of.unit),
        **_reach(of),
        "project_type": 2,
        "handle_type": list(BOTH),
        "special_procedure": [],
        "is_fee": False,
        "is_pay_online": False,
        "is_commit": False,
        "is_tolerant": False,
        **{
            name: []
            for name in (
                "server_type",
                "by_law",
                "accept_condition",
                "materials",
                "situations",
                "fee_projects",
            )
        },
        "form": [{"section": "申请人", "fields": []}],
        "handle_flow": [dict(zip(("link_name", "days", "post", "says"), step, strict=True)) for step in FLOW],
        "results": [{"result_name": "", "result_type": 30, "template": []}],
        "questions": [],
    }


FLOW = (
    ("申请", 0, "applicant", "网上或者窗口提交"),
    ("受理", 0, "intake", "当场核对；需要补正的一次告知全部内容"),
    ("审查", 0, "reviewer", "按法定条件和程序审查"),
    ("决定", 0, "decider", "准予或者不予，不予的书面说明理由并告知救济途径"),
    ("送达", 0, "maker", "送达结果文书"),
)


def _organ(unit: DepartmentFacts) -> dict[str, Any]:
    return {
        "department": unit.code,
        "dept_name": unit.name,
        "dept_code": unit.uscc,
        "organ_short": unit.document_word,
        "dept_type": 1,
        "use_level": [int(LEVEL)],
        "power_source": 1,
        "consult_phone": unit.consult_phone,
        "complain_phone": unit.complain_phone,
        "remedies": {
            "review_organ": unit.review_organ or "本级人民政府",
            "review_days": 60,
            "court": unit.court or "有管辖权的人民法院",
            "suit_months": 6,
        },
    }


def _reach(of: Beginning) -> dict[str, Any]:
    return {
        "limit_scene_num": 0,
        "limit_scene_explain": "无",
        "is_online": True,
        "online_handle_depth": list(WHOLLY),
        "online_level": "IV",
        "is_entry_center": True,
        "entry_mode": "综合窗口",
        "transact_addr": of.address,
        "transact_time": of.hours,
        "handle_area": [],
        "cross_mode": None,
        "is_schedule": False,
        "is_express": False,
        "is_mail_result": False,
        "is_service_terminals": False,
    }


def settled(content: Mapping[str, Any]) -> dict[str, Any]:
    """由别的要素得出的要素，随着改：网办等级、不收费的依据、材料的次序。"""
    from_depth = {"online_level": level_of([int(d) for d in content.get("online_handle_depth") or ()])}
    in_workdays = {f"{stem}_type": 1 for stem in ("anticipate", "promise") if f"{stem}_day" in content}
    ordered = [{**m, "order_num": n} for n, m in enumerate(content.get("materials") or (), start=1)]
    return {**in_workdays, **content, **(from_depth if "is_online" in content else {}), "materials": ordered}

"""指南：受理条件、表单、结果、收费、问答、救济。"""

from typing import Any

from tongban.rooms.catalogue.rules.expanding.handling import Handling, result_type
from tongban.rooms.catalogue.rules.expanding.limits import promise
from tongban.rooms.catalogue.rules.expanding.materials import parts
from tongban.rooms.catalogue.rules.expanding.table import filled, table

Row = dict[str, Any]
_CERTIFICATE = 10


def elements(handling: Handling) -> dict[str, Any]:
    """条件、表单、结果、收费、问答和救济途径。"""
    form = handling.said.get("form") or _form(handling)
    return {
        "limit_explain": "无数量限制",
        "is_fee": False,
        "fee_basis": "行政许可法第五十八条，不收费" if handling.is_licence else "不收费",
        "fee_projects": [],
        "is_commit": False,
        "accept_condition": filled(handling.family["conditions"], handling.words),
        "form": form,
        "results": [_result(handling, form)],
        "questions": _questions(handling),
        "remedies": _remedies(handling),
    }


def _form(handling: Handling) -> list[Row]:
    subject_first = sorted(parts(handling, "sections"), key=lambda name: name not in _SUBJECTS)
    return [filled(table()["sections"][name], handling.words) for name in subject_first]


_SUBJECTS = frozenset({"person", "unit", "either"})


def _result(handling: Handling, form: list[Row]) -> Row:
    name = handling.result if handling.family_name != "end" else f"准予{handling.main['name']}注销通知书"
    fields = [f["name"] for section in form for f in section["fields"]]
    holder = "applicant_name" if "applicant_name" in fields else fields[0]
    return {
        "result_name": name,
        "result_type": result_type(name),
        **_certificate(handling, name),
        "valid": {"until": "长期"},
        "template": [
            {"label": "申请人", "source": f"form.{holder}"},
            {"label": "事项", "source": f"'{handling.name}'"},
            {"label": "编号", "source": "case.result_no"},
            {"label": "机关", "source": "organ.name"},
            {"label": "日期", "source": "case.decided_on"},
        ],
    }


def _certificate(handling: Handling, name: str) -> dict[str, str]:
    """证照类型代码：定义机关的信用代码加三位序号；不是证照的没有。"""
    if result_type(name) != _CERTIFICATE:
        return {}
    number = handling.said.get("cert") or handling.said["main_no"]
    return {"cert_type_code": f"{handling.organ['uscc']}{number}"}


def _questions(handling: Handling) -> list[Row]:
    days = promise(handling)
    words = {**handling.words, "promise": f"{days}个工作日内办完" if days else "当场办完"}
    rows = filled(handling.family["questions"], words)
    return [{**row, "order": number} for number, row in enumerate(rows, start=1)]


def _remedies(handling: Handling) -> Row:
    organ = handling.organ
    return {
        "review_organ": organ["review_organ"],
        "review_days": 60,
        "court": organ["court"],
        "suit_months": 6,
    }

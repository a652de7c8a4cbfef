"""材料和情形：环节的、对象的、办什么的，去掉重复，编上序号；情形才用到的不是 base。"""

from collections.abc import Iterable
from typing import Any

from tongban.rooms.catalogue.rules.expanding.handling import Handling
from tongban.rooms.catalogue.rules.expanding.table import filled, table

Row = dict[str, Any]
_REQUIRED, _LATER = 1, 3
_AGENT = "who_applies"
_DEFAULT_PROFILE = "declare"


def elements(handling: Handling) -> dict[str, Any]:
    """材料目录和情形；主项自己写了的照写，只补上代办要用的材料。"""
    situations = handling.said.get("situations")
    if situations is None:
        names = parts(handling, "situations") if "materials" not in handling.said else [_AGENT]
        situations = [table()["situations"][name] for name in names]
    own: list[Row] = list(handling.said.get("materials", ()))
    listed = own or [_row(handling, name) for name in parts(handling, "materials")]
    wanted = [key for key in _added(situations) if key not in {m["key"] for m in listed}]
    extra = [_row(handling, key, base=False) for key in wanted if key in table()["materials"]]
    return {"materials": _numbered([*listed, *extra]), "situations": situations}


def parts(handling: Handling, part: str) -> list[str]:
    """环节、对象、办什么三处合起来的名字，不重复，先后为序。"""
    family, subject = handling.family, table()["subjects"][handling.subject]
    names = [*family.get(part, ()), *subject[part]]
    if handling.family_name == "new":
        profile = table()["profiles"][handling.said.get("profile", _DEFAULT_PROFILE)]
        names += profile[part]
    return list(dict.fromkeys(names))


def _row(handling: Handling, name: str, *, base: bool = True) -> Row:
    row = filled(table()["materials"][name], handling.words)
    counts = {"original_num": 0, "copy_num": 0}
    return {
        "key": name,
        "material_format": 3,
        "is_need": _REQUIRED,
        **counts,
        **row,
        **_later(handling, name),
        "base": base,
    }


def _later(handling: Handling, name: str) -> Row:
    """容缺：主项写明可以后补的材料和补正期限。"""
    days = handling.said.get("tolerant", {}).get(name)
    return {"is_need": _LATER, "tolerant_days": days, "tolerant_effect": table()["tolerant"]} if days else {}


def _added(situations: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(key for s in situations for o in s["options"] for key in o.get("adds", ())))


def _numbered(rows: list[Row]) -> list[Row]:
    return [{**row, "order_num": number} for number, row in enumerate(rows, start=1)]

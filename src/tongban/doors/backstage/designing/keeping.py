"""存取：内容里的一行变成小表上的值，小表上的值变回内容里的一行；认不得的要素原样留着。"""

from collections.abc import Callable, Mapping
from typing import Any

from tongban.doors.backstage.designing.parts import FIXED, Pane
from tongban.foundation.pages.forms import sheet
from tongban.rooms.catalogue import queries as catalogue

Row = Mapping[str, Any]
GROUPS = {"options": ("key", "o"), "inner": ("name", "g")}
"""存成一组的两种：选项（代号在 key）、组里的栏目（代号在 name）。"""


def shown(pane: Pane, row: Any) -> dict[str, Any]:
    """这一行写在小表上：摊开的值。"""
    if isinstance(row, str):
        return {"text": row}
    values = {}
    for asked in pane.asked:
        name = str(asked["name"])
        values[name] = _SHOW[pane.keeps(name)](row, name)
    return catalogue.flat(values)


def kept(pane: Pane, old: Any, given: Mapping[str, Any], checked: Mapping[str, Any]) -> Any:
    """小表上的值变回一行：``given`` 是送来的各栏（摊开的），``checked`` 是化好的（收拢的），只改送来的栏。"""
    if isinstance(old, str):
        return str(checked.get("text", ""))
    row = dict(old)
    sent = {path.partition(".")[0] for path in given}
    for name in (str(asked["name"]) for asked in pane.asked):
        if name in sent:
            _KEEP[pane.keeps(name)](row, name, checked.get(name), given)
    return row


def _show_text(row: Row, name: str) -> Any:
    if name == "fixed":
        source = str(row.get("source", ""))
        return source[1:-1] if _is_fixed(source) else ""
    if name == "source":
        source = str(row.get("source", ""))
        return FIXED if _is_fixed(source) else source
    return row.get(name, "")


def _is_fixed(source: str) -> bool:
    return source.startswith(("'", '"'))


def _show_list(row: Row, name: str) -> list[str]:
    told = row.get(name) or ()
    return [str(each) for each in (told if isinstance(told, list | tuple) else [told])]


def _show_shown(row: Row, name: str) -> list[str]:
    return catalogue.ways_of(str(row.get(name) or ""))


def _show_options(row: Row, name: str) -> list[dict[str, Any]]:
    return [{key: value for key, value in option.items() if key != "key"} for option in row.get(name, ())]


def _show_inner(row: Row, name: str) -> list[dict[str, Any]]:
    return [{key: f.get(key, "") for key in ("label", "type", "required")} for f in row.get(name, ())]


_SHOW: Mapping[str, Callable[[Row, str], Any]] = {
    "text": _show_text,
    "int": lambda row, name: row.get(name, ""),
    "code": lambda row, name: str(row.get(name, "")),
    "bool": lambda row, name: row.get(name, ""),
    "codes": _show_list,
    "link": _show_list,
    "lines": lambda row, name: "\n".join(_show_list(row, name)),
    "shown": _show_shown,
    "years": lambda row, name: (row.get("valid") or {}).get("years", ""),
    "options": _show_options,
    "inner": _show_inner,
}


def _put(row: dict[str, Any], name: str, value: Any) -> None:
    """Nothing told is nothing kept: an element is absent, never an empty string beside another's default."""
    if value in ("", None, []):
        row.pop(name, None)
    else:
        row[name] = value


def _keep_text(row: dict[str, Any], name: str, value: Any, given: Mapping[str, Any]) -> None:
    if name == "fixed":
        if value:
            row["source"] = f"'{str(value).replace(chr(39), '’')}'"
    elif not (name == "source" and value == FIXED):
        _put(row, name, value)


def _keep_int(row: dict[str, Any], name: str, value: Any, given: Mapping[str, Any]) -> None:
    _put(row, name, None if value is None else int(value))


def _keep_code(row: dict[str, Any], name: str, value: Any, given: Mapping[str, Any]) -> None:
    _put(row, name, None if value is None else int(value))


def _keep_bool(row: dict[str, Any], name: str, value: Any, given: Mapping[str, Any]) -> None:
    _put(row, name, None if value is None else value in (True, "true"))


def _keep_codes(row: dict[str, Any], name: str, value: Any, given: Mapping[str, Any]) -> None:
    _put(row, name, sorted(int(each) for each in value or ()))


def _keep_link(row: dict[str, Any], name: str, value: Any, given: Mapping[str, Any]) -> None:
    _put(row, name, list(value or ()))


def _keep_lines(row: dict[str, Any], name: str, value: Any, given: Mapping[str, Any]) -> None:
    _put(row, name, [line.strip() for line in str(value or "").splitlines() if line.strip()])


def _keep_shown(row: dict[str, Any], name: str, value: Any, given: Mapping[str, Any]) -> None:
    ways = list(value or ())
    if ways != catalogue.ways_of(str(row.get(name) or "")):
        _put(row, name, catalogue.condition_of(ways))


def _keep_years(row: dict[str, Any], name: str, value: Any, given: Mapping[str, Any]) -> None:
    if value is not None:
        row["valid"] = {"years": int(value)}
    elif "years" in (row.get("valid") or {}):
        row.pop("valid")


def _keep_group(keep: str) -> Callable[[dict[str, Any], str, Any, Mapping[str, Any]], None]:
    key, stem = GROUPS[keep]

    def keep_group(row: dict[str, Any], name: str, value: Any, given: Mapping[str, Any]) -> None:
        old = list(row.get(name, ()))
        numbers = sheet.filled_rows(given, name)
        taken = [str(each[key]) for each in old if key in each]
        fresh = []
        for number, told in zip(numbers, value or (), strict=False):
            known = dict(old[number]) if number < len(old) else {}
            known.setdefault(key, catalogue.fresh_key(taken, stem=stem))
            taken.append(str(known[key]))
            fresh.append({k: v for k, v in {**known, **told}.items() if v not in ("", None, [])})
        _put(row, name, fresh)

    return keep_group


_KEEP: Mapping[str, Callable[[dict[str, Any], str, Any, Mapping[str, Any]], None]] = {
    "text": _keep_text,
    "int": _keep_int,
    "code": _keep_code,
    "bool": _keep_bool,
    "codes": _keep_codes,
    "link": _keep_link,
    "lines": _keep_lines,
    "shown": _keep_shown,
    "years": _keep_years,
    "options": _keep_group("options"),
    "inner": _keep_group("inner"),
}

"""存取：内容里的一行变成小表上的值，小表上的值变回内容里的一行；认不得的要素原样留着。"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Sent:
    """送来的小表：各栏（摊开的），化好的值（收拢的），各栏的问题。"""

    given: Mapping[str, Any]
    checked: Mapping[str, Any]
    problems: Mapping[str, str]

    @property
    def names(self) -> set[str]:
        """送来了、也存得下的栏：填错的不存，空着的照空着存。"""
        return {path.partition(".")[0] for path in self.given if not self._is_unfit(path)}

    def _is_unfit(self, path: str) -> bool:
        return "." not in path and path in self.problems and bool(sheet.texts(self.given[path]))


def kept(pane: Pane, old: Any, sent: Sent) -> Any:
    """小表上的值变回一行：只改送来的栏，别的要素不动。"""
    if isinstance(old, str):
        return str(sent.checked.get("text", ""))
    row, names = dict(old), sent.names
    for name in (str(asked["name"]) for asked in pane.asked):
        if name in names:
            _KEEP[pane.keeps(name)](row, name, sent.checked.get(name), sent.given)
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
    return [
        {
            **{key: f.get(key, "") for key in ("label", "type", "required")},
            "options": _labels(f.get("options")),
        }
        for f in row.get(name, ())
    ]


def _labels(options: Any) -> str:
    return "\n".join(str(option.get("label", "")) for option in options or ())


def _options_of(labels: str, old: Any) -> list[dict[str, str]]:
    """One line an option; an option whose words stay keeps its key."""
    known = {str(option.get("label", "")): str(option["key"]) for option in old or ()}
    made: dict[str, str] = {}
    for label in filter(None, map(str.strip, labels.splitlines())):
        made[label] = known.get(label) or catalogue.fresh_key([*known.values(), *made.values()], stem="o")
    return [{"key": key, "label": label} for label, key in made.items()]


_SHOW: Mapping[str, Callable[[Row, str], Any]] = {
    "text": _show_text,
    "int": lambda row, name: row.get(name, ""),
    "number": lambda row, name: row.get(name, ""),
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


def _keep_number(row: dict[str, Any], name: str, value: Any, given: Mapping[str, Any]) -> None:
    whole = value is not None and value == int(value)
    _put(row, name, None if value is None else int(value) if whole else float(value))


def _keep_bool(row: dict[str, Any], name: str, value: Any, given: Mapping[str, Any]) -> None:
    _put(row, name, None if value is None else value in (True, "true"))


def _keep_codes(row: dict[str, Any], name: str, value: Any, given: Mapping[str, Any]) -> None:
    _put(row, name, _as_it_stood(row.get(name), sorted(int(each) for each in value or ())))


def _keep_link(row: dict[str, Any], name: str, value: Any, given: Mapping[str, Any]) -> None:
    _put(row, name, _as_it_stood(row.get(name), list(value or ())))


def _as_it_stood(old: Any, chosen: list[Any]) -> list[Any]:
    """What is chosen has no order of its own: the same choice stays as it was written."""
    same = isinstance(old, list | tuple) and set(map(str, old)) == set(map(str, chosen))
    return list(old) if same else chosen


def _keep_lines(row: dict[str, Any], name: str, value: Any, given: Mapping[str, Any]) -> None:
    _put(row, name, [line.strip() for line in str(value or "").splitlines() if line.strip()])


def _keep_shown(row: dict[str, Any], name: str, value: Any, given: Mapping[str, Any]) -> None:
    ways = list(value or ())
    if set(ways) != set(catalogue.ways_of(str(row.get(name) or ""))):
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
            for emptied in _sent_of(given, f"{name}.{number}.") - set(told):
                known.pop(emptied, None)
            known.setdefault(key, catalogue.fresh_key(taken, stem=stem))
            taken.append(str(known[key]))
            if isinstance(told.get("options"), str):
                told = {**told, "options": _options_of(told["options"], known.get("options"))}
            told = {k: _as_it_stood(known.get(k), v) if isinstance(v, list) else v for k, v in told.items()}
            fresh.append({k: v for k, v in {**known, **told}.items() if v not in ("", None, [])})
        _put(row, name, fresh)

    return keep_group


def _sent_of(given: Mapping[str, Any], stem: str) -> set[str]:
    return {path.removeprefix(stem) for path in given if path.startswith(stem)}


_KEEP: Mapping[str, Callable[[dict[str, Any], str, Any, Mapping[str, Any]], None]] = {
    "text": _keep_text,
    "int": _keep_int,
    "number": _keep_number,
    "code": _keep_int,
    "bool": _keep_bool,
    "codes": _keep_codes,
    "link": _keep_link,
    "lines": _keep_lines,
    "shown": _keep_shown,
    "years": _keep_years,
    "options": _keep_group("options"),
    "inner": _keep_group("inner"),
}

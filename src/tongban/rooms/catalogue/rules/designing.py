"""设计：在草稿的内容上加一行、改一行、挪一行、去一行；给新的一行起代号，列出可以选用的材料、栏目和来源。

Content goes in and new content comes out; what was given is never changed, so that an earlier revision stays what it was.
A place is a path such as ``materials`` or ``form.0.fields``: names of elements and numbers of rows, in turn.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from tongban.rooms.catalogue.errors import MixedCondition, NoSuchRow
from tongban.rooms.catalogue.rules.conditions import parse_condition
from tongban.rooms.catalogue.rules.defaults import registers
from tongban.rooms.catalogue.rules.element_tables import code_lists
from tongban.rooms.catalogue.words import FieldKind
from tongban.rooms.catalogue.words.designing import Offer, Row

Content = Mapping[str, Any]
CASE_FACTS = (
    Offer("case.result_no", "证照或者文书的编号"),
    Offer("case.decided_on", "决定日期"),
    Offer("case.valid_until", "有效期至"),
    Offer("organ.name", "发证机关"),
    Offer("organ.code", "发证机关代码"),
    Offer("applicant.name", "申请人"),
)


def rows(content: Content, at: str) -> list[Any]:
    """这个地方的各行；还没有写过的为空。 Refuses: NoSuchRow."""
    found: Any = content
    for step in at.split("."):
        found = _within(found, step)
        if found is None:
            return []
    if not isinstance(found, list):
        raise NoSuchRow
    return list(found)


def row(content: Content, at: str, place: int) -> Any:
    """其中的一行。 Refuses: NoSuchRow."""
    found = rows(content, at)
    if not 0 <= place < len(found):
        raise NoSuchRow
    return found[place]


def added(content: Content, at: str, fresh: Any) -> dict[str, Any]:
    """在末尾加一行。 Refuses: NoSuchRow."""
    return _with(content, at, [*rows(content, at), fresh])


def replaced(content: Content, at: str, place: int, changed: Any) -> dict[str, Any]:
    """改其中一行。 Refuses: NoSuchRow."""
    row(content, at, place)
    found = rows(content, at)
    return _with(content, at, [*found[:place], changed, *found[place + 1 :]])


def moved(content: Content, at: str, place: int, *, by: int) -> dict[str, Any]:
    """往上 (-1) 或者往下 (+1) 挪一行；到头了不动。 Refuses: NoSuchRow."""
    found = rows(content, at)
    taken = row(content, at, place)
    rest = [*found[:place], *found[place + 1 :]]
    to = min(max(place + by, 0), len(rest))
    return _with(content, at, [*rest[:to], taken, *rest[to:]])


def without(content: Content, at: str, place: int) -> dict[str, Any]:
    """去掉一行；去掉的是材料，情形里指着它的也一并去掉。 Refuses: NoSuchRow."""
    gone = row(content, at, place)
    found = rows(content, at)
    left = _with(content, at, [*found[:place], *found[place + 1 :]])
    return _forget_material(left, gone["key"]) if at == "materials" else left


def fresh_key(taken: Sequence[str], *, stem: str) -> str:
    """没有用过的代号：``f1``、``f2``……；用过又删去的号也可能再用，草稿里谁也没有指着它了。"""
    used = set(taken)
    n = next(n for n in range(1, len(used) + 2) if f"{stem}{n}" not in used)
    return f"{stem}{n}"


def keys_of(content: Content, at: str, *, name: str = "key") -> list[str]:
    """这个地方各行已经用了的代号；表单的各节一起算，组里的栏目也算。"""
    if at.startswith("form"):
        return [key for section in rows(content, "form") for key in _names(section.get("fields", ()))]
    return [str(each[name]) for each in rows(content, at) if name in each]


def materials_on_offer(content: Content) -> list[Offer]:
    """情形可以增减的材料。"""
    return [Offer(str(m["key"]), str(m.get("material_name", ""))) for m in rows(content, "materials")]


def deciders_on_offer(content: Content, *, before: str) -> list[Offer]:
    """``before`` 这一栏之前能左右它显不显示的回答，一个回答一项，如 ``f3==true`` (only what stands before it may decide)."""
    asked = [
        Offer(f"{q['key']}=={o['key']}", f"“{q.get('ask', '')}”选了“{o.get('label', '')}”")
        for q in rows(content, "situations")
        for o in q.get("options", ())
    ]
    for field in _fields(content):
        if field.get("name") == before:
            break
        asked += _answers(field)
    return asked


def _answers(field: Row) -> list[Offer]:
    name, label = field.get("name"), field.get("label", "")
    told: tuple[tuple[str, str], ...] = ()
    match field.get("type"):
        case FieldKind.YES_NO:
            told = (("true", "是"), ("false", "否"))
        case FieldKind.CHOICE | FieldKind.MULTI_CHOICE:
            told = tuple((str(o["key"]), str(o.get("label", ""))) for o in field.get("options", ()))
    return [Offer(f"{name}=={key}", f"“{label}”选了“{says}”") for key, says in told]


def ways_of(condition: str) -> list[str]:
    """显示条件拆成一个个回答：``q in a,b`` 是 ``q==a`` 和 ``q==b``；说“不是”的、写错的拆不开，为空。"""
    try:
        read = parse_condition(condition)
    except ValueError:
        return []
    return [] if read.negated else sorted(f"{read.name}=={literal}" for literal in read.literals)


def condition_of(ways: Sequence[str]) -> str:
    """几个回答合成一个显示条件。 Refuses: MixedCondition."""
    told = [way.partition("==") for way in ways]
    names = {name for name, _, _ in told}
    if len(names) > 1:
        raise MixedCondition
    literals = [literal for _, _, literal in told]
    if len(literals) == 1:
        return f"{names.pop()}=={literals[0]}"
    return f"{names.pop()} in {','.join(literals)}" if literals else ""


def registers_on_offer() -> list[Offer]:
    """可以共享核验的数据，查得到就免交。"""
    return [Offer(key, name) for key, name in registers().items()]


def codes_on_offer(number: str) -> list[Offer]:
    """一个代码表（如 ``CL-03``）里的代号。"""
    codes: dict[str, str] = code_lists()["lists"][number]["codes"]
    return [Offer(code, zh) for code, zh in codes.items()]


def sources_on_offer(content: Content) -> list[Offer]:
    """结果样本的一行可以取自哪里：表单的栏目、情形的回答、办件的事实。"""
    asked = [
        Offer(f"form.{f['name']}", f"表单：{f.get('label', '')}")
        for f in _fields(content)
        if f.get("type") != FieldKind.REPEAT
    ]
    answers = [Offer(f"answer.{q['key']}", f"情形：{q.get('ask', '')}") for q in rows(content, "situations")]
    return [*asked, *answers, *CASE_FACTS]


def _fields(content: Content) -> list[Row]:
    return [field for section in rows(content, "form") for field in section.get("fields", ())]


def _names(fields: Sequence[Row]) -> list[str]:
    return [str(f["name"]) for field in fields for f in (field, *field.get("fields", ())) if "name" in f]


def _forget_material(content: dict[str, Any], key: str) -> dict[str, Any]:
    for option in (o for q in content.get("situations", ()) for o in q.get("options", ())):
        for way in ("adds", "removes"):
            if key in option.get(way, ()):
                option[way] = [each for each in option[way] if each != key]
    return content


def _within(found: Any, step: str) -> Any:
    if isinstance(found, Mapping):
        return found.get(step)
    if isinstance(found, list) and step.isdigit():
        return found[int(step)] if int(step) < len(found) else None
    raise NoSuchRow


def _with(content: Content, at: str, changed: list[Any]) -> dict[str, Any]:
    whole: dict[str, Any] = deepcopy(dict(content))
    *way, last = at.split(".")
    found: Any = whole
    for step in way:
        found = _within(found, step)
        if found is None:
            raise NoSuchRow
    found[last] = deepcopy(changed)
    return whole


def found_at(content: Content, at: str, told: str, *, name: str = "key") -> int:
    """``told`` 说的是第几行：先当代号找，没有代号的行按序号（0 起）。 Refuses: NoSuchRow."""
    here = rows(content, at)
    for place, each in enumerate(here):
        if isinstance(each, Mapping) and str(each.get(name, "")) == told:
            return place
    keyed = any(isinstance(each, Mapping) and name in each for each in here)
    if keyed or not told.isascii() or not told.isdigit() or len(told) > 4 or int(told) >= len(here):
        raise NoSuchRow
    return int(told)


def merged(base: Row, now: Row, mine: Row) -> tuple[Row, tuple[str, ...]]:
    """两人改了同一行：各自改的要素都要；同一要素两人改得不同的，照现在的留着，并说出来是哪些。

    ``base`` is the row both began with, ``now`` what the other made of it, ``mine`` what this person made of it.
    """
    kept, disputed = dict(now), []
    for name in sorted({*base, *mine}):
        if mine.get(name) == base.get(name) or mine.get(name) == now.get(name):
            continue
        if now.get(name) != base.get(name):
            disputed.append(name)
        elif name in mine:
            kept[name] = mine[name]
        else:
            kept.pop(name, None)
    return kept, tuple(disputed)

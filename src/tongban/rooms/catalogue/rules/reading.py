"""读出版本：事项内容（实施清单要素，C0109 名称）变成一个 :class:`Version`；缺的要素用默认的。"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tongban.rooms.calendar.words import TimeUnit
from tongban.rooms.catalogue import words
from tongban.rooms.catalogue.rules.conditions import parse_condition
from tongban.rooms.catalogue.rules.defaults import defaults, limit_of

Content = Mapping[str, Any]

UNITS = {
    "1": TimeUnit.WORKDAY,
    "2": TimeUnit.DAY,
    "3": TimeUnit.HOUR,
    "4": TimeUnit.MINUTE,
    "5": TimeUnit.MONTH,
}
_ORGAN_ENDS = ("局", "委员会", "办公室")


def read_version(content: Content, *, version_id: int = 0, number: int = 1) -> words.Version:
    """读出版本：内容写错抛 ``ValueError``/``KeyError``；只有名称、编码、部门的也读得出，并标明指南待完善。"""
    incomplete = "materials" not in content
    whole = {**_generic(str(content["task_type"])), **content} if incomplete else content
    return words.Version(
        id=version_id,
        number=number,
        guide_incomplete=incomplete,
        **_identity(whole),
        **_limits(whole),
        **_reach(whole),
        **_guide(whole),
        **_topics(whole),
        **_planned(whole),
        materials=tuple(_material(m) for m in sorted(whole["materials"], key=_order)),
        situations=tuple(_question(q) for q in whole.get("situations", ())),
        form=tuple(_section(s) for s in whole.get("form") or defaults()["form"]),
        steps=tuple(_step(s) for s in whole.get("handle_flow") or defaults()["handle_flow"]),
        results=tuple(_result(r) for r in whole.get("results", ())),
        example=dict(whole.get("example", {})),
    )


def read_sketch(content: Content) -> words.Version:
    """读出一份还没有写完的内容：读得懂的照读，读不懂的行先不看，供边写边看用；发布时一行也不许读不懂。"""
    form = [
        {**section, "section": section.get("section", ""), "fields": _legible(section.get("fields"), _field)}
        for section in content.get("form") or ()
    ]
    rows = {name: _legible(content.get(name), read) for name, read in _ROWS.items()}
    return read_version({**content, **rows, "form": form})


def _legible(rows: Any, read: Callable[[Content], object]) -> list[Content]:
    return [row for row in rows or () if _reads(row, read)]


def _reads(row: Content, read: Callable[[Content], object]) -> bool:
    try:
        read(row)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return True


def read_form(fields: Sequence[Content]) -> words.BareForm:
    """读出一张只有栏目的表；写错抛 ``ValueError``/``KeyError``。"""
    return words.BareForm(form=(words.Section(title="", fields=tuple(_field(f) for f in fields)),))


def organ_short(name: str) -> str:
    """机关代字：没有规定代字的，用机关名称去掉开头的区划字和末尾的“局”等（如“区行政审批局”→“行政审批”）。"""
    short = name.removeprefix("区").removeprefix("县").removeprefix("市")
    for end in _ORGAN_ENDS:
        short = short.removesuffix(end)
    return short[:12] or name[:12]


def _generic(task_type: str) -> dict[str, Any]:
    limit = limit_of(task_type)
    return {
        **{key: defaults()[key] for key in ("materials", "form", "handle_flow", "results", "remedies")},
        "server_type": defaults()["server_type"],
        "accept_limit_days": defaults()["accept_limit_days"],
        "anticipate_day": limit["amount"],
        "anticipate_type": limit["unit"],
        "anticipate_explain": limit["says"],
        "promise_day": limit["amount"],
        "promise_type": limit["unit"],
        "promise_explain": defaults()["incomplete_says"],
        "project_type": 2,
        "limit_scene_num": 1,
        "handle_type": [1, 2],
        "is_online": True,
        "online_level": "III",
    }


def _identity(c: Content) -> dict[str, Any]:
    return {
        "code": str(c["task_handle_item"]),
        "name": str(c["task_name"]),
        "region": str(c.get("region", "")),
        "department": str(c.get("department", "")),
        "department_code": str(c["dept_code"]),
        "organ_name": str(c["dept_name"]),
        "organ_short": str(c.get("organ_short") or organ_short(str(c["dept_name"]))),
        "task_type": words.TaskType.of(str(c["task_type"])),
        "state": words.ItemState.of(str(c.get("task_state", 1))),
        "project_type": words.ProjectType.of(str(c.get("project_type", 2))),
        "main_item": _text(c.get("main_item")),
        "undertaken_by": _text(c.get("undertake_org")),
        "set_level": _text(c.get("set_level")),
        "licence_no": _text(c.get("licence_no")),
    }


def _limits(c: Content) -> dict[str, Any]:
    limit = limit_of(str(c["task_type"]))
    return {
        "statutory": _period(c, "anticipate", fallback=limit),
        "promised": _period(c, "promise", fallback=limit),
        "accept_limit_days": int(c.get("accept_limit_days", defaults()["accept_limit_days"])),
        "statutory_says": _text(c.get("anticipate_explain")),
        "promised_says": _text(c.get("promise_explain")),
    }


def _period(c: Content, stem: str, *, fallback: Mapping[str, Any]) -> words.Period:
    amount = int(c.get(f"{stem}_day", fallback["amount"]))
    unit = str(c.get(f"{stem}_type", 1 if f"{stem}_day" in c else fallback["unit"]))
    if not 0 <= amount <= 10_000:
        raise ValueError(f"期限数目不合理：{amount}")
    return words.Period(amount=amount, unit=UNITS[unit])


def _reach(c: Content) -> dict[str, Any]:
    visits = int(c.get("limit_scene_num", 1))
    return {
        "targets": tuple(words.ServiceTarget.of(str(t)) for t in c.get("server_type", ())),
        "handle_types": tuple(words.HandleType.of(str(t)) for t in c.get("handle_type", (1,))),
        "visits": visits,
        "visits_say": _text(c.get("limit_scene_explain")),
        "online": bool(c.get("is_online", False)),
        "level": words.OnlineLevel.of(str(c.get("online_level", "I"))),
        "by_post": bool(c.get("is_mail_result", False)),
        "bookable": bool(c.get("is_schedule", False)),
        "at_terminals": bool(c.get("is_service_terminals", False)),
        "place": _place(c),
    }


def _place(c: Content) -> words.Place:
    return words.Place(
        address=_text(c.get("transact_addr")),
        hours=_text(c.get("transact_time")),
        hall=_text(c.get("hall")),
        window_group=_text(c.get("window_group")),
        consult_phone=_text(c.get("consult_phone")),
        complain_phone=_text(c.get("complain_phone")),
        in_towns=bool(c.get("town_handling", False)),
        lower_places=tuple(str(each["name"]) for each in c.get("lower_places") or ()),
    )


def _guide(c: Content) -> dict[str, Any]:
    return {
        "laws": tuple(_law(law) for law in c.get("by_law", ())),
        "conditions": _texts(c.get("accept_condition")),
        "faq": tuple(_faq(q) for q in sorted(c.get("questions", ()), key=lambda q: int(q.get("order", 0)))),
        "fees": tuple(_fee(f) for f in c.get("fee_projects", ())) if c.get("is_fee") else (),
        "fee_basis": _text(c.get("fee_basis")),
        "pledge": bool(c.get("is_commit", False)),
        "tolerant": bool(c.get("is_tolerant", False)),
        "quantity_limit": _text(c.get("limit_explain")),
        "remedies": words.Remedies(**c.get("remedies", {})),
    }


def _topics(c: Content) -> dict[str, Any]:
    person, enterprise = _texts(c.get("user_topic_type")), _texts(c.get("corp_topic_type"))
    return {
        "plain_words": _text(c.get("plain_words")),
        "aliases": _texts(c.get("aliases")),
        "themes": tuple(dict.fromkeys((*person, *enterprise))),
        "person_themes": person,
        "enterprise_themes": enterprise,
        "life_events": _texts(c.get("life_events")),
    }


def _planned(c: Content) -> dict[str, Any]:
    effective, cancel = (_day(c.get(f"plan_{which}_date")) for which in ("effective", "cancel"))
    if effective and cancel and cancel <= effective:
        raise ValueError("计划取消日期应晚于计划生效日期")
    return {"planned_effective": effective, "planned_cancel": cancel}


def _day(written: object) -> date | None:
    return date.fromisoformat(str(written)) if written else None


def _material(m: Content) -> words.Material:
    paper = str(m.get("material_format", 3))
    return words.Material(
        key=str(m["key"]),
        name=str(m["material_name"]),
        need=words.Need.of(str(m.get("is_need", 1))),
        source=words.MaterialSource.of(str(m.get("source_type", 10))),
        order=_order(m),
        base=bool(m.get("base", True)),
        accept_stand=_texts(m.get("accept_stand")),
        basis=_text(m.get("by_law")),
        original_num=int(m.get("original_num", 0)),
        copy_num=int(m.get("copy_num", 0)),
        paper=paper in "13",
        electronic=paper in "23",
        tolerant_days=int(m.get("tolerant_days", 0)),
        **{
            k: _text(m.get(k))
            for k in ("fill_explain", "issuing_org", "share_api", "form_name", "tolerant_effect")
        },
    )


def _question(q: Content) -> words.Question:
    return words.Question(
        key=str(q["key"]),
        ask=str(q["ask"]),
        many=q.get("kind") == "multi",
        options=tuple(_option(o) for o in q["options"]),
    )


def _option(o: Content) -> words.Option:
    return words.Option(
        key=str(o["key"]),
        label=str(o["label"]),
        adds=_texts(o.get("adds")),
        removes=_texts(o.get("removes")),
        says=_text(o.get("says")),
        ends=_text(o.get("ends")),
    )


def _section(s: Content) -> words.Section:
    return words.Section(title=str(s["section"]), fields=tuple(_field(f) for f in s["fields"]))


def _field(f: Content) -> words.Field:
    return words.Field(
        name=str(f["name"]),
        label=str(f["label"]),
        kind=words.FieldKind.of(str(f["type"])),
        required=bool(f.get("required", False)),
        max_len=int(f.get("max_len", 0)),
        minimum=_decimal(f.get("min")),
        maximum=_decimal(f.get("max")),
        options=tuple(_option(o) for o in f.get("options", ())),
        show_when=parse_condition(str(f["show_when"])) if f.get("show_when") else None,
        fields=tuple(_field(inner) for inner in f.get("fields", ())),
        **{k: _text(f.get(k)) for k in ("prefill", "hint", "unit", "basis")},
    )


def _step(s: Content) -> words.Step:
    return words.Step(
        name=str(s["link_name"]),
        days=int(s["days"]),
        post=str(s["post"]),
        says=_text(s.get("says")),
        unit=UNITS[str(s.get("unit") or 1)],
        special=bool(s.get("is_special", False)),
        department=_text(s.get("handle_dept")),
    )


def _result(r: Content) -> words.Result:
    valid = r.get("valid") or {}
    return words.Result(
        name=str(r["result_name"]),
        kind=words.ResultKind.of(str(r["result_type"])),
        template=tuple(
            words.ResultLine(label=str(t["label"]), source=str(t["source"])) for t in r["template"]
        ),
        cert_type_code=_text(r.get("cert_type_code")),
        years=int(valid.get("years", 0)),
        years_field=_text(valid.get("years_field")),
        until=_text(valid.get("until")),
    )


def _law(law: Content) -> words.Law:
    return words.Law(
        **{k: _text(law.get(k)) for k in ("law", "article", "says", "doc_no", "organ", "in_force", "note")}
    )


def _faq(q: Content) -> words.Faq:
    return words.Faq(question=str(q["question"]), answer=str(q["answer"]))


def _fee(f: Content) -> words.Fee:
    return words.Fee(
        name=str(f["fee_name"]),
        standard=str(f["fee_stand"]),
        basis=_text(f.get("by_law")),
        reduced=bool(f.get("is_desc", False)),
        reduced_says=_text(f.get("desc_explain")),
        counted=dict(f.get("counted") or {}),
    )


def _order(m: Content) -> int:
    return int(m.get("order_num", 0))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _texts(value: object) -> tuple[str, ...]:
    match value:
        case None | "":
            return ()
        case list() | tuple():
            return tuple(map(str, value))
    return (str(value),)


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


_ROWS: dict[str, Callable[[Content], object]] = {
    "materials": _material,
    "situations": _question,
    "handle_flow": _step,
    "results": _result,
    "questions": _faq,
    "by_law": _law,
    "fee_projects": _fee,
}

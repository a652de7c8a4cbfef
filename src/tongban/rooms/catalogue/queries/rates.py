"""指标的查询：在某一天有效的目录里逐行数，数到的和点下去看到的是同一个判断。"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db import connection

from tongban.rooms.calendar.words import in_workdays
from tongban.rooms.catalogue import models
from tongban.rooms.catalogue.queries.in_force import IN_FORCE
from tongban.rooms.catalogue.rules import headline as rules
from tongban.rooms.catalogue.rules.reading import UNITS
from tongban.rooms.catalogue.words import (
    BaselineName,
    CountBasis,
    CountedItem,
    Headline,
    ItemFigures,
    RateKey,
    Reduction,
    ReductionKey,
)

# Every unit of a time limit is a whole number of these: sums stay exact whole numbers in SQL.
PARTS_OF_A_WORKDAY = 3360
LONGEST_PAGE = 500


def _parts(stem: str) -> str:
    """SQL: a time limit in parts of a working day; null while it is not written."""
    amount, unit = f"(c->>'{stem}_day')::int", f"coalesce(c->>'{stem}_type', '1')"
    return f"{amount} * {_factor(unit)}"


def _factor(unit: str) -> str:
    whens = " ".join(
        f"WHEN '{code}' THEN {in_workdays(1, word) * PARTS_OF_A_WORKDAY}" for code, word in UNITS.items()
    )
    return f"(CASE {unit} {whens} END)"


def _count_of(element: str) -> str:
    return f"CASE jsonb_typeof(c->'{element}') WHEN 'array' THEN jsonb_array_length(c->'{element}') END"


_DEPTH = (
    "SELECT 1 FROM jsonb_array_elements_text("
    "CASE jsonb_typeof(c->'online_handle_depth') WHEN 'array' THEN c->'online_handle_depth' ELSE '[]' END"
    ") d WHERE d::int BETWEEN"
)
# One row a service item of the day, with everything that a figure asks of it (domain 1.7, 1.8).
SERVICE = f"""
    SELECT code, coalesce(nullif(c->>'catalog_code', ''), code) AS item_key, c->>'task_name' AS name,
        c->>'dept_name' AS organ, EXISTS ({_DEPTH} 2 AND 7) AS online, EXISTS ({_DEPTH} 5 AND 7) AS fully_online,
        (c->>'limit_scene_num')::int AS visits, c->>'project_type' = '1' AS on_the_spot,
        coalesce(c->>'is_entry_center', '') = 'true' AS entered, {_parts("anticipate")} AS statutory,
        {_parts("promise")} AS promised, {_count_of("handle_flow")} AS steps, {_count_of("materials")} AS materials,
        coalesce(c->>'offline_reason', '') AS offline_reason,
        coalesce(nullif(c->>'limit_scene_explain', '无'), '') AS visit_reason, c
    FROM (SELECT f.code, f.content AS c FROM {IN_FORCE} f WHERE NOT f.paused) f
    WHERE c->>'task_type' = ANY(%(types)s)
"""  # noqa: S608 -- literals
JUDGED = f"""
    SELECT s.*, s.visits <= 1 AS one_visit, s.visits = 0 OR s.fully_online AS zero_visit,
        n.reason AS negative_reason, s.entered AND n.reason IS NULL AS counts_as_entered
    FROM ({SERVICE}) s LEFT JOIN (
        SELECT l.item_key, min(l.reason) AS reason FROM catalogue_negativeline l
        WHERE l.item_key <> '' AND l.document_id IN (
            SELECT id FROM catalogue_lists_in_force(%(region)s, %(on)s)) GROUP BY l.item_key) n USING (item_key)
"""  # noqa: S608 -- literals
COUNTED = f"""
    SELECT count(*), count(*) FILTER (WHERE online), count(*) FILTER (WHERE one_visit),
        count(*) FILTER (WHERE fully_online), count(*) FILTER (WHERE zero_visit),
        count(*) FILTER (WHERE on_the_spot), count(*) FILTER (WHERE negative_reason IS NOT NULL),
        count(*) FILTER (WHERE counts_as_entered),
        coalesce(sum(statutory) FILTER (WHERE statutory > 0 AND promised IS NOT NULL), 0),
        coalesce(sum(promised) FILTER (WHERE statutory > 0 AND promised IS NOT NULL), 0)
    FROM ({JUDGED}) j
"""  # noqa: S608 -- literals


@dataclass(frozen=True, slots=True)
class _Drill:
    """How a rate is opened: which items count, among which, and what is said of each."""

    counted: str
    among: str
    says: str
    reason: str = "''"


_WORKDAYS = "round({}::numeric / 3360, 1)::float8 || '个工作日'"
_DRILLS = {
    RateKey.ONLINE: _Drill("online", "true", "coalesce(c->>'online_level', '') || '级'", "offline_reason"),
    RateKey.ONE_VISIT: _Drill("one_visit", "true", "'到现场' || visits || '次'", "visit_reason"),
    RateKey.FULLY_ONLINE: _Drill(
        "fully_online", "true", "coalesce(c->>'online_level', '') || '级'", "offline_reason"
    ),
    RateKey.ZERO_VISIT: _Drill("zero_visit", "true", "'到现场' || visits || '次'", "visit_reason"),
    RateKey.ON_THE_SPOT: _Drill(
        "on_the_spot",
        "true",
        "CASE WHEN on_the_spot THEN '即办件' ELSE '承诺' || " + _WORKDAYS.format("promised") + " END",
    ),
    RateKey.TIME_SAVED: _Drill(
        "promised < statutory",
        "statutory > 0 AND promised IS NOT NULL",
        f"'法定' || {_WORKDAYS.format('statutory')} || '，承诺' || {_WORKDAYS.format('promised')}",
    ),
    RateKey.HALL_ENTRY: _Drill(
        "counts_as_entered",
        "negative_reason IS NULL",
        "CASE WHEN entered THEN coalesce(c->>'entry_mode', '进驻') ELSE '未进驻' END",
    ),
}
DRILLED = """
    WITH judged AS ({judged})
    SELECT code, name, organ, coalesce({says}, ''), {reason} FROM judged
    WHERE ({among}) AND coalesce({counted}, false) = %(counted)s
        AND (%(after)s = '' OR (organ, code) > (SELECT j.organ, j.code FROM judged j WHERE j.code = %(after)s))
    ORDER BY organ, code LIMIT %(limit)s
"""
BASELINE = """
    SELECT b.id, b.name, b.taken_on, b.source, (SELECT count(*) FROM catalogue_baselineline l WHERE l.baseline_id = b.id)
    FROM catalogue_baseline b WHERE b.region = %(region)s AND b.taken_on <= %(on)s AND %(name)s IN ('', b.name)
    ORDER BY b.taken_on DESC, b.id DESC LIMIT 1
"""
_SIDES = {
    ReductionKey.TIME: (f"b.promised * {_factor('b.unit')}", "s.promised", PARTS_OF_A_WORKDAY),
    ReductionKey.STEPS: ("b.steps", "s.steps", 1),
    ReductionKey.MATERIALS: ("b.materials", "s.materials", 1),
    ReductionKey.VISITS: ("b.visits", "s.visits", 1),
}
_COMPARED_SIDES = ", ".join(
    f"count({now}), count(*) FILTER (WHERE {now} > {before}),"
    f" coalesce(sum({before}) FILTER (WHERE {now} IS NOT NULL), 0), coalesce(sum({now}), 0)"
    for before, now, _ in _SIDES.values()
)
# Materialised: beside a baseline loaded a moment ago, which has no statistics yet, the plan would count the service items
# anew for every line of it.
COMPARED = f"""
    WITH s AS MATERIALIZED ({SERVICE})
    SELECT {_COMPARED_SIDES} FROM s JOIN catalogue_baselineline b USING (item_key)
    WHERE b.baseline_id = %(baseline)s
"""  # noqa: S608 -- literals
REDUCED = """
    WITH s AS MATERIALIZED ({service}), sides AS (
        SELECT s.code, s.name, s.organ, ({before})::numeric / {scale} AS was, ({now})::numeric / {scale} AS now
        FROM s JOIN catalogue_baselineline b USING (item_key)
        WHERE b.baseline_id = %(baseline)s AND ({now}) IS NOT NULL)
    SELECT code, name, organ, round(was, 1)::float8::text, round(now, 1)::float8::text FROM sides
    WHERE (now < was) = %(counted)s
        AND (%(after)s = '' OR (was - now, code) > (SELECT x.was - x.now, x.code FROM sides x WHERE x.code = %(after)s))
    ORDER BY was - now, code LIMIT %(limit)s
"""
FIGURES = f"""
    SELECT item_key, (c->>'promise_day')::int, coalesce(c->>'promise_type', '1'), (c->>'anticipate_day')::int,
        coalesce(c->>'anticipate_type', '1'), steps, materials, visits
    FROM ({SERVICE}) s WHERE promised IS NOT NULL AND statutory IS NOT NULL AND steps IS NOT NULL
        AND materials IS NOT NULL AND visits IS NOT NULL ORDER BY item_key
"""  # noqa: S608 -- literals


def headline(*, region: str, on: date, baseline: str = "") -> Headline:
    """这一天的全部指标；``baseline`` 是基线的名称，不写用最近的一条 (three statements)."""
    asked = _asked(region, on)
    *counts, statutory, promised = _row(COUNTED, asked)
    counted = rules.Counts(**dict(zip(rules.Counts.__slots__, counts, strict=True)))
    rates = rules.rates(counted, statutory=_workdays(statutory), promised=_workdays(promised))
    named = _baseline(region, on, baseline)
    return Headline(
        region=region,
        on=on,
        basis=CountBasis.HANDLING_ITEM,
        items=counted.items,
        rates=rates,
        reductions=_reductions(asked, *named) if named else (),
        baseline=named[1] if named else None,
    )


def counted_items(
    *, region: str, on: date, key: RateKey, counted: bool = True, after: str = ""
) -> tuple[tuple[CountedItem, ...], str]:
    """点开一个比率：算进去的（``counted``）或者没算进去的事项，连同原因；``after`` 是上一页的末一条 (one statement)."""
    drill = _DRILLS[key]
    sql = DRILLED.format(judged=JUDGED, **{name: getattr(drill, name) for name in _Drill.__slots__})
    rows = _rows(sql, _asked(region, on) | {"counted": counted, "after": after, "limit": LONGEST_PAGE + 1})
    return _page([CountedItem(code, name, organ, says, reason) for code, name, organ, says, reason in rows])


def reduced_items(
    *, region: str, on: date, key: ReductionKey, counted: bool = True, after: str = ""
) -> tuple[tuple[CountedItem, ...], str]:
    """点开一个“减”：减了的（``counted``）或者没减的事项，没减的里不减反增的在前 (two statements)."""
    named = _baseline(region, on, "")
    if named is None:
        return (), ""
    before, now, scale = _SIDES[key]
    sql = REDUCED.format(before=before, now=now, scale=scale, service=SERVICE)
    limits = {"counted": counted, "after": after, "limit": LONGEST_PAGE + 1, "baseline": named[0]}
    rows = _rows(sql, _asked(region, on) | limits)
    return _page(
        [CountedItem(code, name, organ, says=f"{now}", before=was) for code, name, organ, was, now in rows]
    )


def baselines(*, region: str) -> list[BaselineName]:
    """全部基线，新的在前 (one statement)."""
    kept = models.Baseline.objects.filter(region=region).order_by("-taken_on", "-id")
    return [
        BaselineName(name=b.name, taken_on=b.taken_on, source=b.source, items=b.rows.count()) for b in kept
    ]


def item_figures(*, region: str, on: date) -> list[ItemFigures]:
    """在用事项当日的数，写全的才有 (one statement)."""
    return [ItemFigures(*row) for row in _rows(FIGURES, _asked(region, on))]


def _baseline(region: str, on: date, name: str) -> tuple[int, BaselineName] | None:
    found = _rows(BASELINE, {"region": region, "on": on, "name": name})
    return next(
        (
            (number, BaselineName(name=told, taken_on=taken_on, source=source, items=items))
            for number, told, taken_on, source, items in found
        ),
        None,
    )


def _reductions(asked: Mapping[str, Any], number: int, named: BaselineName) -> tuple[Reduction, ...]:
    found = _row(COMPARED, {**asked, "baseline": number})
    compared = []
    for place, (key, (_, _, scale)) in enumerate(_SIDES.items()):
        items, worse, before, now = found[place * 4 : place * 4 + 4]
        sides = rules.Totals(
            items=items, worse=worse, before=Fraction(before) / scale, now=Fraction(now) / scale
        )
        compared.append(rules.reduction(key, sides, baseline=named.name))
    return tuple(compared)


def _asked(region: str, on: date) -> dict[str, Any]:
    return {"region": region, "on": on, "types": list(rules.SERVICE_TYPES)}


def _workdays(parts: int) -> Fraction:
    return Fraction(int(parts), PARTS_OF_A_WORKDAY)


def _page(items: list[CountedItem]) -> tuple[tuple[CountedItem, ...], str]:
    more = len(items) > LONGEST_PAGE
    return tuple(items[:LONGEST_PAGE]), items[LONGEST_PAGE - 1].code if more else ""


def _row(sql: str, asked: Mapping[str, Any]) -> Any:
    return _rows(sql, asked)[0]


def _rows(sql: str, asked: Mapping[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return list(cursor.fetchall())

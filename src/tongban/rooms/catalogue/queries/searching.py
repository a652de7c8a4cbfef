"""搜索：一条语句取候选，再在进程里排名。

The statement looks up the question's rarest lexemes in the GIN index and adds up their weights; how many rows that may touch
is bounded (``Reach``), so that a catalogue a hundred times as large is not a hundred times as slow. The word counts that
say what is rare are kept in the process; the statement brings their edition along, and a new one is read before the next
search. One statement a search once warm.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tongban.rooms.catalogue.rules.asking import Asked, asked, lexemes
from tongban.rooms.catalogue.rules.ranking import Lexemes, Measure, face
from tongban.rooms.catalogue.words import Hit, ListedItem, Suggestion


@dataclass(frozen=True, slots=True)
class Reach:
    """一次找多远：各词素相加最多看多少行、每个词素最多几行、取几个候选来排名（在 100,000 个事项上量定）。"""

    budget: int
    each: int
    candidates: int


FULL = Reach(budget=1500, each=600, candidates=36)
QUICK = Reach(budget=800, each=400, candidates=24)
MOST_LEXEMES = 24
MOST_HITS = 100

SEARCH = """
    WITH wanted AS (SELECT * FROM unnest(%s::text[], %s::real[]) AS w(query, weight)),
    found AS (
        SELECT s.item_id, sum(w.weight) AS weight FROM wanted w CROSS JOIN LATERAL (
            SELECT item_id FROM catalogue_search WHERE tokens @@ w.query::tsquery AND region LIKE %s LIMIT %s) s
        GROUP BY s.item_id ORDER BY weight DESC, s.item_id LIMIT %s
    )
    SELECT i.id, i.code, i.name, i.region, i.department_code, i.department, i.summary, i.task_type, i.on_the_spot,
        i.promised_days, i.visits, i.guide_incomplete, s.aliases, s.hot, (SELECT max(edition) FROM catalogue_lexicon)
    FROM found f JOIN catalogue_item i ON i.id = f.item_id JOIN catalogue_search s ON s.item_id = i.id
    WHERE i.state = '1'
"""
LEXICON = "SELECT edition, items, counts FROM catalogue_lexicon ORDER BY edition DESC LIMIT 1"

_kept = Lexemes(edition=-1, items=0, counts={})


def search(*, text: str, region: str | None = None, limit: int = 10) -> list[Hit]:
    """搜索事项：大白话、错别字、拼音、首字母都可以；最合适的在前，最多 ``limit`` 条 (one statement once warm)."""
    return _ranked(text, region=region or "", reach=FULL)[: max(0, min(limit, MOST_HITS))]


def suggest(*, text: str, region: str | None = None, limit: int = 8) -> list[Suggestion]:
    """边输边提示：最可能要办的事项，同名的只提示一次 (one statement once warm)."""
    hits = _ranked(text, region=region or "", reach=QUICK)
    named = {hit.name: hit.code for hit in reversed(hits)}
    first = dict.fromkeys(hit.name for hit in hits)
    return [Suggestion(name=name, code=named[name]) for name in list(first)[:limit]]


def _ranked(text: str, *, region: str, reach: Reach) -> list[Hit]:
    question = asked(text)
    rows = _candidates(question, region=region, reach=reach)
    measure = Measure(question, _kept)
    hits = [Hit(item=ListedItem(*row[:12]), score=_score(measure, row)) for row in rows]
    return sorted(hits, key=lambda hit: (-hit.score, len(hit.name), hit.item.id))


def _score(measure: Measure, row: tuple[Any, ...]) -> float:
    name, summary, aliases, hot, incomplete = (
        str(row[2]),
        str(row[6]),
        str(row[12]),
        int(str(row[13])),
        row[11],
    )
    prior = 0.04 * (not incomplete) + 0.01 * min(hot, 10)
    return measure.score(face(name, aliases, summary)) + prior


def _candidates(question: Asked, *, region: str, reach: Reach) -> list[tuple[Any, ...]]:
    words = _lexicon()
    wanted = _wanted(lexemes(question), words, reach)
    if not wanted:
        return []
    place = region.rstrip("0") if region.isdigit() else ""
    values: list[Any] = [list(wanted), list(wanted.values()), f"{place}%", reach.each, reach.candidates]
    with connection.cursor() as cursor:
        cursor.execute(SEARCH, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    if rows and rows[0][14] != words.edition:
        _read_lexicon()
    return rows


def _wanted(found: dict[str, float], words: Lexemes, reach: Reach) -> dict[str, float]:
    """The lexemes to look up, rarest first, as long as the rows they touch stay within the budget."""
    rarest = sorted(found, key=lambda lexeme: (words.counts.get(lexeme, 1), lexeme))[:MOST_LEXEMES]
    wanted: dict[str, float] = {}
    touched = 0
    for lexeme in rarest:
        touched += min(words.counts.get(lexeme, 1), reach.each)
        if touched > reach.budget and wanted:
            break
        wanted[_quoted(lexeme)] = found[lexeme] * words.telling(lexeme)
    return wanted


def _quoted(lexeme: str) -> str:
    prefix = ":*" if lexeme.startswith("i:") and len(lexeme) < 5 else ""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'" + prefix


def _lexicon() -> Lexemes:
    return _kept if _kept.edition >= 0 else _read_lexicon()


def _read_lexicon() -> Lexemes:
    global _kept
    with connection.cursor() as cursor:
        cursor.execute(LEXICON)
        row = cursor.fetchone()
    edition, items, counts = row or (0, 0, "{}")
    _kept = Lexemes(edition=edition, items=items, counts=json.loads(counts))
    return _kept

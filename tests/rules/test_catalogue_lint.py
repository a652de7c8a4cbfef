"""目录检查：每条规则各有一正一反两个例子；什么样的脏内容都查得，从不报错。"""

import re
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.rooms.catalogue import queries, words
from tongban.rooms.catalogue.rules import element_tables as tables
from tongban.rooms.catalogue.rules.lint import book, running
from tongban.rooms.catalogue.words import DirectoryLine, LintFacts, ListedLicence, Severity

PAGES = book.pages()
FACTS = {
    "licences": lambda told: {no: ListedLicence(**each) for no, each in told.items()},
    "directory": lambda told: {code: DirectoryLine(**each) for code, each in told.items()},
    "window_groups": frozenset,
    "person_topics": frozenset,
    "enterprise_topics": frozenset,
    "outside_hall": frozenset,
    "intermediaries": frozenset,
}


def patched(changes: dict[str, Any]) -> dict[str, Any]:
    """The sound item with changes by dotted path; nothing (null) takes an element away."""
    item = deepcopy(book.sound())
    for path, value in changes.items():
        *stem, last = path.split(".")
        place: Any = item
        for part in stem:
            place = place[int(part)] if isinstance(place, list) else place[part]
        if isinstance(place, list):
            place[int(last) : int(last) + 1] = [deepcopy(value)]
        elif value is None:
            place.pop(last, None)
        else:
            place[last] = deepcopy(value)
    return item


def found(code: str, example: dict[str, Any]) -> list[str]:
    """The paths at which one rule speaks; ``twin`` is a second item of the same catalogue."""
    given = dict(example)
    facts = LintFacts(**{k: FACTS.get(k, dict)(v) for k, v in given.pop("facts", {}).items()})
    twin = given.pop("twin", None)
    items = [patched(given)] + ([patched(twin)] if twin is not None else [])
    report = running.lint_catalogue(items, facts)
    return [f.path for f in report.findings if f.code == code]


def test_there_are_at_least_forty_rules_each_with_its_card_and_its_function() -> None:
    assert sorted(PAGES) == sorted({*book.CHECKS, *book.SURVEYS})
    assert len(PAGES) >= 40
    assert [code for code in PAGES if not re.fullmatch(r"TB[1-8]\d\d", code)] == []


def test_no_rule_has_anything_to_say_about_the_sound_item() -> None:
    assert running.lint_item(book.sound(), LintFacts()) == ()


@pytest.mark.parametrize("code", sorted(PAGES))
def test_a_rule_fires_on_its_example_at_its_element_and_is_silent_on_the_other(code: str) -> None:
    page = PAGES[code]
    fired = found(code, dict(page.fires))
    assert [path.partition(".")[0] for path in fired] == [page.card.element]
    assert found(code, dict(page.silent)) == []


@pytest.mark.parametrize("code", sorted(PAGES))
def test_a_rule_names_its_reason_its_source_and_an_element_of_the_dictionary(code: str) -> None:
    card = PAGES[code].card
    assert card.says and "\n" not in card.says
    assert card.source
    assert [e for e in (card.element, *card.also) if e not in tables.elements()] == []


def test_every_required_element_has_a_rule() -> None:
    ruled = {element for page in PAGES.values() for element in (page.card.element, *page.card.also)}
    required = {
        key.partition(".")[0]
        for key, told in tables.elements().items()
        if told["need"] == "required" and not told.get("made")
    }
    assert sorted(required - ruled) == []


WORDS = {
    "CL-01": words.TaskType,
    "CL-02": words.ItemState,
    "CL-06": words.ServiceTarget,
    "CL-07": words.ProjectType,
    "CL-08": words.HandleType,
    "CL-12": words.ResultKind,
    "CL-15": words.Need,
    "CL-16": words.MaterialSource,
}


@pytest.mark.parametrize("number", sorted(WORDS))
def test_the_words_of_the_program_are_the_code_lists(number: str) -> None:
    assert dict(WORDS[number].choices()) == tables.code_lists()["lists"][number]["codes"]


def test_every_code_list_has_its_source_and_every_coded_element_a_list() -> None:
    lists = tables.code_lists()["lists"]
    assert [name for name in lists if not lists[name]["source"]] == []
    assert sorted(lists) == [f"CL-{n:02d}" for n in range(1, 24)]
    coded = {k: e for k, e in tables.elements().items() if e["kind"] in ("code", "codes")}
    assert [key for key, each in coded.items() if each.get("list") not in lists] == []
    assert [k for k, e in tables.elements().items() if e["need"] == "conditional" and not e.get("when")] == []


def test_the_import_reads_the_same_codes_as_the_code_lists() -> None:
    from tongban.rooms.catalogue.rules.elements import _table

    numbers = {each.get("key"): each["codes"] for each in tables.code_lists()["lists"].values()}
    read = {("limit_unit" if key == "unit" else key): codes for key, codes in _table()["lists"].items()}
    assert read == {key: numbers[key] for key in read}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=True),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = sorted({key.partition(".")[0] for key in tables.elements()})


@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=12))
def test_any_content_can_be_linted(content: dict[str, Any]) -> None:
    report = running.lint_catalogue([content, {**book.sound(), **content}], LintFacts())
    assert report.items == 2


@given(st.sampled_from(sorted(k for k, v in book.sound().items() if isinstance(v, list) and v)), st.data())
def test_any_content_inside_a_group_can_be_linted(key: str, data: st.DataObject) -> None:
    group = book.sound()[key][0]
    if isinstance(group, dict):
        inner = data.draw(st.sampled_from(sorted(group)))
        running.lint_item({**book.sound(), key: [{**group, inner: data.draw(VALUES)}]}, LintFacts())


def test_a_row_that_is_not_compiled_yet_is_one_notice_and_not_forty_errors() -> None:
    bare = {
        k: book.sound()[k] for k in ("task_name", "task_handle_item", "task_type", "dept_name", "dept_code")
    }
    assert [(f.code, f.severity) for f in running.lint_item(bare, LintFacts())] == [
        ("TB801", Severity.NOTICE)
    ]


def test_a_finding_is_ordered_by_item_and_says_what_where_and_why() -> None:
    broken = patched({"promise_day": 30})
    report = running.lint_catalogue(
        [broken, book.sound() | {"task_handle_item": "", "task_code": ""}], LintFacts()
    )
    first = next(f for f in report.findings if f.code == "TB201")
    assert replace(first, name="", item="") == words.LintFinding(
        code="TB201",
        severity=Severity.ERROR,
        path="promise_day",
        says="承诺办结时限长于法定办结时限：承诺30个工作日，法定20个工作日",
        source="行政许可法 第四十二条；国办函〔2016〕108号",
        row=1,
    )
    assert [f.row for f in report.findings] == sorted(f.row for f in report.findings)


def test_the_showpieces_have_no_errors() -> None:
    report = running.lint_catalogue(queries.published_content(), LintFacts())
    assert [(f.name, f.code, f.path, f.says) for f in report.findings if f.severity is Severity.ERROR] == []

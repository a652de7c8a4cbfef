"""情形与表单（TB7xx）：选项不重叠、不留空，情形走得到，材料增减指得到，栏目的条件、预填、范围说得通。"""

from collections.abc import Iterator
from itertools import product
from math import prod

from tongban.rooms.catalogue.rules.conditions import parse_condition
from tongban.rooms.catalogue.rules.lint.book import rule
from tongban.rooms.catalogue.rules.lint.ranges import disagreement
from tongban.rooms.catalogue.rules.lint.raw import (
    Content,
    Found,
    number,
    repeated,
    rows,
    text,
    texts,
    told,
    within,
)
from tongban.rooms.catalogue.words import FieldKind, LintFacts

MOST_BRANCHES = 4096
CHOOSING = frozenset({"choice", "multi_choice"})
PREFILLS = frozenset(
    [
        f"person.{n}"
        for n in (
            "name",
            "id_no",
            "phone",
            "sex",
            "birth_date",
            "address",
            "hukou_region",
            "residence_region",
        )
    ]
    + [f"agent.{n}" for n in ("name", "id_no", "phone")]
    + [
        f"enterprise.{n}"
        for n in (
            "name",
            "uscc",
            "legal_person_name",
            "legal_person_id_no",
            "address",
            "phone",
            "type",
            "founded_on",
            "capital_wan",
            "scope",
        )
    ]
)


def _questions(content: Content) -> list[tuple[str, Content]]:
    return rows(content, "situations")


def _ask(question: Content) -> str:
    return text(question, "ask")[:40]


def _single(question: Content) -> bool:
    return text(question, "kind") != "multi"


@rule("TB701")
def unasked(content: Content, facts: LintFacts) -> Iterator[Found]:
    """情形没有问句或者代号，或者代号写了两次。"""
    for path, question in _questions(content):
        if not (told(question, "ask") and told(question, "key")):
            yield f"{path}.ask", ""
    yield from repeated([(f"{path}.key", text(q, "key")) for path, q in _questions(content)])


@rule("TB702")
def one_option(content: Content, facts: LintFacts) -> Iterator[Found]:
    """不足两个选项的问题。"""
    for path, question in _questions(content):
        if len(rows(question, "options")) < 2:
            yield f"{path}.options", _ask(question)


@rule("TB703")
def same_options(content: Content, facts: LintFacts) -> Iterator[Found]:
    """同一问题里两个选项相同。"""
    for path, question in _questions(content):
        options = within(path, question, "options")
        for key in ("key", "label"):
            yield from repeated([(f"{at}.{key}", text(option, key)) for at, option in options])


@rule("TB704")
def overlap_or_gap(content: Content, facts: LintFacts) -> Iterator[Found]:
    """按数目分的选项重叠，或者中间留了空（多选的不查；以上、以下含本数，超过、不满不含）。

    Law: 民法典 第一千二百五十九条.
    """
    for path, question in _questions(content):
        labels = [text(option, "label") for _, option in within(path, question, "options")]
        wrong = disagreement(labels) if _single(question) else ""
        if wrong:
            yield f"{path}.options", f"{_ask(question)}{wrong}"


@rule("TB705")
def unknown_material(content: Content, facts: LintFacts) -> Iterator[Found]:
    """选项增减的材料不存在。"""
    known = {text(m, "key") for _, m in rows(content, "materials")}
    for path, option in _options(content):
        for key in ("adds", "removes"):
            for strange in sorted({*texts(option, key)} - known):
                yield f"{path}.{key}", strange[:40]


@rule("TB706")
def removes_in_vain(content: Content, facts: LintFacts) -> Iterator[Found]:
    """选项免去的材料本来就不要。"""
    asked = {text(m, "key") for _, m in rows(content, "materials") if m.get("base") is not False}
    added = {key for _, option in _options(content) for key in texts(option, "adds")}
    for path, option in _options(content):
        for key in sorted({*texts(option, "removes")} - asked - added):
            yield f"{path}.removes", key[:40]


@rule("TB707")
def nothing_to_submit(content: Content, facts: LintFacts) -> Iterator[Found]:
    """有一种情形一份材料也不要，又没有写明无需材料。"""
    if not content.get("no_materials") and _empty_branch(content):
        yield "materials", ""


@rule("TB708")
def dead_end(content: Content, facts: LintFacts) -> Iterator[Found]:
    """有个问题无论怎么选都不必办，后面的情形谁也走不到。"""
    for path, question in _questions(content):
        options = rows(question, "options")
        if options and all(told(option, "ends") for _, option in options):
            yield f"{path}.options", _ask(question)


@rule("TB709")
def unreachable_situation(content: Content, facts: LintFacts) -> Iterator[Found]:
    """情形的显示条件看的是后面的问题或者没有的选项，永远走不到。"""
    before: dict[str, frozenset[str]] = {}
    for path, question in _questions(content):
        if wrong := _never(text(question, "show_when"), before):
            yield f"{path}.show_when", wrong
        before[text(question, "key")] = frozenset(text(o, "key") for _, o in rows(question, "options"))


@rule("TB710")
def unlabelled(content: Content, facts: LintFacts) -> Iterator[Found]:
    """选项没有文字或者代号。"""
    for path, option in _options(content):
        if not (told(option, "key") and (text(option, "label"))):
            yield path, ""


@rule("TB711")
def no_form(content: Content, facts: LintFacts) -> Iterator[Found]:
    """没有自己的表单。"""
    if not rows(content, "form"):
        yield "form", ""


@rule("TB712")
def unnamed_field(content: Content, facts: LintFacts) -> Iterator[Found]:
    """栏目没有名称，或者代号写了两次。"""
    fields = _fields(content)
    for path, field in fields:
        if not (told(field, "name") and told(field, "label")):
            yield f"{path}.label", ""
    yield from repeated([(f"{path}.name", text(f, "name")) for path, f in fields if path.count(".") == 3])


@rule("TB713")
def strange_field(content: Content, facts: LintFacts) -> Iterator[Found]:
    """栏目种类不认识。"""
    for path, field in _fields(content):
        if text(field, "type") not in FieldKind.slugs():
            yield f"{path}.type", f"{text(field, 'label')[:30]}：{text(field, 'type')[:20]}"


@rule("TB714")
def options_missing(content: Content, facts: LintFacts) -> Iterator[Found]:
    """选择的栏目没有两个以上不同的选项，成组的没有组内栏目。"""
    for path, field in _fields(content):
        options = {text(o, "key") for _, o in rows(field, "options")}
        if text(field, "type") in CHOOSING and (
            len(options) < 2 or len(options) < len(rows(field, "options"))
        ):
            yield f"{path}.options", text(field, "label")[:30]
        if text(field, "type") == "repeat" and not rows(field, "fields"):
            yield f"{path}.fields", text(field, "label")[:30]


@rule("TB715")
def unreachable_field(content: Content, facts: LintFacts) -> Iterator[Found]:
    """栏目的显示条件看的是后面的栏目或者没有的选项，永远不显示。"""
    before = {
        text(q, "key"): frozenset(text(o, "key") for _, o in rows(q, "options"))
        for _, q in _questions(content)
    }
    for path, field in _fields(content):
        if wrong := _never(text(field, "show_when"), before):
            yield f"{path}.show_when", f"{text(field, 'label')[:30]}：{wrong}"
        before[text(field, "name")] = _possible(field)


@rule("TB716")
def unknown_prefill(content: Content, facts: LintFacts) -> Iterator[Found]:
    """预填来源不认识。"""
    for path, field in _fields(content):
        for source in [s for s in text(field, "prefill").split("|") if s]:
            if source not in PREFILLS:
                yield f"{path}.prefill", f"{text(field, 'label')[:30]}：{source[:40]}"


@rule("TB717")
def impossible_range(content: Content, facts: LintFacts) -> Iterator[Found]:
    """最小值大于最大值。"""
    for path, field in _fields(content):
        least, most = number(field, "min"), number(field, "max")
        if least is not None and most is not None and least > most:
            yield f"{path}.min", text(field, "label")[:30]


@rule("TB718")
def field_without_basis(content: Content, facts: LintFacts) -> Iterator[Found]:
    """要人填的栏目没有写依据。"""
    for path, field in _fields(content):
        if path.count(".") == 3 and not told(field, "basis"):
            yield f"{path}.basis", text(field, "label")[:30]


@rule("TB719")
def no_example(content: Content, facts: LintFacts) -> Iterator[Found]:
    """没有样例。"""
    if rows(content, "form") and not content.get("example"):
        yield "example", ""


def _options(content: Content) -> list[tuple[str, Content]]:
    return [each for path, question in _questions(content) for each in within(path, question, "options")]


def _fields(content: Content) -> list[tuple[str, Content]]:
    top = [each for path, section in rows(content, "form") for each in within(path, section, "fields")]
    return [each for path, field in top for each in ((path, field), *within(path, field, "fields"))]


def _possible(field: Content) -> frozenset[str]:
    if text(field, "type") == "yes_no":
        return frozenset({"true", "false"})
    return frozenset(text(option, "key") for _, option in rows(field, "options"))


def _never(condition: str, before: dict[str, frozenset[str]]) -> str:
    """Why this condition never holds, or cannot be read; an empty set of possible values means anything may be typed."""
    if not condition:
        return ""
    try:
        parsed = parse_condition(condition)
    except ValueError:
        return f"显示条件写法不对：{condition[:40]}"
    if parsed.name not in before:
        return f"前面没有“{parsed.name}”"
    possible = before[parsed.name]
    if possible and not parsed.literals <= possible:
        return f"“{parsed.name}”没有选项{'、'.join(sorted(parsed.literals - possible))}"
    return ""


def _empty_branch(content: Content) -> bool:
    base = {text(m, "key") for _, m in rows(content, "materials") if m.get("base") is not False}
    choices = [
        [
            (frozenset(texts(o, "adds")), frozenset(texts(o, "removes")))
            for _, o in rows(q, "options")
            if not told(o, "ends")
        ]
        for _, q in _questions(content)
    ]
    answered = [options for options in choices if options]
    if prod(len(options) for options in answered) > MOST_BRANCHES:
        return not base
    return any(not _left(base, branch) for branch in product(*answered))


def _left(base: set[str], branch: tuple[tuple[frozenset[str], frozenset[str]], ...]) -> set[str]:
    added = base.union(*(adds for adds, _ in branch))
    return added.difference(*(removes for _, removes in branch))

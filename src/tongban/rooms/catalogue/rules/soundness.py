"""内容可信：发布之前，事项内容要前后一致——材料、情形、表单、时限、结果互相指得到。"""

from collections.abc import Iterator

from tongban.rooms.catalogue.words import Field, FieldKind, Need, Version

_CASE_SOURCES = frozenset({"case", "organ", "answer", "holder", "applicant"})


def unsound(version: Version) -> list[str]:
    """不一致之处，一句一处；空表示可以发布。

    Source: domain 1.4 validation rules (promise ≤ statutory, unique keys, scenario materials, fee basis, tolerance).
    """
    return [
        *_materials(version),
        *_situations(version),
        *_form(version),
        *_limits(version),
        *_results(version),
    ]


def _materials(version: Version) -> Iterator[str]:
    yield from _twice("材料", [m.key for m in version.materials])
    added = {key for q in version.situations for o in q.options for key in o.adds}
    for material in version.materials:
        if not material.base and material.key not in added:
            yield f"材料“{material.name}”没有任何情形会用到"
        if not material.basis:
            yield f"材料“{material.name}”没有要求提供的依据"
        if (material.need is Need.LATER) != bool(material.tolerant_days):
            yield f"材料“{material.name}”的容缺补正期限与必要性不一致"


def _situations(version: Version) -> Iterator[str]:
    yield from _twice("情形", [q.key for q in version.situations])
    known = {m.key for m in version.materials}
    for question in version.situations:
        yield from _twice(f"情形“{question.ask}”的选项", [o.key for o in question.options])
        if len(question.options) < 2:
            yield f"情形“{question.ask}”不足两个选项"
        for key in sorted({k for o in question.options for k in (*o.adds, *o.removes)} - known):
            yield f"情形“{question.ask}”指向不存在的材料 {key}"


def _form(version: Version) -> Iterator[str]:
    seen = {question.key for question in version.situations}
    yield from _twice("表单栏目", [f.name for f in version.fields])
    for field in version.fields:
        yield from _field(field, seen)
        seen.add(field.name)


def _field(field: Field, seen: set[str]) -> Iterator[str]:
    if field.show_when is not None and field.show_when.name not in seen:
        yield f"栏目“{field.label}”的显示条件要看它前面没有的 {field.show_when.name}"
    if (field.kind in (FieldKind.CHOICE, FieldKind.MULTI_CHOICE)) != bool(field.options):
        yield f"栏目“{field.label}”的选项与种类不符"
    if (field.kind is FieldKind.REPEAT) != bool(field.fields):
        yield f"栏目“{field.label}”的组内栏目与种类不符"
    yield from _inner(field, seen)


def _inner(field: Field, seen: set[str]) -> Iterator[str]:
    yield from _twice(f"“{field.label}”的栏目", [f.name for f in field.fields])
    here = set(seen)
    for inner in field.fields:
        yield from _field(inner, here)
        here.add(inner.name)
        if inner.kind is FieldKind.REPEAT:
            yield f"“{field.label}”里不能再套一组"


def _limits(version: Version) -> Iterator[str]:
    if 0 < version.statutory.workdays < version.promised.workdays:
        yield "承诺时限长于法定时限"
    if version.on_the_spot and version.promised.amount:
        yield "即办件的承诺时限应为 0"
    if version.accept_limit_days > 5:
        yield "受理时限超过 5 个工作日（行政许可法第三十二条）"
    if (
        sum(step.workdays for step in version.steps) > version.promised.workdays
        and not version.guide_incomplete
    ):
        yield "各环节日数之和超过承诺时限"


def _results(version: Version) -> Iterator[str]:
    fields = {f.name for f in version.fields}
    questions = {q.key for q in version.situations}
    for line in [line for result in version.results for line in result.template]:
        stem, _, name = line.source.partition(".")
        known = fields if stem == "form" else questions if stem == "answer" else {name}
        if not line.source.startswith("'") and (stem not in _CASE_SOURCES | {"form"} or name not in known):
            yield f"结果样本“{line.label}”的来源 {line.source} 不存在"


def _twice(what: str, keys: list[str]) -> Iterator[str]:
    for key in sorted({k for k in keys if keys.count(k) > 1}):
        yield f"{what} {key} 写了两次"

"""两版比对：逐要素、逐行、逐栏，中文写出。"""

import pytest

from tests.factories.catalogue import content
from tongban.rooms.catalogue.queries import difference, published_content
from tongban.rooms.catalogue.words import CellDifference, Change, ElementDifference, RowDifference


def told(**changes: object) -> list[ElementDifference]:
    return list(difference(content(), content(**changes)))


def test_a_value_is_told_with_the_name_of_its_element_and_the_words_of_its_code():
    assert told(promise_day=6, project_type=1, is_fee=True) == [
        ElementDifference("project_type", "办件类型", Change.CHANGED, "承诺件", "即办件"),
        ElementDifference("promise_day", "承诺办结时限", Change.CHANGED, "7", "6"),
        ElementDifference("is_fee", "是否收费", Change.CHANGED, "否", "是"),
    ]


def rows(element: str, after: list[object]) -> list[RowDifference]:
    [only] = difference(content(), content(**{element: after}))
    assert (only.key, only.before, only.after) == (element, "", "")
    return list(only.rows)


def test_rows_of_materials_are_matched_by_key_added_removed_changed_and_moved():
    first, second, third, *rest = content()["materials"]
    fresh = {"key": "fresh", "material_name": "新材料", "is_need": 1}
    changed = {**third, "is_need": 3, "accept_stand": ["清楚"]}
    found = rows("materials", [second, first, changed, *rest[1:], fresh])
    assert [(r.label, r.change) for r in found if r.change is not Change.MOVED] == [
        (third["material_name"], Change.CHANGED),
        ("新材料", Change.ADDED),
        (rest[0]["material_name"], Change.REMOVED),
    ]
    assert {r.label for r in found if r.change is Change.MOVED} == {
        first["material_name"],
        second["material_name"],
    }
    cells = next(r.cells for r in found if r.change is Change.CHANGED)
    assert CellDifference("材料必要性", "必要", "容缺后补") in cells


def test_a_field_inside_a_section_is_named_with_its_section():
    section, *others = content()["form"]
    field, *fields = section["fields"]
    after = [{**section, "fields": [{**field, "required": not field.get("required")}, *fields]}, *others]
    [row] = rows("form", after)
    assert (row.label, row.change) == (section["section"], Change.CHANGED)
    [cell] = row.cells
    assert cell.name == f"栏目“{field['label']}”必填"


def test_a_new_element_is_added_and_one_left_out_is_removed():
    found = {e.key: e.change for e in told(offline_reason="须现场核验", aliases=None)}
    assert found == {"offline_reason": Change.ADDED, "aliases": Change.REMOVED}


def test_the_same_content_has_no_difference():
    assert difference(content(), content()) == ()


@pytest.mark.parametrize("item", published_content(), ids=lambda item: item["key"])
def test_every_difference_is_told_without_an_english_name(item):
    for each in difference({}, item):
        names = [each.name, *(cell.name for row in each.rows for cell in row.cells)]
        english = [name for name in names if name.isascii() and name.isalpha() and name != "id"]
        assert english == [] or each.key == "key", names

"""草稿的合并：谁也不盖掉谁，谁打的字都不丢。"""

from hypothesis import given
from hypothesis import strategies as st

from tongban.rooms.cases.rules import drafting

PATHS = st.sampled_from(["name", "phone", "staff.0.name"])
SAVES = st.lists(
    st.tuples(st.dictionaries(PATHS, st.text(max_size=3), max_size=3), st.integers(0, 6)), max_size=8
)


def merge(values, touched, changes, *, based_on, revision):
    return drafting.merge(
        values=values, touched=touched, changes=changes, based_on=based_on, revision=revision
    )


def test_two_tabs_that_change_different_fields_are_both_kept():
    first = merge({"name": "李"}, {}, {"name": "李敏"}, based_on=0, revision=1)
    second = merge(first.values, first.touched, {"phone": "199"}, based_on=0, revision=2)
    assert (second.values, second.conflicts) == ({"name": "李敏", "phone": "199"}, {})


def test_two_tabs_that_change_one_field_differently_conflict_and_both_values_are_told():
    first = merge({}, {}, {"name": "甲", "phone": "1"}, based_on=0, revision=1)
    second = merge(first.values, first.touched, {"name": "乙", "remark": "急"}, based_on=0, revision=2)
    assert second.conflicts == {"name": ("甲", "乙")}
    assert second.values == {"name": "甲", "phone": "1", "remark": "急"}


def test_two_tabs_that_type_the_same_do_not_conflict():
    first = merge({}, {}, {"name": "甲"}, based_on=0, revision=1)
    assert merge(first.values, first.touched, {"name": "甲"}, based_on=0, revision=2).conflicts == {}


def test_a_page_that_has_seen_the_change_may_change_it_again():
    first = merge({}, {}, {"name": "甲"}, based_on=0, revision=1)
    second = merge(first.values, first.touched, {"name": "乙"}, based_on=1, revision=2)
    assert (second.values, second.conflicts) == ({"name": "乙"}, {})


def test_saving_nothing_new_changes_nothing():
    assert not merge({"name": "甲"}, {"name": 1}, {"name": "甲"}, based_on=0, revision=2).changed
    assert not merge({}, {}, {"name": ""}, based_on=0, revision=1).changed


@given(SAVES)
def test_every_value_sent_is_stored_already_there_or_told_back(saves):
    values, touched, revision = {}, {}, 0
    for changes, seen in saves:
        based_on = min(seen, revision)
        merged = merge(values, touched, changes, based_on=based_on, revision=revision + 1)
        for path, value in changes.items():
            kept = merged.values.get(path, "") == value
            told = merged.conflicts.get(path) == (values.get(path), value)
            assert kept != told or (kept and path not in merged.conflicts)
        untouched = {p: v for p, v in values.items() if p not in changes}
        assert untouched == {p: v for p, v in merged.values.items() if p in untouched}
        if merged.changed:
            values, touched, revision = merged.values, merged.touched, revision + 1


@given(
    st.dictionaries(PATHS, st.text(max_size=3)),
    st.dictionaries(st.sampled_from(["who", "where"]), st.sampled_from(["yes", "no"])),
)
def test_fields_and_answers_travel_together_and_part_again(values, answers):
    assert drafting.parted(drafting.joined(values, answers)) == (values, answers)


def test_a_flood_is_too_much():
    assert drafting.is_too_much({str(n): "x" for n in range(2001)})
    assert drafting.is_too_much({"name": "长" * 20_001})
    assert not drafting.is_too_much({"name": "长" * 2_000})

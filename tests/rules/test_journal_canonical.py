"""The canonical text of an event is that of RFC 8785, whichever way it is written; the library is the oracle."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tongban.rooms.journal.rules import LARGEST_EXACT, canonical

texts = st.text(st.characters(exclude_categories=("Cs",)))
scalars = st.none() | st.booleans() | st.integers(-LARGEST_EXACT, LARGEST_EXACT) | texts
contents = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
)


@given(st.dictionaries(texts, contents, max_size=8))
def test_every_payload_is_written_as_the_rfc_says(payload):
    assert canonical(payload) == rfc8785.dumps(payload)


@given(st.dictionaries(st.sampled_from(["case_no", "by", "Z", "a1"]), scalars))
def test_a_simple_payload_is_written_as_the_rfc_says(payload):
    assert canonical(payload) == rfc8785.dumps(payload)


@pytest.mark.parametrize("payload", [{"n": LARGEST_EXACT + 1}, {"n": float("nan")}, {"n": {1, 2}}])
def test_what_the_rfc_cannot_say_is_not_written(payload):
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical(payload)


def test_names_outside_the_first_plane_are_ordered_as_the_rfc_orders_them():
    assert canonical({"\U0001f600": 1, "\uffee": 2}) == '{"\U0001f600":1,"\uffee":2}'.encode()

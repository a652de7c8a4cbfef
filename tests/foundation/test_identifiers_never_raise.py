"""从不报错：任何文字、多长、多怪，解析都给出结果，且结果可存可显。"""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.foundation import identifiers as ids

PARSERS = [
    ids.parse_uscc,
    ids.parse_organisation_code,
    ids.parse_identity_number,
    ids.parse_region_code,
    ids.parse_item_code,
    ids.parse_licence_identifier,
    ids.parse_case_code,
    ids.parse_mobile_phone,
]
NEAR = st.text(alphabet="0123456789ABMXNY-.+() ０９Ｘ—\u200b\x00\ud800\u0660²①", max_size=60)
ANYTHING = st.text(alphabet=st.characters(exclude_categories=()), max_size=300)
PROPERTIES = (
    "valid",
    "region",
    "level",
    "parent",
    "kind",
    "birth_date",
    "sex",
    "masked",
    "received_on",
    "serial",
)


def judge(parser, text: str) -> None:
    parsed = parser(text)
    assert parsed.valid is (parsed.problems == ())
    assert len(parsed.value) <= 250
    parsed.value.encode("utf-8")
    assert "\x00" not in parsed.value
    assert all(problem.says and problem.code.zh for problem in parsed.problems)
    for name in (*PROPERTIES, "organisation_code", "body_class", "registrar", "twelve"):
        getattr(parsed, name, None)
    hash(parsed)
    if parsed.valid:
        assert parser(parsed.value) == parsed


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.__name__)
@settings(max_examples=150, deadline=None)
@given(text=NEAR | ANYTHING)
def test_no_text_makes_a_parser_raise(parser, text):
    judge(parser, text)


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.__name__)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "\ud800",
        "\udfff" * 18,
        "0" * 18,
        "9" * 15,
        "٣" * 18,
        "²" * 18,
        "99010219900307001\n",
        "\u202e1",
        "－" * 9,
    ],
    ids=ascii,
)
def test_a_hostile_text_does_not_make_a_parser_raise(parser, text):
    judge(parser, text)


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.__name__)
@pytest.mark.parametrize("unit", ["1", "-", "\x00", "ﷺ", "\ud800", "1-"], ids=ascii)
def test_five_megabytes_are_refused_at_once(parser, unit):
    text = unit * (5_000_000 // len(unit))
    began = time.process_time()
    judge(parser, text)
    assert time.process_time() - began < 0.1

"""A country code stands in front of a phone number; the same digits further on are the number itself."""

import pytest

from tongban.foundation.identifiers import parse_mobile_phone


@pytest.mark.parametrize("number", ["19900000086", "13800860086", "13900868612"])
def test_digits_like_a_country_code_inside_a_number_stay(number):
    assert (parse_mobile_phone(number).value, parse_mobile_phone(number).valid) == (number, True)
    assert parse_mobile_phone(f"+86 {number}").value == parse_mobile_phone(f"0086-{number}").value == number

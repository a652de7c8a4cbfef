"""已知答案：domain.md 3.9 的全部正反例，以及各种写法的归一。"""

from datetime import date

import pytest

from tongban.foundation import identifiers as ids
from tongban.foundation.identifiers import ProblemCode as P


def codes(parsed) -> list[str]:
    return [problem.code for problem in parsed.problems]


@pytest.mark.parametrize(
    ("text", "body_class"),
    [
        ("115113010833722043", "机关"),
        ("11370800MB28559184", "机关"),
        ("11100000000013338W", "机关"),
        ("91110000802100433B", "企业"),
        ("11990102MB0000019H", "机关"),
        ("119901020000012305", "机关"),
        ("12990102MB00000279", "事业单位"),
        ("91990102MA0000015T", "企业"),
        ("92990102MA0000023J", "个体工商户"),
    ],
)
def test_a_published_credit_code_is_valid_and_tells_its_class_and_body(text, body_class):
    parsed = ids.parse_uscc(text)
    assert (parsed.problems, parsed.value, parsed.body_class) == ((), text, body_class)
    assert parsed.region == text[2:8]
    assert parsed.organisation_code == ids.OrganisationCode(value=text[8:17])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11440300007542785T", [P.WRONG_CHECK]),
        ("11440300007542785U", []),
        ("TE5116020105116050", [P.UNKNOWN_REGISTRAR, P.WRONG_CHECK]),
        ("1151130000877869M", [P.WRONG_LENGTH]),
        ("91990102MA000001OT", [P.WRONG_CHARACTER]),
        ("9199O102MA0000015T", [P.WRONG_CHARACTER]),
        ("", [P.EMPTY]),
        (" - ", [P.EMPTY]),
        ("9" * 201, [P.TOO_LONG]),
    ],
)
def test_a_wrong_credit_code_says_what_is_wrong(text, expected):
    assert codes(ids.parse_uscc(text)) == expected


@pytest.mark.parametrize(
    "written",
    [
        " 91990102ma0000015t ",
        "９１９９０１０２ＭＡ００００１５Ｔ".replace("ＭＡ", "ＭＡ０"),
        "91-990102—MA000001–5 T",
        "9199 0102\u3000MA00\u200b00015T\n",
    ],
)
def test_every_way_of_writing_a_credit_code_becomes_one(written):
    assert ids.parse_uscc(written) == ids.Uscc(value="91990102MA0000015T")


def test_a_rural_collective_with_a_letter_in_front_is_valid():
    text = ids.synthetic_uscc(serial=7, prefix="N2", stem="MF")
    assert (ids.parse_uscc(text).problems, ids.parse_uscc(text).body_class) == ((), "村级集体经济组织")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("08337220-4", []),
        ("083372204", []),
        ("00877836X", []),
        ("083372205", [P.WRONG_CHECK]),
        ("0087790701", [P.WRONG_LENGTH]),
        ("08337220A", [P.WRONG_CHARACTER]),
    ],
)
def test_an_organisation_code_is_judged_by_its_check_character(text, expected):
    assert codes(ids.parse_organisation_code(text)) == expected


@pytest.mark.parametrize(
    ("text", "kind", "born", "sex"),
    [
        ("11010519491231002X", ids.IdentityKind.CITIZEN, date(1949, 12, 31), ids.Sex.FEMALE),
        ("990102199003070011", ids.IdentityKind.DEMO, date(1990, 3, 7), ids.Sex.MALE),
        ("990102198512311026", ids.IdentityKind.DEMO, date(1985, 12, 31), ids.Sex.FEMALE),
        ("990102202402290032", ids.IdentityKind.DEMO, date(2024, 2, 29), ids.Sex.MALE),
    ],
)
def test_a_published_identity_number_is_valid_and_tells_birth_and_sex(text, kind, born, sex):
    parsed = ids.parse_identity_number(text)
    assert (parsed.problems, parsed.value) == ((), text)
    assert (parsed.kind, parsed.birth_date, parsed.sex) == (kind, born, sex)


def checked(first17: str) -> str:
    return first17 + ids.identity_check_character(first17)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("110105194912310021", [P.WRONG_CHECK]),
        (checked("11010519490229002"), [P.NO_SUCH_DATE]),
        (checked("11010519491231002"), []),
        (checked("00010519491231002"), [P.NO_SUCH_REGION]),
        (checked("99010319491231002"), [P.NO_SUCH_REGION]),
        ("110105491231002", [P.OLD_FORM]),
        ("110105491331002", [P.OLD_FORM, P.NO_SUCH_DATE]),
        ("1101051949123100X2", [P.WRONG_CHARACTER]),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", [P.WRONG_CHARACTER]),
        ("11010519491231002", [P.WRONG_LENGTH]),
    ],
)
def test_a_wrong_identity_number_says_what_is_wrong(text, expected):
    assert codes(ids.parse_identity_number(text)) == expected


@pytest.mark.parametrize(
    ("region", "kind"),
    [
        ("810000", ids.IdentityKind.RESIDENCE_PERMIT),
        ("820000", ids.IdentityKind.RESIDENCE_PERMIT),
        ("830000", ids.IdentityKind.RESIDENCE_PERMIT),
        ("931840", ids.IdentityKind.FOREIGN_RESIDENT),
        ("810001", None),
        ("907840", None),
    ],
)
def test_permits_of_compatriots_and_foreign_residents_are_known_by_their_prefix(region, kind):
    parsed = ids.parse_identity_number(checked(region + "19880808003"))
    assert (parsed.kind, parsed.valid) == (kind, kind is not None)


def test_an_old_number_is_brought_to_eighteen_places():
    old = ids.parse_identity_number("110105491231002")
    assert (old.upgraded(), old.birth_date, old.sex) == (
        "11010519491231002X",
        date(1949, 12, 31),
        ids.Sex.FEMALE,
    )
    assert ids.parse_identity_number("11010519491231002X").upgraded() == "11010519491231002X"


@pytest.mark.parametrize(
    ("birth", "at", "age"),
    [
        (date(2008, 3, 7), date(2026, 3, 6), 17),
        (date(2008, 3, 7), date(2026, 3, 7), 18),
        (date(2008, 2, 29), date(2026, 2, 27), 17),
        (date(2008, 2, 29), date(2026, 2, 28), 18),
        (date(2008, 2, 29), date(2028, 2, 28), 19),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
    ],
)
def test_a_person_is_adult_from_the_eighteenth_birthday(birth, at, age):
    person = ids.parse_identity_number(ids.synthetic_identity_number(birth=birth, serial=1))
    assert (person.age(at), person.adult(at)) == (age, age >= 18)


def test_what_has_no_birth_date_is_never_adult():
    assert ids.parse_identity_number("x").adult(date(2026, 1, 1)) is False


def test_personal_numbers_stay_out_of_logs_and_are_masked():
    person, phone = ids.parse_identity_number("990102199003070011"), ids.parse_mobile_phone("13800000001")
    assert (person.masked, phone.masked) == ("9****************1", "138****0001")
    assert repr(person) == "IdentityNumber(problems=())"
    assert repr(phone) == "MobilePhone(problems=())"
    assert ids.parse_identity_number("12345678").masked == "********"


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("13800000001", "13800000001", []),
        ("+86 138 0000 0001", "13800000001", []),
        ("0086-138-0000-0001", "13800000001", []),
        ("（+86）１３８００００ ０００１", "13800000001", []),
        ("86 13800000001", "13800000001", []),
        ("12800000001", "12800000001", [P.UNKNOWN_SHAPE]),
        ("1380000000", "1380000000", [P.WRONG_LENGTH]),
        ("1380000000a", "1380000000A", [P.WRONG_CHARACTER]),
        ("+8613800000001+86", "13800000001+86", [P.WRONG_CHARACTER]),
        ("()", "", [P.WRONG_CHARACTER]),
    ],
)
def test_a_mobile_number_is_brought_to_eleven_digits(text, value, expected):
    parsed = ids.parse_mobile_phone(text)
    assert (parsed.value, codes(parsed)) == (value, expected)


R = ids.RegionLevel


@pytest.mark.parametrize(
    ("text", "level", "parent"),
    [
        ("510000", R.PROVINCE, None),
        ("511600", R.CITY, "510000"),
        ("511602", R.COUNTY, "511600"),
        ("990102", R.COUNTY, "990100"),
        ("511602000000", R.COUNTY, "511600000000"),
        ("511602001000", R.TOWN, "511602000000"),
        ("511602001003", R.VILLAGE, "511602001000"),
        ("511602100000", R.TOWN, "511602000000"),
        ("511602100001", R.VILLAGE, "511602100000"),
        ("441900003000", R.TOWN, "441900000000"),
        ("511000", R.CITY, "510000"),
        ("511010", R.COUNTY, "511000"),
    ],
)
def test_a_region_code_tells_its_level_and_its_parent(text, level, parent):
    region = ids.parse_region_code(text)
    assert (region.problems, region.level, region.parent and region.parent.value) == ((), level, parent)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("901602", [P.NO_SUCH_REGION]),
        ("510002", [P.NO_SUCH_REGION]),
        ("511602000003", [P.NO_SUCH_REGION]),
        ("510000003000", [P.NO_SUCH_REGION]),
        ("51160", [P.WRONG_LENGTH]),
        ("51160A", [P.WRONG_CHARACTER]),
    ],
)
def test_a_region_code_with_a_gap_is_refused(text, expected):
    region = ids.parse_region_code(text)
    assert (codes(region), region.level, region.parent, region.twelve) == (expected, None, None, "")


def test_a_village_lies_within_its_district_and_not_the_other_way_round():
    village, district = ids.parse_region_code("511602001003"), ids.parse_region_code("511602")
    other = ids.parse_region_code("511603")
    assert [village.within(district), district.within(village), village.within(other)] == [True, False, False]


@pytest.mark.parametrize(
    "tail",
    [
        "11100000000013338W011.11430000006122244L.20230000403.001.U",
        "11100000000013338W009.11330105002500287C.2025052201.002.0",
        "11100000MB03271699022.340100.000000016.001.9",
        "11990102MB0000019H001.11990102MB0000019H.20240613000001.001.Z",
    ],
)
def test_a_published_licence_identifier_is_valid_and_can_be_built_again(tail):
    parsed = ids.parse_licence_identifier(tail)
    assert (parsed.problems, parsed.value) == ((), "1.2.156.3005.2." + tail)
    rebuilt = ids.build_licence_identifier(
        type_code=parsed.type_code, issuer=parsed.issuer, serial=parsed.serial, version=int(parsed.version)
    )
    assert rebuilt == parsed == ids.parse_licence_identifier(parsed.value)


def test_the_documentation_sample_with_the_wrong_check_character_is_refused():
    serial = "209FA4E88F9E4C878F3E9BED2CE7EA49"
    body = f"113700000045046442{serial}001"
    sample = f"11100000000013661B006.113700000045046442.{serial}.001."
    assert ids.mod37_36("11100000000013661B006" + body) == "D"
    assert P.WRONG_CHECK in codes(ids.parse_licence_identifier(sample + "M"))
    assert P.WRONG_CHECK not in codes(ids.parse_licence_identifier(sample + "D"))


@pytest.mark.parametrize("serial", ["", "a", "1-2", "9" * 65])
def test_a_licence_identifier_is_not_built_from_parts_that_do_not_fit(serial):
    with pytest.raises(ValueError):
        ids.build_licence_identifier(
            type_code="11990102MB0000019H001", issuer="11990102MB0000019H", serial=serial, version=1
        )


def test_a_licence_identifier_is_not_built_for_a_body_with_a_wrong_code():
    with pytest.raises(ValueError):
        ids.build_licence_identifier(
            type_code="11990102MB0000019H001", issuer="11990102MB00000191", serial="1", version=1
        )


def test_a_case_code_is_written_read_and_checked():
    code = ids.build_case_code(region="990102", on=date(2026, 11, 23), serial=42)
    assert code.value == "990102-261123-00042-" + ids.mod37_36("99010226112300042")
    assert (code.region, code.received_on, code.serial) == ("990102", date(2026, 11, 23), 42)
    for written in (
        code.value,
        code.value.replace("-", " "),
        code.value.lower(),
        code.value.replace("-", "－"),
    ):
        assert ids.parse_case_code(written) == code


def test_every_single_wrong_digit_and_every_swap_of_neighbours_in_a_case_code_is_noticed():
    right = ids.build_case_code(region="990102", on=date(2026, 11, 23), serial=42).value.replace("-", "")
    wrong = {right[:i] + d + right[i + 1 :] for i in range(17) for d in "0123456789"}
    wrong |= {right[:i] + right[i + 1] + right[i] + right[i + 2 :] for i in range(16)}
    assert [text for text in sorted(wrong - {right}) if ids.parse_case_code(text).valid] == []


def with_check(digits: str) -> str:
    return digits + ids.mod37_36(digits)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (with_check("99010226113100042"), [P.NO_SUCH_DATE]),
        (with_check("90010226112300042"), [P.NO_SUCH_REGION]),
        (with_check("99010226112300000"), [P.PLACEHOLDER]),
        ("990102", [P.WRONG_LENGTH]),
        ("A90102261123000420", [P.WRONG_CHARACTER]),
    ],
)
def test_a_wrong_case_code_says_what_is_wrong(text, expected):
    parsed = ids.parse_case_code(text)
    assert (codes(parsed), parsed.region, parsed.received_on, parsed.serial) == (expected, "", None, None)


@pytest.mark.parametrize(
    "parts", [{"serial": 0}, {"serial": 100000}, {"region": "99"}, {"on": date(1999, 1, 1)}]
)
def test_a_case_code_is_not_built_from_parts_out_of_range(parts):
    with pytest.raises(ValueError):
        ids.build_case_code(**{"region": "990102", "on": date(2026, 11, 23), "serial": 1, **parts})


def test_synthetic_people_and_bodies_are_the_published_demo_vectors():
    assert ids.synthetic_identity_number(birth=date(1990, 3, 7), serial=1) == "990102199003070011"
    assert ids.synthetic_identity_number(birth=date(1985, 12, 31), serial=102) == "990102198512311026"
    assert ids.synthetic_uscc(serial=1, prefix="11", stem="MB") == "11990102MB0000019H"
    assert ids.synthetic_uscc(serial=123, prefix="11", stem="") == "119901020000012305"
    assert ids.synthetic_uscc(serial=1) == "91990102MA0000015T"
    assert ids.synthetic_uscc(serial=2, prefix="92") == "92990102MA0000023J"


def test_synthetic_numbers_are_refused_outside_the_demo_region():
    with pytest.raises(ValueError):
        ids.synthetic_identity_number(region="110105", birth=date(1990, 3, 7), serial=1)
    with pytest.raises(ValueError):
        ids.synthetic_uscc(region="110105", serial=1)
    with pytest.raises(ValueError):
        ids.synthetic_identity_number(birth=date(1990, 3, 7), serial=1000)
    with pytest.raises(ValueError):
        ids.synthetic_uscc(serial=10_000_000)

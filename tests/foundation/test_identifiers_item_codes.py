"""事项编码：每一种结构都认得，真实目录里的脏编码逐条给出理由。"""

import json
from collections import Counter
from pathlib import Path

import pytest

from tongban.foundation import identifiers as ids
from tongban.foundation.identifiers import ItemCodeKind as K
from tongban.foundation.identifiers import ProblemCode as P

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
HEAD = "511A0138000000-511602000000-000-"


def codes(parsed: ids.ItemCode) -> list[str]:
    return [problem.code for problem in parsed.problems]


def filled(parts: ids.ItemCodeParts) -> dict[str, str]:
    return {name: getattr(parts, name) for name in parts.__slots__ if getattr(parts, name)}


CATALOGUE = {"province": "37", "item_type": "01", "department": "17", "main": "002", "sub": "011"}
PLACE = {"region": "511602000000", "extension": "000"}
SPLIT = {"exercise": "1", "sequence": "00"}


@pytest.mark.parametrize(
    ("text", "kind", "parts"),
    [
        ("370117002011", K.NATIONAL12, CATALOGUE),
        (
            "11370800MB285591843370117002011",
            K.NATIONAL31,
            CATALOGUE | {"organisation": "11370800MB28559184", "level": "3"},
        ),
        (
            "11370800MB28559184337011700201101",
            K.NATIONAL33,
            CATALOGUE | {"organisation": "11370800MB28559184", "level": "3", "sequence": "01"},
        ),
        (
            "12441500196720244T3442199806003",
            K.NATIONAL31,
            {
                "province": "44",
                "item_type": "21",
                "department": "99",
                "main": "806",
                "sub": "003",
                "organisation": "12441500196720244T",
                "level": "3",
            },
        ),
        (
            HEAD + "115113010833722043-1-00",
            K.SICHUAN,
            {"province": "51", "item_class": "1", "item_type": "A", "main": "01380", "sub": "00000"}
            | PLACE
            | {"organisation": "115113010833722043"}
            | SPLIT,
        ),
        (
            "511Z18278002-511602000000-000-11511301008778183N-1-00",
            K.SICHUAN,
            {"province": "51", "item_class": "1", "item_type": "Z", "main": "18278", "sub": "002"}
            | PLACE
            | {"organisation": "11511301008778183N"}
            | SPLIT,
        ),
        (
            "Z-000147-001-511602000000-000-12511300452258950C-1-00",
            K.LEGACY,
            {"item_type": "Z", "main": "000147", "sub": "001"}
            | PLACE
            | {"organisation": "12511300452258950C"}
            | SPLIT,
        ),
        ("G-000007-001", K.LEGACY, {"item_type": "G", "main": "000007", "sub": "001"}),
        (
            "E-000004-001-11511301008778386B",
            K.LEGACY,
            {"item_type": "E", "main": "000004", "sub": "001", "organisation": "11511301008778386B"},
        ),
        (
            "1J-5100-00021-511602000000-000-11511301008778386B-1-00",
            K.LEGACY,
            {"item_class": "1", "item_type": "J", "province": "51", "main": "00021"}
            | PLACE
            | {"organisation": "11511301008778386B"}
            | SPLIT,
        ),
        ("XK0010100Y", K.LEGACY, {"item_type": "XK", "main": "00101", "sub": "00Y"}),
    ],
)
def test_every_known_shape_is_taken_apart_without_a_problem(text, kind, parts):
    parsed = ids.parse_item_code(text)
    assert (parsed.kind, filled(parsed.parts), parsed.problems) == (kind, parts, ())
    assert ids.parse_item_code(f" {text.lower()} ".replace("-", "－")) == parsed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + "2222222222222-1-00", [P.PLACEHOLDER]),
        (HEAD + "083372204-1-00", [P.ORGANISATION_CODE_ONLY]),
        (HEAD + "08337220-4-1-00", [P.ORGANISATION_CODE_ONLY]),
        (HEAD + "TE5116020105116050-1-00", [P.UNKNOWN_REGISTRAR, P.WRONG_CHECK]),
        (HEAD + "1151130000877869M-1-00", [P.WRONG_LENGTH]),
        ("511A0138000000-901602000000-000-115113010833722043-1-00", [P.NO_SUCH_REGION]),
        ("900117002011", [P.NO_SUCH_REGION]),
    ],
)
def test_a_dirty_code_keeps_its_kind_and_says_what_is_dirty(text, expected):
    parsed = ids.parse_item_code(text)
    assert (parsed.kind is not K.UNKNOWN, codes(parsed)) == (True, expected)


def test_the_region_inside_the_credit_code_need_not_be_that_of_the_item():
    parsed = ids.parse_item_code(HEAD + "115113010833722043-1-00")
    assert (ids.parse_uscc(parsed.parts.organisation).region, parsed.parts.region[:6]) == ("511301", "511602")
    assert parsed.valid


@pytest.mark.parametrize("text", ["511A", "食品经营许可", "370117002011\u0000", HEAD])
def test_an_unknown_shape_is_said_to_be_unknown(text):
    parsed = ids.parse_item_code(text)
    assert (parsed.kind, codes(parsed)) == (K.UNKNOWN, [P.UNKNOWN_SHAPE])


def real_codes() -> list[str]:
    path = SHARED / "data" / "items-511602.json"
    if not path.exists():
        pytest.skip(f"the real item file is not beside this checkout ({path.name} in ../shared/data)")
    return [item["item_code"] for item in json.loads(path.read_text(encoding="utf-8"))["items"]]


def test_the_real_catalogue_of_one_district_is_counted_by_kind_and_by_dirt():
    """Counted by hand (grep on the file): 795 items, 684 bodies of 18 characters, 4 of them TE51…."""
    parsed = ids.parse_item_codes(real_codes())
    assert Counter(code.kind for code in parsed) == {K.SICHUAN: 780, K.LEGACY: 15}
    assert Counter(tuple(codes(code)) for code in parsed) == {
        (): 680,
        (P.WRONG_LENGTH,): 79,
        (P.ORGANISATION_CODE_ONLY,): 25,
        (P.PLACEHOLDER,): 7,
        (P.UNKNOWN_REGISTRAR, P.WRONG_CHECK): 4,
    }


def test_the_dirty_bodies_of_the_real_catalogue_are_these_and_no_others():
    dirty = [code for code in ids.parse_item_codes(real_codes()) if not code.valid]
    assert Counter((code.parts.organisation, codes(code)[0]) for code in dirty) == {
        ("1151130108778239R", P.WRONG_LENGTH): 48,
        ("1151130000877869M", P.WRONG_LENGTH): 19,
        ("083372204", P.ORGANISATION_CODE_ONLY): 12,
        ("0087790701", P.WRONG_LENGTH): 11,
        ("00877868-5", P.ORGANISATION_CODE_ONLY): 9,
        ("2222222222222", P.PLACEHOLDER): 6,
        ("TE5116020105116050", P.UNKNOWN_REGISTRAR): 4,
        ("45225901-3", P.ORGANISATION_CODE_ONLY): 1,
        ("06032418-9", P.ORGANISATION_CODE_ONLY): 1,
        ("76726532-X", P.ORGANISATION_CODE_ONLY): 1,
        ("00877836X", P.ORGANISATION_CODE_ONLY): 1,
        ("8282348", P.WRONG_LENGTH): 1,
        ("1111111111111111", P.PLACEHOLDER): 1,
    }

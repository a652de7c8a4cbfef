"""登记所填：一种写法，问题一次说全。"""

from dataclasses import replace
from datetime import date

import pytest

from tests.factories.people import id_no, registration
from tongban.foundation.identifiers import synthetic_identity_number, synthetic_uscc
from tongban.rooms.people.errors import IdentifiersInvalid
from tongban.rooms.people.rules import identity
from tongban.rooms.people.words import Corrections, HolderKind, IdType, LegalPersonFacts

ON = date(2026, 3, 2)


def problems(call, *args, **kwargs) -> list[str]:
    with pytest.raises(IdentifiersInvalid) as refused:
        call(*args, **kwargs)
    return [problem["field"] for problem in refused.value.facts["fields"]]


def test_what_is_right_comes_back_in_one_spelling():
    typed = registration(
        7,
        name=" 买买提•艾力 ",
        id_no=" 9901 0219 9003 07００7" + id_no(7)[-1].lower(),
        phone="+86 199-0000-0007",
    )
    checked = identity.checked_registration(typed, on=ON)
    assert (checked.name, checked.id_no, checked.phone) == ("买买提·艾力", id_no(7), "19900000007")


def test_all_problems_are_told_at_once():
    wrong = replace(registration(), name=" ", id_no="990102199003070012", phone="12345", address="甲\x00乙")
    assert problems(identity.checked_registration, wrong, on=ON) == ["name", "id_no", "phone", "address"]


def test_a_refusal_never_repeats_the_number():
    with pytest.raises(IdentifiersInvalid) as refused:
        identity.checked_registration(registration(id_no="990102199003070012"), on=ON)
    assert "9901021990" not in f"{refused.value}{refused.value.facts}"


def test_what_was_typed_does_not_show_in_repr():
    typed = registration()
    assert not any(secret in repr(typed) for secret in (typed.id_no, typed.phone, typed.address))


@pytest.mark.parametrize(
    ("id_type", "number", "fine"),
    [
        (IdType.RESIDENT_ID, "11010519491231002X", True),
        (IdType.RESIDENT_ID, "110105194912310021", False),
        (IdType.RESIDENT_ID, "110105491231002", False),
        (IdType.RESIDENCE_PERMIT, "11010519491231002X", False),
        (IdType.PASSPORT, "e12345678", True),
        (IdType.PASSPORT, "E1", False),
        (IdType.PASSPORT, "E1234567·", False),
        (IdType.HK_MACAO_PERMIT, "H12345678", True),
        (IdType.HK_MACAO_PERMIT, "A12345678", False),
        (IdType.TAIWAN_PERMIT, "12345678", True),
        (IdType.TAIWAN_PERMIT, "1234567", False),
        (IdType.PASSPORT, "", False),
    ],
)
def test_each_kind_of_document_has_its_own_shape(id_type, number, fine):
    assert (identity.id_no(number, id_type=id_type, on=ON)[1] == ()) is fine


def test_nobody_is_born_after_today():
    unborn = synthetic_identity_number(birth=date(2026, 3, 3), serial=1)
    assert identity.id_no(unborn, id_type=IdType.RESIDENT_ID, on=ON)[1] == ("号码中的出生日期晚于今天",)
    assert identity.id_no(unborn, id_type=IdType.RESIDENT_ID, on=date(2026, 3, 3))[1] == ()


@pytest.mark.parametrize(
    ("name", "fine"),
    [
        ("𬭎", True),
        ("辻\U000e0101小敏", True),
        ("张" * 50, True),
        ("张" * 51, False),
        ("张\u202e三", False),
        ("𠮷野家", True),
        ("\U00031350王", True),
        ("\U000323afa", True),
        ("李〇", True),
        ("买买提·艾力", True),
        ("Jean-Pierre O'Brien Jr.", True),
        ("Zoë Ðặng", True),
        ("<script>张三", False),
        ("张三😀", False),
        ("张3", False),
        ("张，三", False),
        ("张／三", False),
        ("", False),
    ],
)
def test_a_name_may_be_rare_or_long_but_must_be_a_name(name, fine):
    assert (identity.name(name)[1] == ()) is fine


def test_a_rare_character_is_never_exchanged_for_its_normal_form():
    assert identity.name("\uf9dc王")[0] == "\uf9dc王"


def test_five_megabytes_of_name_are_refused_quickly():
    assert identity.name("张" * 5_000_000)[1] == ("姓名最多50个字",)


def test_a_correction_is_checked_only_where_it_corrects():
    checked = identity.checked_corrections(
        Corrections(address=" 乙路1号 "), id_type=IdType.RESIDENT_ID, on=ON
    )
    assert checked == Corrections(address="乙路1号")


def test_another_kind_of_document_needs_its_number_too():
    changed = Corrections(id_type=IdType.PASSPORT)
    assert problems(identity.checked_corrections, changed, id_type=IdType.RESIDENT_ID, on=ON) == ["id_no"]


def test_a_legal_person_takes_its_kind_from_its_code_unless_told():
    facts = LegalPersonFacts(name="X区某中心", uscc=synthetic_uscc(serial=5, prefix="12"))
    assert identity.checked_legal_person(facts).kind is HolderKind.INSTITUTION
    told = replace(facts, kind=HolderKind.OTHER)
    assert identity.checked_legal_person(told).kind is HolderKind.OTHER


def test_a_wrong_code_and_a_missing_name_are_told_at_once():
    wrong = LegalPersonFacts(name="", uscc="11440300007542785T", phone="问老王")
    assert problems(identity.checked_legal_person, wrong) == ["name", "uscc", "phone"]

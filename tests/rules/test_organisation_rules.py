"""机构的规则：谁管得到哪里，代码怎么核对，三员互不兼任。"""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.organisation import (
    AT,
    CITY,
    COUNTY,
    NEIGHBOUR,
    PROVINCE,
    TOWN,
    department,
    holder,
    post,
    region,
)
from tongban.foundation.clock import SHANGHAI
from tongban.rooms.organisation import rules
from tongban.rooms.organisation.errors import (
    AdministratorsExclusive,
    AlreadyHolds,
    ContentUnreadable,
    DoesNotHold,
    NotForYourself,
    NotYourOffice,
    OfficerIsDisabled,
    OfficerIsEnabled,
    RegionCodeWrong,
    TooDeep,
    UsccWrong,
)
from tongban.rooms.organisation.events import OfficerAppointed
from tongban.rooms.organisation.rules import reading
from tongban.rooms.organisation.words import ADMINISTRATORS, Installation, OfficerRecord, Role

SYSTEM, SECURITY = holder(Role.SYSTEM_ADMIN), holder(Role.SECURITY_ADMIN)


def record(**changed: object) -> OfficerRecord:
    plain = OfficerRecord(
        id=4, staff_no="4", name="李", department="approval", region=COUNTY, enabled=True, posts={}
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "granted"),
    [(COUNTY, True), (TOWN, True), ("990102001001", True), (CITY, False), (NEIGHBOUR, False), (None, True)],
)
def test_a_grant_reaches_its_region_and_everything_below_and_nothing_else(asked, granted):
    assert holder(Role.INTAKE).may(Role.INTAKE, region=asked) is granted


def test_a_grant_reaches_the_departments_it_names_or_all():
    narrow = holder(Role.INTAKE, departments=frozenset({"approval"}))
    asked = [narrow.may(Role.INTAKE, department=d) for d in ("approval", "market")]
    assert [*asked, holder(Role.INTAKE).may(Role.INTAKE, department="market")] == [True, False, True]


def test_role_region_and_department_must_come_from_one_and_the_same_post():
    here = holder(Role.INTAKE, at=COUNTY, departments=frozenset({"approval"}))
    there = holder(Role.REVIEWER, at=NEIGHBOUR)
    both = replace(here, scope=here.scope + there.scope)
    assert both.roles == {Role.INTAKE, Role.REVIEWER}
    assert not both.may(Role.INTAKE, region=NEIGHBOUR)
    assert not both.may(Role.REVIEWER, region=COUNTY)
    assert both.may(Role.REVIEWER, region=NEIGHBOUR, department="market")


def test_the_officer_signs_with_his_number_and_never_with_his_name():
    assert (holder(Role.INTAKE, id=12).actor, Installation().actor) == ("officer:12", "system:install")


def test_the_installer_may_set_up_and_do_no_business():
    assert {role for role in Role if Installation().may(role)} == ADMINISTRATORS


@pytest.mark.parametrize(
    "code", ["990102", "99010200000x", "000102000000", "", "9901020000000", "９９０１０２００００００"]
)
def test_a_region_needs_a_twelve_digit_code_that_can_exist(code):
    with pytest.raises(RegionCodeWrong):
        rules.establish_region(region(code), by=Installation(), at=AT)


def test_the_code_says_the_level_and_the_parent():
    told = [(rules.level_of(c), rules.parent_of(c)) for c in (PROVINCE, CITY, COUNTY, TOWN, "990102001001")]
    assert told == [
        ("province", None),
        ("city", PROVINCE),
        ("county", CITY),
        ("town", COUNTY),
        ("village", TOWN),
    ]


def test_who_administers_the_parent_may_establish_below_it_and_others_may_not():
    assert rules.establish_region(region(TOWN), by=SYSTEM, at=AT).level == "town"
    for by in (SECURITY, holder(Role.SYSTEM_ADMIN, at=NEIGHBOUR), holder(Role.DIRECTOR)):
        with pytest.raises(NotYourOffice):
            rules.establish_region(region(TOWN), by=by, at=AT)


def test_a_wrong_credit_code_is_refused_and_none_is_fine():
    good = department("approval", uscc="11990102MB0000019H")
    assert rules.establish_department(good, parent_is_top=True, by=SYSTEM, at=AT).uscc == "11990102MB0000019H"
    for facts in (replace(good, uscc="11990102MB0000019X"), replace(good, uscc="2222222222222")):
        with pytest.raises(UsccWrong):
            rules.establish_department(facts, parent_is_top=True, by=SYSTEM, at=AT)
    assert rules.establish_department(replace(good, uscc=""), parent_is_top=True, by=SYSTEM, at=AT).uscc == ""


def test_departments_have_two_layers_and_no_third():
    with pytest.raises(TooDeep):
        rules.establish_department(department("x"), parent_is_top=False, by=SYSTEM, at=AT)


@given(st.lists(st.sampled_from(list(Role)), max_size=4))
def test_one_officer_is_one_administrator_or_none_at_all(roles):
    administrators, business = set(roles) & ADMINISTRATORS, set(roles) - ADMINISTRATORS
    allowed = not administrators or (len(administrators) == 1 and not business)
    assert rules.exclusive(roles) is allowed


def test_planted_breach_counting_administrators_alone_would_let_one_do_business():
    def breach(roles: set[Role]) -> bool:
        return len(roles & ADMINISTRATORS) <= 1

    pair = {Role.AUDIT_ADMIN, Role.INTAKE}
    assert (breach(pair), rules.exclusive(pair)) == (True, False)


def test_an_appointment_takes_effect_on_its_beijing_day():
    late = datetime(2026, 3, 2, 0, 30, tzinfo=SHANGHAI).astimezone(UTC)
    event = rules.appoint(record(), post("approval.intake", Role.INTAKE), by=SECURITY, at=late)
    assert event == OfficerAppointed(
        officer=4, post="approval.intake", role="intake", held_from=AT.date(), by="officer:99", at=late
    )


@pytest.mark.parametrize(
    ("officer", "role", "by", "refusal"),
    [
        (record(), Role.INTAKE, SYSTEM, NotYourOffice),
        (record(), Role.INTAKE, holder(Role.SECURITY_ADMIN, at=NEIGHBOUR), NotYourOffice),
        (record(), Role.INTAKE, holder(Role.SECURITY_ADMIN, id=4), NotForYourself),
        (record(enabled=False), Role.INTAKE, SECURITY, OfficerIsDisabled),
        (record(posts={"approval.x": Role.INTAKE}), Role.INTAKE, SECURITY, AlreadyHolds),
        (record(posts={"a": Role.INTAKE}), Role.AUDIT_ADMIN, SECURITY, AdministratorsExclusive),
        (record(posts={"a": Role.AUDIT_ADMIN}), Role.SYSTEM_ADMIN, SECURITY, AdministratorsExclusive),
        (record(posts={"a": Role.SECURITY_ADMIN}), Role.REVIEWER, SECURITY, AdministratorsExclusive),
    ],
)
def test_an_appointment_is_refused(officer, role, by, refusal):
    with pytest.raises(refusal):
        rules.appoint(officer, post("approval.x", role), by=by, at=AT)


def test_relief_needs_the_post_and_another_hand():
    held = record(posts={"approval.intake": Role.INTAKE})
    intake = post("approval.intake", Role.INTAKE)
    assert rules.relieve(held, intake, reason="轮岗", by=SECURITY, at=AT).held_to == AT.date()
    with pytest.raises(DoesNotHold):
        rules.relieve(record(), intake, reason="轮岗", by=SECURITY, at=AT)
    with pytest.raises(NotForYourself):
        rules.relieve(held, intake, reason="轮岗", by=holder(Role.SECURITY_ADMIN, id=4), at=AT)


def test_enabling_and_disabling_need_the_other_state_and_another_hand():
    with pytest.raises(OfficerIsDisabled):
        rules.disable_officer(record(enabled=False), reason="离职", by=SYSTEM, at=AT)
    with pytest.raises(OfficerIsEnabled):
        rules.enable_officer(record(), reason="返岗", by=SYSTEM, at=AT)
    for act, state in ((rules.disable_officer, True), (rules.enable_officer, False)):
        with pytest.raises(NotForYourself):
            act(record(enabled=state), reason="", by=holder(Role.SYSTEM_ADMIN, id=4), at=AT)


TABLES = {
    "regions": {"valid_from": "2024-01-01", "regions": [{"code": TOWN, "name": "城关街道", "unit": "x", "kind": "街道"}]},
    "departments": {
        "departments": [{"key": "approval", "name": "审批局", "short": "X行", "kind": "政府部门", "level": "区", "uscc": None}]
    },
    "halls": {
        "halls": [
            {"key": "main", "name": "中心", "region": TOWN, "address": "路1号",
             "open_hours": "工作日 09:00—12:00、13:30—17:00；周六 09:00—11:00 延时", "zones": [{"key": "A", "name": "商事"}]}
        ]
    },
    "windows": {
        "hall": "main",
        "window_groups": [
            {"key": "g", "zone": "A", "type": "专业", "department": "approval", "name": "窗", "windows": ["01", "02"]}
        ],
    },
    "officers": {
        "officers": [
            {"staff_no": "1", "name": "甲", "department": "approval", "post": "制证岗", "roles": ["maker"]},
            {"staff_no": "2", "name": "乙", "department": "approval", "post": "综合岗", "roles": ["intake"], "zone": "A"},
            {"staff_no": "3", "name": "丙", "department": "approval", "post": "制证岗", "roles": ["maker"], "staff_type": "聘用"},
        ]
    },
}  # fmt: skip


def test_content_files_become_facts():
    read = reading.organisation_of(TABLES, county=COUNTY)
    assert read.halls[0].sessions == ((time(9), time(12)), (time(13, 30), time(17)))
    assert [(w.number, w.group) for w in read.windows] == [("01", "g"), ("02", "g")]
    assert [(p.code, p.role, p.scope_departments) for p in read.posts] == [
        ("approval.issuer", Role.ISSUER, ()),
        ("approval.intake.A", Role.INTAKE, None),
    ]
    assert [(a.staff_no, a.post) for a in read.appointments] == [
        ("1", "approval.issuer"), ("2", "approval.intake.A"), ("3", "approval.issuer"),
    ]  # fmt: skip
    assert [o.employment for o in read.officers] == ["established", "established", "contract"]


@pytest.mark.parametrize("table", ["regions", "departments", "halls", "windows", "officers"])
def test_a_content_file_that_cannot_be_read_is_named(table):
    for wrong in (
        {},
        None,
        {table: [{}]},
        {"valid_from": "2024-01-01", table: 7, "window_groups": 7, "hall": "x"},
    ):
        with pytest.raises(ContentUnreadable) as refused:
            reading.organisation_of({**TABLES, table: wrong}, county=COUNTY)
        assert refused.value.facts["file"] == table

"""机构的办理：设立、任免、启停，每一件都留痕，该拒绝的一件不做。"""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories.organisation import (
    AT,
    CITY,
    COUNTY,
    INSTALLER,
    NEIGHBOUR,
    SINCE,
    TOWN,
    corner,
    department,
    hall,
    officer,
    person,
    post,
    region,
    stand,
)
from tongban.foundation.accounts.models import Account
from tongban.rooms.journal import queries as journal
from tongban.rooms.organisation import acts, events, models, queries
from tongban.rooms.organisation.errors import (
    AdministratorsExclusive,
    AlreadyHolds,
    AlreadyThere,
    NoSuchDepartment,
    NoSuchHall,
    NoSuchOffice,
    NoSuchOfficer,
    NoSuchPost,
    NoSuchRegion,
    NoSuchZone,
    NotYourOffice,
    OfficerIsDisabled,
    RegionInUse,
    TooDeep,
)
from tongban.rooms.organisation.words import (
    Appointment,
    Grant,
    OfficeFacts,
    Officer,
    Organisation,
    Role,
    WindowFacts,
    WindowKind,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _corner() -> None:
    stand()


def kinds(stream: str) -> list[str]:
    return [recorded.kind.removeprefix("organisation.") for recorded in journal.stream(name=stream)]


def test_a_region_stands_below_one_that_exists():
    event = acts.establish_region(facts=region("990102002000", "东关街道", "街道"), by=officer("1"), at=AT)
    assert (event.level, kinds("region:990102002000")) == ("town", ["region_established"])
    with pytest.raises(NoSuchRegion):
        acts.establish_region(facts=region("990199001000"), by=INSTALLER, at=AT)
    with pytest.raises(AlreadyThere):
        acts.establish_region(facts=region("990102002000"), by=officer("1"), at=AT)


def test_a_subtree_is_the_region_and_all_below_it():
    acts.establish_region(facts=region("990102001001", "钟楼社区", "社区"), by=INSTALLER, at=AT)
    assert [r.code for r in queries.region_subtree(code=COUNTY)] == [COUNTY, TOWN, "990102001001"]
    assert [r.parent for r in queries.region_subtree(code=COUNTY)] == [CITY, COUNTY, TOWN]


def test_a_replaced_region_points_to_its_successor_and_keeps_its_dates():
    acts.replace_region(code=NEIGHBOUR, successor=COUNTY, on=date(2026, 7, 1), by=INSTALLER, at=AT)
    old = queries.region(code=NEIGHBOUR)
    assert (old.valid_from, old.valid_to, old.successor) == (SINCE, date(2026, 7, 1), COUNTY)
    assert kinds(f"region:{NEIGHBOUR}") == ["region_established", "region_replaced"]
    with pytest.raises(RegionInUse):
        acts.replace_region(code=NEIGHBOUR, successor=COUNTY, on=date(2026, 8, 1), by=INSTALLER, at=AT)


def test_who_serves_the_successor_reaches_the_cases_of_the_replaced_region_too():
    assert not officer("4").may(Role.INTAKE, region=NEIGHBOUR)
    acts.replace_region(code=NEIGHBOUR, successor=COUNTY, on=date(2026, 7, 1), by=INSTALLER, at=AT)
    assert officer("4").may(Role.INTAKE, region=NEIGHBOUR)


def test_a_department_is_established_under_a_department_and_no_deeper():
    queries_before = queries.departments(region=COUNTY)
    acts.establish_department(facts=department("water_team", parent="market"), by=officer("1"), at=AT)
    assert [d.code for d in queries.departments(region=COUNTY)] == [
        *(d.code for d in queries_before),
        "water_team",
    ]
    assert queries.department(code="water_team").parent == "market"
    with pytest.raises(TooDeep):
        acts.establish_department(facts=department("deep", parent="water_team"), by=INSTALLER, at=AT)


def test_two_departments_cannot_share_a_credit_code_but_may_both_have_none():
    uscc = "11990102MB0000019H"
    acts.establish_department(facts=department("a", uscc=uscc), by=INSTALLER, at=AT)
    with pytest.raises(AlreadyThere):
        acts.establish_department(facts=department("b", uscc=uscc), by=INSTALLER, at=AT)
    assert kinds("department:b") == []


def test_an_office_a_window_and_a_post_need_what_they_stand_in():
    with pytest.raises(NoSuchDepartment):
        acts.establish_office(facts=OfficeFacts(department="x", name="审批科"), by=INSTALLER, at=AT)
    window = WindowFacts(
        hall="main",
        number="01",
        name="企业登记",
        kind=WindowKind.COMPREHENSIVE,
        department="approval",
        zone="A",
        group="g",
    )
    for changed, refusal in (
        ({"hall": "x"}, NoSuchHall),
        ({"zone": "Z"}, NoSuchZone),
        ({"department": "x"}, NoSuchDepartment),
    ):
        facts = WindowFacts(**{**{f: getattr(window, f) for f in window.__slots__}, **changed})
        with pytest.raises(refusal):
            acts.open_window(facts=facts, by=INSTALLER, at=AT)
    acts.open_window(facts=window, by=officer("1"), at=AT)
    assert queries.windows(hall="main") == [window]
    assert kinds("hall:main") == ["hall_opened", "window_opened"]


def test_a_post_may_belong_to_an_office_of_its_department():
    acts.establish_office(facts=OfficeFacts(department="approval", name="审批科"), by=officer("1"), at=AT)
    in_office = post("approval.head", Role.DECIDER)
    facts = type(in_office)(**{**{f: getattr(in_office, f) for f in in_office.__slots__}, "office": "审批科"})
    acts.create_post(facts=facts, by=officer("2"), at=AT)
    assert models.Post.objects.get(code="approval.head").office.name == "审批科"
    elsewhere = type(in_office)(
        **{**{f: getattr(facts, f) for f in facts.__slots__}, "code": "x", "department": "market"}
    )
    with pytest.raises(NoSuchOffice):
        acts.create_post(facts=elsewhere, by=officer("2"), at=AT)


def test_a_hall_opens_once():
    with pytest.raises(AlreadyThere):
        acts.open_hall(facts=hall(), by=INSTALLER, at=AT)


def test_registering_an_officer_opens_an_account_that_logs_in():
    acts.register_officer(facts=person("6", "吴"), password="correct horse", by=officer("1"), at=AT)
    row = models.Officer.objects.get(staff_no="6")
    account = Account.objects.get(login="6")
    assert (row.account_id, account.check_password("correct horse")) == (account.pk, True)
    [recorded] = journal.stream(name=f"officer:{row.pk}")
    assert recorded.payload == {"officer": row.pk, "staff_no": "6", "name": "吴", "department": "approval"}


def test_a_taken_staff_number_or_login_is_refused_and_leaves_no_account():
    for facts in (person("4"), type(person("7"))(staff_no="7", name="郑", login="4", department="approval")):
        with pytest.raises(AlreadyThere):
            acts.register_officer(facts=facts, password=None, by=INSTALLER, at=AT)
    assert Account.objects.count() == 5


def test_an_appointment_gives_the_role_from_that_moment_and_relief_takes_it():
    event = acts.appoint(staff_no="5", post="market.decider", by=officer("2"), at=AT)
    assert isinstance(event, events.OfficerAppointed)
    assert officer("5").scope == (Grant(Role.DECIDER, (COUNTY,), frozenset({"market", "market_team"})),)
    acts.relieve(
        staff_no="5", post="market.decider", reason="轮岗", by=officer("2"), at=AT + timedelta(days=30)
    )
    assert officer("5").roles == frozenset()
    assert [(h.post, h.held_from, h.held_to) for h in queries.posts_of(staff_no="5")] == [
        ("market.decider", date(2026, 3, 2), date(2026, 4, 1))
    ]
    assert kinds(f"officer:{officer('5').id}") == [
        "officer_registered",
        "officer_appointed",
        "officer_relieved",
    ]


def test_a_post_left_can_be_held_again():
    for day in (0, 10):
        acts.appoint(staff_no="5", post="market.decider", by=INSTALLER, at=AT + timedelta(days=day))
        acts.relieve(
            staff_no="5", post="market.decider", reason="", by=INSTALLER, at=AT + timedelta(days=day + 5)
        )
    assert len(queries.posts_of(staff_no="5")) == 2


def test_an_officer_may_hold_several_business_posts():
    acts.appoint(staff_no="4", post="approval.reviewer", by=officer("2"), at=AT)
    assert officer("4").roles == {Role.INTAKE, Role.REVIEWER}


@pytest.mark.parametrize(
    ("staff_no", "to"),
    [
        ("4", "approval.audit_admin"),
        ("1", "approval.intake"),
        ("1", "approval.audit_admin"),
        ("3", "approval.security_admin"),
    ],
)
def test_an_administrator_holds_nothing_else(staff_no, to):
    before = officer(staff_no)
    with pytest.raises(AdministratorsExclusive):
        acts.appoint(staff_no=staff_no, post=to, by=INSTALLER, at=AT)
    assert officer(staff_no) == before


def test_a_former_clerk_may_become_an_administrator_after_leaving_his_post():
    acts.relieve(staff_no="4", post="approval.intake", reason="转岗", by=officer("2"), at=AT)
    acts.appoint(staff_no="4", post="approval.audit_admin", by=officer("2"), at=AT)
    assert officer("4").roles == {Role.AUDIT_ADMIN}


HOLD = """
    INSERT INTO organisation_holding (officer_id, post_id, held_from, duty)
    SELECT o.id, p.id, '2026-03-02', {duty} FROM organisation_officer o, organisation_post p
    WHERE o.staff_no = '{officer}' AND p.code = '{post}'
"""


@pytest.mark.parametrize(
    "breach",
    [
        HOLD.format(officer="4", post="approval.audit_admin", duty="p.duty"),
        HOLD.format(officer="4", post="approval.audit_admin", duty="o.duty"),
        HOLD.format(officer="1", post="approval.intake", duty="p.duty"),
        HOLD.format(officer="1", post="approval.audit_admin", duty="p.duty"),
        HOLD.format(officer="4", post="approval.audit_admin", duty="NULL"),
        "UPDATE organisation_officer SET duty = 'audit_admin' WHERE staff_no = '4'",
        "UPDATE organisation_post SET role = 'audit_admin' WHERE code = 'approval.intake'",
        "UPDATE organisation_holding SET duty = NULL",
    ],
)
def test_planted_breach_plain_sql_cannot_join_an_administrator_to_another_role(breach):
    with pytest.raises(IntegrityError, match=r"organisation_holding_duty"), transaction.atomic():
        connection.cursor().execute(breach)


def test_what_the_database_refuses_is_told_as_the_same_refusal(monkeypatch):
    """With the rule taken away (planted), the foreign key still says no, and in the same words."""
    monkeypatch.setattr("tongban.rooms.organisation.rules.exclusive", lambda roles: True)
    with pytest.raises(AdministratorsExclusive):
        acts.appoint(staff_no="4", post="approval.audit_admin", by=INSTALLER, at=AT)
    assert officer("4").roles == {Role.INTAKE}


def test_an_appointment_is_refused_when_held_disabled_unknown_or_not_by_the_security_administrator():
    with pytest.raises(AlreadyHolds):
        acts.appoint(staff_no="4", post="approval.intake", by=officer("2"), at=AT)
    with pytest.raises(NotYourOffice):
        acts.appoint(staff_no="5", post="approval.intake", by=officer("1"), at=AT)
    with pytest.raises(NoSuchOfficer):
        acts.appoint(staff_no="x", post="approval.intake", by=officer("2"), at=AT)
    with pytest.raises(NoSuchPost):
        acts.appoint(staff_no="5", post="x", by=officer("2"), at=AT)
    acts.disable_officer(staff_no="5", reason="休假", by=officer("1"), at=AT)
    with pytest.raises(OfficerIsDisabled):
        acts.appoint(staff_no="5", post="approval.intake", by=officer("2"), at=AT)


def test_a_disabled_officer_is_nobody_at_the_next_request_and_returns_as_he_was(client):
    before, account = officer("4"), models.Officer.objects.get(staff_no="4").account
    acts.disable_officer(staff_no="4", reason="离岗", by=officer("1"), at=AT)
    account.refresh_from_db()
    assert (account.is_active, queries.officer_of(account_id=account.pk)) == (False, None)
    acts.enable_officer(staff_no="4", reason="返岗", by=officer("1"), at=AT)
    account.refresh_from_db()
    assert (account.is_active, officer("4")) == (True, before)
    assert kinds(f"officer:{before.id}")[-2:] == ["officer_disabled", "officer_enabled"]


def test_an_account_switched_off_elsewhere_is_no_officer_either():
    account = models.Officer.objects.get(staff_no="4").account
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert queries.officer_of(account_id=account.pk) is None


def oracle(account_id: int) -> Officer | None:
    """The same question asked through the ORM, a table at a time."""
    row = models.Officer.objects.filter(account_id=account_id, enabled=True, account__is_active=True).first()
    if row is None:
        return None
    grants = []
    for holding in row.holdings.filter(held_to=None).order_by("post__code"):
        regions, fresh = set(), {holding.post.scope_region_id}
        while fresh:
            regions |= fresh
            fresh = (
                set(models.Region.objects.filter(successor__in=fresh).values_list("code", flat=True))
                - regions
            )
        listed = holding.post.scope_departments.all()
        reached = {d.code for d in listed} | {s.code for d in listed for s in d.subordinates.all()}
        departments = None if holding.post.all_departments else frozenset(reached)
        grants.append(Grant(Role(holding.post.role), tuple(sorted(regions)), departments))
    return Officer(
        row.id, row.staff_no, row.name, row.department.code, row.department.region_id, tuple(grants)
    )


def test_who_is_asking_is_one_statement_and_agrees_with_the_orm(django_assert_num_queries):
    acts.appoint(staff_no="4", post="approval.reviewer", by=INSTALLER, at=AT)
    acts.appoint(staff_no="4", post="market.decider", by=INSTALLER, at=AT)
    acts.relieve(staff_no="4", post="market.decider", reason="", by=INSTALLER, at=AT)
    acts.establish_region(facts=region("990123000000"), by=INSTALLER, at=AT)
    acts.replace_region(code="990123000000", successor=NEIGHBOUR, on=SINCE, by=INSTALLER, at=AT)
    acts.replace_region(code=NEIGHBOUR, successor=COUNTY, on=SINCE, by=INSTALLER, at=AT)
    acts.disable_officer(staff_no="5", reason="", by=INSTALLER, at=AT)
    stranger = Account.objects.create(login="citizen")
    for account in Account.objects.all():
        with django_assert_num_queries(1):
            found = queries.officer_of(account_id=account.pk)
        assert found == oracle(account.pk)
    assert queries.officer_of(account_id=stranger.pk) is None
    assert officer("4").scope[1].regions == (COUNTY, NEIGHBOUR, "990123000000")


def test_an_appointment_costs_five_statements(django_assert_num_queries):
    by = officer("2")
    with django_assert_num_queries(
        5 + 2
    ):  # lock, posts held, the post, insert, witness; begin and end of the act
        acts.appoint(staff_no="5", post="market.decider", by=by, at=AT)


def test_loading_twice_is_loading_once():
    assert acts.load_organisation(facts=corner(), password=None, by=INSTALLER, at=AT) is None


def test_loading_again_brings_only_what_is_new_and_revives_nobody():
    acts.relieve(staff_no="4", post="approval.intake", reason="", by=INSTALLER, at=AT)
    more = Organisation(
        officers=(person("8"),),
        appointments=(Appointment("8", "approval.intake"), Appointment("4", "approval.intake")),
    )
    event = acts.load_organisation(facts=more, password="一 个 口 令", by=INSTALLER, at=AT)
    assert (event.officers, event.appointments, event.regions) == (1, 1, 0)
    assert (officer("4").roles, officer("8").roles) == (frozenset(), {Role.INTAKE})
    assert Account.objects.get(login="8").check_password("一 个 口 令")


def test_a_set_with_one_refused_part_loads_nothing_at_all():
    wrong = Organisation(
        officers=(person("8"),),
        appointments=(Appointment("8", "approval.intake"), Appointment("8", "approval.audit_admin")),
    )
    with pytest.raises(AdministratorsExclusive):
        acts.load_organisation(facts=wrong, password=None, by=INSTALLER, at=AT)
    assert not models.Officer.objects.filter(staff_no="8").exists()

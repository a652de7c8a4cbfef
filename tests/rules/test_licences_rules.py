"""证照的规则：有效期、编号、遮编号、状态变动、亮证码、用途。"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories.catalogue import content
from tests.factories.organisation import COUNTY, holder
from tongban.rooms.catalogue.rules.reading import read_version
from tongban.rooms.catalogue.words import Result, ResultKind, ResultLine
from tongban.rooms.licences.errors import (
    GroundMissing,
    NotInForce,
    NotYourLicensing,
    PurposeMissing,
    PurposeTooLong,
    WrongStatus,
)
from tongban.rooms.licences.rules import numbering, showing, standing
from tongban.rooms.licences.rules.validity import last_day, validity
from tongban.rooms.licences.words import (
    STATUS_MOVES,
    GrantedCase,
    LicenceFacts,
    LicenceStatus,
    Standing,
    Validity,
)
from tongban.rooms.organisation.words import Role

ON = date(2026, 3, 11)
AT = datetime(2026, 3, 11, 1, 30, tzinfo=UTC)
UID = "00112233445566778899aabbccddeeff"
FOOD = read_version(content(), version_id=1)


@pytest.mark.parametrize(
    ("start", "months", "until"),
    [
        (date(2026, 3, 11), 60, date(2031, 3, 10)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
        (date(2024, 2, 29), 60, date(2029, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 3, 1), 12, date(2027, 2, 28)),
        (date(2027, 3, 1), 12, date(2028, 2, 29)),
    ],
)
def test_a_licence_runs_to_the_day_before_the_corresponding_day(start: date, months: int, until: date):
    assert last_day(start, months=months) == until


def result(**changes: object) -> Result:
    template = (ResultLine("占用期限至", "form.end_on"), ResultLine("设置期限（月）", "form.months"))
    facts = {"name": "某证", "kind": ResultKind.REPLY, "template": template, **changes}
    return Result(**facts)  # type: ignore[arg-type]


def granted(**form: object) -> GrantedCase:
    return GrantedCase(
        case_no="x", version_id=1, applicant="person:7", applicant_masked="王*", decided_on=ON, form=form
    )


@pytest.mark.parametrize(
    ("of", "form", "valid"),
    [
        (result(years=5), {}, Validity(until=date(2031, 3, 10), says="2031年3月10日")),
        (result(years_field="n"), {"n": 3}, Validity(until=date(2029, 3, 10), says="2029年3月10日")),
        (result(until="长期"), {}, Validity(until=None, says="长期")),
        (result(), {}, Validity(until=None, says="长期")),
        (
            result(until="批准书载明的占用期限"),
            {"end_on": "2026-05-01"},
            Validity(until=date(2026, 5, 1), says="2026年5月1日"),
        ),
        (
            result(until="批准书载明的设置期限，最长三年"),
            {"months": 24},
            Validity(until=date(2028, 3, 10), says="2028年3月10日"),
        ),
        (result(until="批准书载明的占用期限"), {}, Validity(until=None, says="批准书载明的占用期限")),
        (
            result(until="长期，须按期检验"),
            {"end_on": "2026-05-01"},
            Validity(until=None, says="长期，须按期检验"),
        ),
    ],
)
def test_the_validity_is_what_the_item_says(of: Result, form: dict[str, object], valid: Validity):
    assert validity(of, granted(**form)) == valid


def test_a_catalogued_licence_is_numbered_by_region_type_year_and_serial():
    told = numbering.numbered(FOOD, FOOD.results[0], on=ON, n=12)
    assert told.number == "9901020012026000012"
    assert told.identifier.startswith(
        "1.2.156.3005.2.11990102MB0000019H001.11990102MB0000019H.20260311000012.001."
    )


def test_a_reply_carries_a_document_number_and_no_identifier():
    told = numbering.numbered(FOOD, result(), on=ON, n=12)
    assert (told.number, told.identifier) == ("X行审批〔2026〕第00012号", "")


def test_an_issuer_without_a_valid_code_is_named_by_its_region():
    imported = replace(FOOD, department_code="138000000")
    assert numbering.issuer_code(imported) == "990102"
    told = numbering.numbered(imported, FOOD.results[0], on=ON, n=1)
    assert ".990102.20260311000001." in told.identifier


def test_an_authority_without_a_valid_code_gets_a_number_and_no_identifier():
    odd = replace(FOOD.results[0], cert_type_code="115116010205116050001")
    assert numbering.numbered(FOOD, odd, on=ON, n=1).identifier == ""


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("9901020012026000012", "990102*********0012"),
        ("X行审批〔2026〕第00012号", "X行审批〔2026〕第00012号"),
        ("JY2990102000012", "JY299010***0012"),
        ("12345", "12345"),
    ],
)
def test_a_long_number_is_masked_in_its_middle(number: str, masked: str):
    assert numbering.mask_number(number) == masked


VALID = Standing(status=LicenceStatus.VALID, valid_until=ON)


def test_a_licence_counts_through_its_last_day_and_no_longer():
    assert standing.why_not(VALID, on=ON) == ""
    assert standing.why_not(VALID, on=ON + timedelta(days=1)) == "这张证照的有效期已于2026年3月11日届满"
    with pytest.raises(NotInForce, match="届满"):
        standing.require_in_force(VALID, on=ON + timedelta(days=1))


def test_every_status_but_valid_has_a_plain_reason_of_its_own():
    others = [s for s in LicenceStatus if s is not LicenceStatus.VALID]
    reasons = {standing.why_not(Standing(status=s, valid_until=None), on=ON) for s in others}
    assert len(reasons) == len(others)
    assert "" not in reasons


DECIDER = holder(Role.DECIDER, at=COUNTY)


def licence(status: LicenceStatus) -> LicenceFacts:
    return LicenceFacts(
        uid=UID,
        holder="person:7",
        case_no="x",
        region=COUNTY,
        department="approval",
        standing=Standing(status=status, valid_until=None),
    )


@pytest.mark.parametrize("was", LicenceStatus)
@pytest.mark.parametrize("to", LicenceStatus)
def test_a_status_changes_only_as_the_table_says(was: LicenceStatus, to: LicenceStatus):
    def change() -> LicenceStatus:
        return standing.change_status(licence(was), to=to, ground="事实", by=DECIDER, at=AT).status

    if was in STATUS_MOVES[to].came_from:
        assert change() is to
    else:
        with pytest.raises(WrongStatus):
            change()


def test_only_the_decider_of_the_issuing_department_changes_a_status_and_says_why():
    stranger = holder(Role.DECIDER, departments=frozenset({"market"}))
    for by in (stranger, holder(Role.ISSUER), holder(Role.INTAKE)):
        with pytest.raises(NotYourLicensing):
            standing.change_status(
                licence(LicenceStatus.VALID), to=LicenceStatus.RESCINDED, ground="事实", by=by, at=AT
            )
    with pytest.raises(GroundMissing):
        standing.change_status(
            licence(LicenceStatus.VALID), to=LicenceStatus.RESCINDED, ground=" ", by=DECIDER, at=AT
        )


def test_a_code_reads_back_as_it_was_written_and_lives_sixty_seconds():
    code = showing.new_code(UID, at=AT)
    assert showing.read_code(code.body) == code
    assert code.ends - AT <= timedelta(seconds=60)
    assert not code.expired(at=AT + timedelta(seconds=59))
    assert code.expired(at=AT + timedelta(seconds=60))


@pytest.mark.parametrize("body", ["", "x", "AAAA", "..", "é" * 38, "A" * 39])
def test_what_is_no_code_reads_as_none(body: str):
    assert showing.read_code(body) is None


def test_a_purpose_is_one_line_of_at_most_forty_characters_as_a_watermark_holds():
    assert showing.clean_purpose("  银行\n开户 ") == "银行 开户"
    assert showing.clean_purpose("办" * 40) == "办" * 40
    with pytest.raises(PurposeTooLong):
        showing.clean_purpose("办" * 41)
    with pytest.raises(PurposeMissing):
        showing.clean_purpose(" \n ")

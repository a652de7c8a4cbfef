"""制证：准予之后证照自己出来，恰好一张，编号不跳，照面封存，签名的 PDF 上的二维码可查。"""

import io
import subprocess
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
import zxingcpp
from django.conf import settings
from django.db import DatabaseError, transaction
from PIL import Image
from pypdf import PdfReader

from tests.acts.test_people_privacy import leaks
from tests.factories.licences import AT, FIRM, WANG, a_granted_case, a_licence
from tests.factories.organisation import stand
from tongban.foundation.crypto.errors import SealBroken
from tongban.foundation.documents.signing import verify_pdf
from tongban.foundation.documents.typesetting import house_typesetter
from tongban.foundation.files import FileStore
from tongban.foundation.identifiers import parse_licence_identifier
from tongban.rooms.catalogue.words import ResultKind
from tongban.rooms.journal import queries as journal
from tongban.rooms.licences import acts, models, queries
from tongban.rooms.licences.errors import NoSuchLicence
from tongban.rooms.licences.words import LicenceStatus

pytestmark = pytest.mark.django_db

RARE = "𠀀"  # in none of the shipped fonts
CANARY = "金丝雀甲乙丙"


def pdf_of(uid: str) -> bytes:
    return queries.licence_pdf(uid=uid, holder=FIRM.ref)


def code_on(pdf: bytes) -> str:
    """The QR code of a page, read by another program's eyes."""
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder, "page.pdf")
        at.write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", "120", "-png", str(at), f"{folder}/page"], check=True)
        (seen,) = zxingcpp.read_barcodes(Image.open(next(Path(folder).glob("page*.png"))))
    return str(seen.text)


def words_on(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_a_granted_case_becomes_one_licence_in_the_holder_s_wallet():
    granted = a_granted_case()
    (made,) = acts.issue(granted=granted, at=AT)
    (card,) = queries.wallet(holder=FIRM.ref, at=AT)
    assert (card.uid, card.name, card.number) == (made.licence, "食品经营许可证", made.number)
    assert (card.status, card.in_force, card.kind) == (LicenceStatus.VALID, True, ResultKind.LICENCE)
    assert card.valid_until_says == "2031年3月10日"
    assert queries.of_case(case_no=granted.case_no, at=AT) == [card]
    page = queries.licence(uid=made.licence, holder=FIRM.ref, at=AT)
    assert dict(page.face)["经营项目"] == "热食类食品制售、冷食类食品制售、自制饮品制售"
    assert dict(page.face)["许可证编号"] == made.number
    assert parse_licence_identifier(page.identifier).valid


def test_issuing_leaves_exactly_one_event_and_it_names_nobody():
    made = a_licence()
    (event,) = journal.stream(name=f"licence:{made.licence}")
    assert (event.kind, event.by) == ("licence.issued", "system:licences")
    assert event.payload is not None
    assert (event.payload["holder"], event.payload["case_no"]) == ("legal_person:3", made.case_no)
    assert "春山" not in str(event.payload)


def test_the_same_case_told_twice_makes_one_licence_and_uses_one_number():
    granted = a_granted_case()
    first = acts.issue(granted=granted, at=AT)
    assert acts.issue(granted=granted, at=AT + timedelta(seconds=1)) == []
    assert models.Licence.objects.count() == 1
    assert int(a_licence().number) == int(first[0].number) + 1


def test_numbers_have_no_gap_though_every_third_making_fails(monkeypatch: pytest.MonkeyPatch):
    keep, calls = acts.issuing.paper.keep, iter(range(100))

    def keep_or_fail(pdf: bytes, **of: object) -> str:
        if next(calls) % 3 == 2:
            raise OSError("disk")
        return keep(pdf, **of)  # type: ignore[arg-type]

    monkeypatch.setattr(acts.issuing.paper, "keep", keep_or_fail)
    numbers = []
    for _ in range(9):
        granted = a_granted_case()
        try:
            with transaction.atomic():
                numbers += [int(made.number) for made in acts.issue(granted=granted, at=AT)]
        except OSError:
            continue
    assert numbers == list(range(numbers[0], numbers[0] + 6))


def test_an_item_with_two_results_makes_both_and_one_of_each():
    granted = a_granted_case("legal_person_change")
    made = acts.issue(granted=granted, at=AT)
    assert [each.name for each in made] == ["营业执照", "登记通知书"]
    assert made[1].number.startswith("X行审办〔2026〕第")
    assert acts.issue(granted=granted, at=AT) == []


def test_a_bare_imported_item_s_notice_is_a_result_too():
    granted = a_granted_case("birth_household")
    (made,) = acts.issue(granted=granted, at=AT)
    (card,) = queries.of_case(case_no=granted.case_no, at=AT)
    assert (made.licence_identifier, card.kind, card.in_force) == ("", ResultKind.OTHER, True)


def test_the_page_is_signed_and_says_what_the_licence_says():
    made = a_licence()
    pdf = pdf_of(made.licence)
    assert verify_pdf(pdf).good
    written = words_on(pdf)
    for said in (
        "食品经营许可证",
        made.number,
        "X区春山餐饮有限公司",
        "2031年3月10日",
        "X区行政审批局",
        made.licence_identifier,
    ):
        assert said in written
    assert verify_pdf(pdf[:200] + b"x" + pdf[201:]).good is False


def test_the_code_on_the_page_leads_to_its_verification():
    made = a_licence()
    address = code_on(pdf_of(made.licence))
    token = models.Licence.objects.get(uid=made.licence).token
    assert address == f"{settings.SITE_ADDRESS}/v/{token}"
    assert len(token) == 26  # 128 bits
    assert acts.verify(token=token, at=AT).genuine


def test_a_rare_character_holds_only_its_own_licence_and_says_so():
    rare = a_granted_case(form={"enterprise_name": f"X区{RARE}餐饮有限公司"})
    assert acts.issue(granted=rare, at=AT) == []
    common = a_licence()
    healthy, says = queries.alarm()
    assert healthy is False
    assert rare.case_no in says
    assert "U+20000" in says
    assert [w.case_no for w in queries.waiting()] == [rare.case_no]
    assert int(common.number) == int(a_licence().number) - 1  # the failed making used no number


def test_a_held_licence_comes_out_once_the_font_is_there_and_the_alarm_ends(monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as poor:
        poor.setattr(house_typesetter(), "missing_glyphs", lambda text: {"春"})
        granted = a_granted_case()
        assert acts.issue(granted=granted, at=AT) == []
    assert queries.alarm()[0] is False
    (made,) = acts.issue(granted=granted, at=AT + timedelta(minutes=1))
    models.Held.release(granted.case_no)
    assert made.case_no == granted.case_no
    assert queries.alarm() == (True, "证照都已制发")


def test_the_face_is_nowhere_in_plain_text():
    a_licence(form={"enterprise_name": f"{CANARY}店", "premises_address": f"X区{CANARY}路1号"})
    assert leaks(CANARY) == set()
    models.Held.hold("x", 0, why=CANARY, at=AT)
    assert leaks(CANARY) == {("licences_held.why", CANARY)}


def test_a_face_moved_to_another_licence_does_not_open():
    one, other = a_licence(), a_licence()
    stolen = models.Licence.objects.get(uid=other.licence).face_sealed
    models.Licence.objects.filter(uid=one.licence).update(face_sealed=stolen)
    with pytest.raises(SealBroken):
        queries.licence(uid=one.licence, holder=FIRM.ref, at=AT)


@pytest.mark.parametrize(
    "change", [{"number": "1"}, {"holder": "person:8"}, {"valid_until": None}, {"digest": "0"}]
)
def test_an_issued_licence_is_not_rewritten(change: dict[str, object]):
    made = a_licence()
    with pytest.raises(DatabaseError, match="forbidden"), transaction.atomic():
        models.Licence.objects.filter(uid=made.licence).update(**change)
    with pytest.raises(DatabaseError, match="forbidden"), transaction.atomic():
        models.Licence.objects.filter(uid=made.licence).delete()


def test_another_person_s_licence_answers_exactly_like_a_missing_one():
    made = a_licence()
    answers = set()
    for uid in (made.licence, "0" * 32):
        for ask in (
            lambda uid=uid: queries.licence(uid=uid, holder=WANG.ref, at=AT),
            lambda uid=uid: queries.licence_pdf(uid=uid, holder=WANG.ref),
            lambda uid=uid: queries.uses(uid=uid, holder=WANG.ref),
            lambda uid=uid: queries.copy_pdf(uid=uid, holder=WANG.ref),
            lambda uid=uid: acts.show_code(uid=uid, by=WANG, at=AT),
            lambda uid=uid: acts.copy_for_purpose(uid=uid, purpose="银行开户", by=WANG, at=AT),
        ):
            with pytest.raises(NoSuchLicence) as refused:
                ask()
            answers.add(
                (type(refused.value), str(refused.value), refused.value.advice, str(refused.value.facts))
            )
    assert len(answers) == 1
    assert queries.wallet(holder=WANG.ref, at=AT) == []


def test_the_file_is_there_before_the_row_and_known_to_the_sweeper():
    made = a_licence()
    assert FileStore(Path(settings.FILES_DIR)).open(made.digest).read() == pdf_of(made.licence)
    assert queries.is_referenced(digest=made.digest)
    assert not queries.is_referenced(digest="0" * 64)


def test_making_one_licence_asks_the_database_five_times(django_assert_num_queries):
    a_licence()
    granted = a_granted_case()
    with django_assert_num_queries(5):  # savepoint, claim and number, licence, event, release
        acts.issue(granted=granted, at=AT)
    uid = models.Licence.objects.get(case_no=granted.case_no).uid
    with django_assert_num_queries(1):
        queries.wallet(holder=FIRM.ref, at=AT)
    with django_assert_num_queries(1):
        queries.of_case(case_no=granted.case_no, at=AT)
    with django_assert_num_queries(2):
        queries.licence(uid=uid, holder=FIRM.ref, at=AT)


def test_a_region_is_printed_by_its_full_name():
    stand()
    assert acts.issuing.region_name("990102001000") == "某地某地某地某地"
    assert acts.issuing.region_name("991111000000") == "991111000000"

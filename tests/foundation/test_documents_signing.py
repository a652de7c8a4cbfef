"""文书签名：改一个字节就不真，别人的证书不可信，换了证书旧文书仍可信 (signatures on documents)."""

import io
import multiprocessing
import re
import socket
import stat
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
import typst
from cryptography.hazmat.primitives.serialization import Encoding
from pypdf import PdfReader, PdfWriter

from tongban.foundation.crypto.errors import KeysExposed
from tongban.foundation.documents.authority import RENEW_BEFORE, SIGNER_VALID, Authority
from tongban.foundation.documents.errors import AuthorityDamaged
from tongban.foundation.documents.signing import DocumentSigner, Verdict, house_signer, sign_pdf, verify_pdf

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
FALSE = Verdict()


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> bytes:
    source = tmp_path_factory.mktemp("page") / "page.typ"
    source.write_text("#set document(title: [t])\nLicence 0001")
    return typst.compile(str(source), format="pdf", pdf_standards=["a-2b"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("home") / "keys" / "ca"


@pytest.fixture(scope="module")
def signer(folder) -> DocumentSigner:
    return DocumentSigner(Authority(folder))


@pytest.fixture(scope="module")
def signed(signer, page) -> bytes:
    return signer.sign_pdf(page, reason="制发证照", location="X区", at=AT)


def test_a_signed_document_is_intact_trusted_and_signed_as_a_whole(signer, signed):
    assert signer.verify_pdf(signed) == Verdict(
        intact=True, trusted=True, covers_all=True, signer="通办文书签发", signed_at=AT
    )
    assert signer.verify_pdf(signed).good


def test_the_signature_says_why_and_where_and_still_is_the_same_pdf_a(signed, page):
    reader = PdfReader(io.BytesIO(signed))
    written = reader.get_fields()["Signature"]["/V"]
    assert (written["/Reason"], written["/Location"], written["/SubFilter"]) == (
        "制发证照",
        "X区",
        "/ETSI.CAdES.detached",
    )
    assert signed.startswith(page)
    assert b"<pdfaid:part>2</pdfaid:part>" in signed


def _gap(pdf):
    first, second = re.search(rb"/ByteRange ?\[0 (\d+) (\d+) ", pdf).groups()
    return int(first), int(second)


def _flipped(pdf, place, bit=0):
    changed = bytearray(pdf)
    changed[place] ^= 1 << bit
    return bytes(changed)


def test_a_flipped_bit_anywhere_in_the_document_is_noticed(signer, signed):
    start, end = _gap(signed)
    places = {0, 9, start - 1, end, end + 1, len(signed) - 1, *range(3, len(signed), len(signed) // 20)}
    places -= set(range(start, end))
    assert [place for place in places if signer.verify_pdf(_flipped(signed, place)).intact] == []


def test_a_flipped_bit_inside_the_signature_itself_is_noticed(signer, signed):
    """That place is left out of the digest: idle zeros, the case of a hexadecimal letter, unsigned version numbers."""
    start, end = _gap(signed)
    unsigned = {start, start + 52, start + 66, start + 80, end - 2, end - 1}
    places = unsigned | set(range(start, end, (end - start) // 24))
    changed = [(place, bit) for place in places for bit in (0, 5)]
    assert [where for where in changed if signer.verify_pdf(_flipped(signed, *where)).intact] == []


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_a_flipped_bit_at_every_place_of_the_signature_is_noticed(signer, signed):
    start, end = _gap(signed)
    assert [place for place in range(start, end) if signer.verify_pdf(_flipped(signed, place)).intact] == []


def test_words_added_after_signing_are_noticed(signer, signed):
    appended = signer.verify_pdf(signed + b"\n% one more remark\n")
    assert (appended.covers_all, appended.good) == (False, False)
    writer = PdfWriter(clone_from=io.BytesIO(signed))
    writer.add_metadata({"/Title": "other"})
    rewritten = io.BytesIO()
    writer.write(rewritten)
    assert not signer.verify_pdf(rewritten.getvalue()).good


def test_a_document_signed_by_another_house_is_intact_but_not_trusted(signer, page, tmp_path):
    other = DocumentSigner(Authority(tmp_path / "ca"))
    foreign = other.sign_pdf(page, reason="冒充", location="X区", at=AT)
    verdict = signer.verify_pdf(foreign)
    assert (verdict.intact, verdict.trusted, verdict.good) == (True, False, False)
    assert signer.verify_pdf(foreign, roots=[other._authority.root()]).good


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"not a pdf", b"%PDF-1.7\n" + b"\xff" * 400])
def test_what_is_no_document_is_not_good_and_raises_nothing(signer, content):
    assert signer.verify_pdf(content) == FALSE


def test_an_unsigned_a_cut_and_a_twice_signed_document_are_not_good(signer, signed, page):
    assert signer.verify_pdf(page) == FALSE
    assert signer.verify_pdf(signed[:-20]) == FALSE
    assert signer.verify_pdf(signed + signed) != signer.verify_pdf(signed)
    assert not signer.verify_pdf(signed + signed).good


def test_nothing_is_trusted_before_there_is_a_root(signed, tmp_path):
    assert not DocumentSigner(Authority(tmp_path / "ca")).verify_pdf(signed).trusted


def test_verifying_never_touches_the_network(signer, signed, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("network touched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert signer.verify_pdf(signed).good


def test_an_independent_reader_finds_the_signature_valid(signed, tmp_path):
    (tmp_path / "signed.pdf").write_bytes(signed)
    said = subprocess.run(["pdfsig", tmp_path / "signed.pdf"], capture_output=True, text=True).stdout
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said


def test_the_key_files_are_for_the_product_alone(signer, signed, folder):
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {
        "root.pem": 0o600,
        "signer.pem": 0o600,
        ".lock": 0o600,
    }


def test_no_private_key_shows_in_repr(folder):
    assert "PRIVATE" not in repr(Authority(folder).signer(at=AT))
    assert "key=" not in repr(Authority(folder).signer(at=AT))


def test_the_certificate_is_read_once_and_found_again_by_the_next_process(tmp_path):
    authority = Authority(tmp_path / "ca")
    first = authority.signer(at=AT)
    assert authority.signer(at=AT + timedelta(days=30)) is first
    assert Authority(tmp_path / "ca").signer(at=AT).certificate == first.certificate


def test_the_certificate_is_renewed_ninety_days_before_it_ends_and_old_documents_stay_trusted(page, tmp_path):
    authority = Authority(tmp_path / "ca")
    signer = DocumentSigner(authority)
    old = signer.sign_pdf(page, reason="旧", location="X区", at=AT)
    first, root = authority.signer(at=AT), authority.root()
    last_day = AT + SIGNER_VALID - RENEW_BEFORE
    assert authority.signer(at=last_day - timedelta(seconds=1)) is first
    new = signer.sign_pdf(page, reason="新", location="X区", at=last_day)
    assert authority.signer(at=last_day).certificate.serial_number != first.certificate.serial_number
    assert authority.root() == root
    assert signer.verify_pdf(old).good and signer.verify_pdf(new).good


def test_a_signature_dated_after_its_certificate_ended_is_not_trusted(page, tmp_path, monkeypatch):
    """Planted breach: the renewal is forgotten."""
    authority = Authority(tmp_path / "ca")
    signer, old = DocumentSigner(authority), authority.signer(at=AT)
    monkeypatch.setattr(authority, "signer", lambda at: old)
    late = signer.sign_pdf(page, reason="过期", location="X区", at=AT + SIGNER_VALID + timedelta(days=1))
    verdict = signer.verify_pdf(late)
    assert (verdict.intact, verdict.trusted) == (True, False)


@pytest.mark.parametrize("name", ["root.pem", "signer.pem"])
def test_a_damaged_or_exposed_key_file_is_refused_and_never_replaced(tmp_path, name):
    Authority(tmp_path / "ca").signer(at=AT)
    (tmp_path / "ca" / name).write_text("-----BEGIN NOTHING-----")
    with pytest.raises(AuthorityDamaged):
        Authority(tmp_path / "ca").signer(at=AT)
    assert (tmp_path / "ca" / name).read_text() == "-----BEGIN NOTHING-----"
    (tmp_path / "ca" / name).chmod(0o640)
    with pytest.raises(KeysExposed):
        Authority(tmp_path / "ca").signer(at=AT)


def test_a_certificate_beside_the_wrong_key_is_refused(tmp_path):
    for house in ("one", "two"):
        Authority(tmp_path / house).signer(at=AT)
    mine, other = (tmp_path / house / "signer.pem" for house in ("one", "two"))
    certificate, _key = mine.read_text().split("-----BEGIN PRIVATE KEY-----")
    mine.write_text(
        certificate
        + "-----BEGIN PRIVATE KEY-----"
        + other.read_text().split("-----BEGIN PRIVATE KEY-----")[1]
    )
    with pytest.raises(AuthorityDamaged):
        Authority(tmp_path / "one").signer(at=AT)


def _start(folder, gate, answers):
    gate.wait()
    authority = Authority(folder)
    signer = authority.signer(at=AT).certificate
    answers.put((signer.public_bytes(Encoding.PEM), authority.root().public_bytes(Encoding.PEM)))


def test_processes_starting_at_once_end_with_one_root_and_one_signer(tmp_path):
    context = multiprocessing.get_context("fork")
    gate, answers = context.Barrier(5, timeout=20), context.Queue()
    started = [context.Process(target=_start, args=(tmp_path / "ca", gate, answers)) for _ in range(5)]
    for process in started:
        process.start()
    found = {answers.get(timeout=30) for _ in started}
    for process in started:
        process.join()
    assert len(found) == 1


def test_the_house_signs_with_the_certificate_beside_its_keys(page, settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    signed = sign_pdf(page, reason="制发证照", location="X区", at=AT)
    assert verify_pdf(signed).good
    assert house_signer() is house_signer()
    assert (tmp_path / "keys" / "ca" / "root.pem").exists()

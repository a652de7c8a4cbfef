"""文件库：同样内容只存一份，配额与大小边收边算，清扫只带走没人要的旧文件。"""

import hashlib
import io
import os
from datetime import UTC, datetime, timedelta

import pytest

from tests.foundation.test_files_kinds import PLENTY, archive, pdf, picture
from tongban.foundation import files, schedule
from tongban.foundation.crypto.errors import KeyMissing, SealBroken
from tongban.foundation.crypto.keyring import KeyRing, Purpose
from tongban.foundation.files import Quota

NOW = datetime.now(UTC)
DAY_AGO = NOW - timedelta(hours=24)


@pytest.fixture
def store(tmp_path):
    return files.FileStore(tmp_path / "files")


def put(store, content, quota=PLENTY, name="a.pdf"):
    return store.put(content, name=name, owner="person:7", quota=quota)


def titled(text: str) -> bytes:
    """A PDF that says this."""
    return pdf(lambda writer: writer.add_metadata({"/Title": text}))


def objects(store) -> list[str]:
    return sorted(path.name for path in store.root.glob("objects/*/*/*"))


def aged(path, hours: float) -> None:
    then = (NOW - timedelta(hours=hours)).timestamp()
    os.utime(path, (then, then))


def test_a_file_is_kept_under_its_digest_and_read_back_unchanged(store):
    content = pdf()
    stored = put(store, io.BytesIO(content), name="合同.pdf")
    digest = hashlib.sha256(content).hexdigest()
    assert stored == files.StoredFile(digest, len(content), files.FileKind.PDF, "合同.pdf", "person:7")
    assert store.path(digest) == store.root / "objects" / digest[:2] / digest[2:4] / digest
    with store.open(digest) as file:
        assert file.read() == content
    assert store.path(digest).stat().st_mode & 0o077 == 0


def test_the_same_content_is_kept_once_whoever_brings_it(store):
    first, second = put(store, pdf()), put(store, pdf(), name="另一个名字")
    assert (first.digest, objects(store)) == (second.digest, [first.digest])
    pictures = {put(store, picture("JPEG")).digest for _ in range(3)}
    assert len(pictures) == 1


def test_a_damaged_copy_is_healed_when_the_content_comes_again(store):
    digest = put(store, pdf()).digest
    store.path(digest).write_bytes(b"damaged")
    with pytest.raises(SealBroken):
        store.open(digest)
    put(store, pdf())
    assert hashlib.sha256(store.open(digest).read()).hexdigest() == digest


def test_nothing_of_a_file_can_be_read_on_the_disk(store):
    content = titled("CANARY 990102199003070018 " * 40)
    digest = put(store, content).digest
    everything = b"".join(path.read_bytes() for path in store.root.rglob("*") if path.is_file())
    assert (b"CANARY" in content, b"CANARY" in everything, b"%PDF" in everything) == (True, False, False)
    assert store.open(digest).read() == content


@pytest.mark.parametrize(
    "damage", ["a byte changed", "cut short", "another file under its name", "in the clear"]
)
def test_a_file_that_was_changed_or_exchanged_is_not_given_out(store, damage):
    digest, other = (put(store, titled(text)).digest for text in ("mine", "theirs"))
    kept = store.path(digest).read_bytes()
    store.path(digest).write_bytes(
        {
            "a byte changed": kept[:-1] + bytes([kept[-1] ^ 1]),
            "cut short": kept[:60],
            "another file under its name": store.path(other).read_bytes(),
            "in the clear": titled("mine"),
        }[damage]
    )
    with pytest.raises(SealBroken):
        store.open(digest)


def test_an_old_key_still_opens_what_it_sealed_and_without_it_nothing_does(store, tmp_path):
    ring = KeyRing(tmp_path / "keys")
    kept = files.FileStore(store.root, ring=ring)
    old = ring.current(Purpose.FILE)
    first = put(kept, titled("first")).digest
    ring.rotate(Purpose.FILE)
    second = put(kept, titled("second")).digest
    assert [kept.open(digest).read() for digest in (first, second)] == [titled("first"), titled("second")]
    put(kept, titled("first"))  # comes again: sealed anew, with the current key
    ring.destroy(old.id)
    assert kept.open(first).read() == titled("first")
    ring.rotate(Purpose.FILE)
    ring.destroy(ring.keys(Purpose.FILE)[0].id)
    with pytest.raises(KeyMissing):
        kept.open(second)


@pytest.mark.parametrize("digest", ["", "../../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n", "a" * 64])
def test_what_is_not_there_is_not_found(store, digest):
    with pytest.raises(files.NoSuchFile):
        store.open(digest)


class Endless:
    """A body that never ends, whatever length it declared."""

    given = 0

    def read(self, size: int, /) -> bytes:
        self.given += size
        return b"%PDF-1.7 "[:size].ljust(size, b"x")


def test_an_endless_body_is_refused_at_the_first_byte_too_many(store):
    body = Endless()
    with pytest.raises(files.FileTooLarge) as caught:
        put(store, body)
    assert str(caught.value) == "文件太大：超过单个文件的上限，最多20 MB"
    assert body.given <= 20 * 1024 * 1024 + 256 * 1024
    assert list(store.root.glob("incoming/*")) == objects(store) == []


def test_a_body_that_breaks_off_leaves_nothing(store):
    class Broken:
        def read(self, size: int, /) -> bytes:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        put(store, Broken())
    assert list(store.root.glob("incoming/*")) == []


def test_the_quota_is_kept_to_the_byte(store):
    content = pdf()
    put(store, content, quota=Quota(used=100, limit=100 + len(content)))
    with pytest.raises(files.QuotaExceeded) as caught:
        put(store, content, quota=Quota(used=101, limit=100 + len(content)))
    assert caught.value.facts == {"limit": "0 MB", "used": "0 MB"}


@pytest.mark.parametrize(
    ("used", "adding", "fits"), [(0, 10, True), (5, 5, True), (5, 6, False), (11, 0, False)]
)
def test_a_quota_holds_up_to_its_limit(used, adding, fits):
    if fits:
        files.check_quota(used_bytes=used, adding=adding, limit=10)
    else:
        with pytest.raises(files.QuotaExceeded):
            files.check_quota(used_bytes=used, adding=adding, limit=10)


def test_a_full_disk_is_told_in_plain_words(store):
    """/dev/full answers every write with ENOSPC, as a full disk does."""
    full = open("/dev/full", "wb", buffering=0)  # noqa: SIM115

    class Filling:
        def read(self, size: int, /) -> bytes:
            full.write(b"x")
            return b""

    with full, pytest.raises(files.StorageFull) as caught:
        put(store, Filling())
    assert caught.value.status == 503


def naming(*digests):
    """The rows name these."""
    return lambda asked: set(asked) & set(digests)


def test_the_sweep_takes_old_files_nobody_refers_to_and_no_others(store):
    wanted, young, old = (put(store, archive(("OFD.xml", name))).digest for name in "abc")
    for digest in (wanted, old):
        aged(store.path(digest), 25)
    assert store.sweep(used=naming(wanted), older_than=DAY_AGO) == [old]
    assert objects(store) == sorted([wanted, young])
    assert store.sweep(used=naming(wanted), older_than=DAY_AGO) == []


def test_a_file_that_comes_again_is_young_again(store):
    wanted, digest = put(store, archive(("OFD.xml", "a"))).digest, put(store, pdf()).digest
    aged(store.path(digest), 99)
    put(store, pdf())
    assert store.sweep(used=naming(wanted), older_than=DAY_AGO) == []


def test_a_file_that_comes_again_while_the_sweep_is_asking_is_not_taken(store):
    """The sweep saw both old and unnamed; before its turn the second was put again: it looks again under the lock."""
    wanted, *rest = (put(store, archive(("OFD.xml", name))).digest for name in "abc")
    first, second = sorted(rest)
    for digest in rest:
        aged(store.path(digest), 99)
    contents = store.open(second).read()
    asked = []

    def used(digests):
        asked.extend(digests)
        if asked.count(first) == 2:
            aged(store.path(second), 0)
        return naming(wanted)(digests)

    assert store.sweep(used=used, older_than=DAY_AGO) == [first]
    assert (asked.count(second), store.open(second).read()) == (1, contents)


def test_a_file_that_is_named_while_the_sweep_is_asking_is_not_taken(store):
    wanted, late = (put(store, archive(("OFD.xml", name))).digest for name in "ab")
    aged(store.path(late), 99)
    named = {wanted}

    def used(digests):
        found = named & set(digests)
        if late in digests:
            named.add(late)
        return found

    assert (store.sweep(used=used, older_than=DAY_AGO), objects(store)) == ([], sorted([wanted, late]))


def test_a_store_of_which_the_database_knows_nothing_is_left_alone(store):
    """Somebody started the product with another, empty database: its files must still be there when he sees it."""
    digest = put(store, pdf()).digest
    aged(store.path(digest), 99)
    assert (store.sweep(used=naming(), older_than=DAY_AGO), objects(store)) == ([], [digest])


def test_what_a_killed_upload_left_in_the_clear_is_taken_away_within_the_hour(store, settings):
    settings.FILES_DIR = store.root
    put(store, pdf())
    left, arriving = (store.root / "incoming" / f"{name}.part" for name in ("left", "arriving"))
    for path in (left, arriving):
        path.write_bytes(pdf())
    aged(left, 1.1)
    assert schedule.JOBS["files.clear_incoming"].run(at=NOW) == 1
    assert [path.name for path in store.root.glob("incoming/*")] == ["arriving.part"]


def test_files_an_earlier_version_kept_in_the_clear_are_sealed_where_they_lie(store):
    already = put(store, titled("sealed")).digest
    kept = {hashlib.sha256(content).hexdigest(): content for content in map(titled, ("first", "second"))}
    damaged = "0" * 64
    for digest, content in (*kept.items(), (damaged, titled("who knows"))):
        store.path(digest).parent.mkdir(parents=True, exist_ok=True)
        store.path(digest).write_bytes(content)
    with pytest.raises(SealBroken):
        store.open(next(iter(kept)))
    assert (store.seal_plain(), store.seal_plain()) == (sorted(kept), [])
    assert {digest: store.open(digest).read() for digest in kept} == kept
    assert store.open(already).read() == titled("sealed")
    assert [path.name for path in store.root.glob("objects/*/*/*") if b"%PDF" in path.read_bytes()] == [
        damaged
    ]


def test_every_refusal_has_its_own_code_and_a_next_step():
    family = [
        files.FileTooLarge,
        files.FileKindRefused,
        files.FileBroken,
        files.QuotaExceeded,
        files.FileEmpty,
        files.NoSuchFile,
        files.StorageFull,
    ]
    assert len({refusal.code for refusal in family}) == len(family)
    assert all(refusal.next_step.endswith(("上传", "提交", "窗口", "情况")) for refusal in family)

"""密钥环：首次启动造好，轮换后旧密钥仍能启封，密钥从不外露 (the key ring)."""

import json
import logging
import multiprocessing
import os
import stat
import time
from contextlib import nullcontext
from pathlib import Path

import pytest

from tongban.foundation.crypto import keyring as keyring_module
from tongban.foundation.crypto.errors import KeyMissing, KeyRingDamaged, KeysExposed, KeyStillCurrent
from tongban.foundation.crypto.keyring import KeyRing, Purpose, house_ring
from tongban.foundation.crypto.strongbox import Strongbox


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_start_makes_one_key_for_each_purpose_and_the_next_start_finds_them(folder):
    first = {purpose: KeyRing(folder).current(purpose) for purpose in Purpose}
    again = {purpose: KeyRing(folder).current(purpose) for purpose in Purpose}
    assert first == again
    assert {purpose: key.algorithm for purpose, key in first.items()} == {
        Purpose.FIELD: "aes-256-gcm",
        Purpose.FILE: "aes-256-gcm",
        Purpose.BLIND_INDEX: "hmac-sha256",
        Purpose.EVENT_SIGNING: "ed25519",
        Purpose.SESSION: "random-text",
    }
    assert len({key.material for key in first.values()}) == len(Purpose)


def test_the_folder_is_for_the_product_alone_and_so_is_every_file_in_it(folder):
    KeyRing(folder).rotate(Purpose.FIELD)
    assert _mode(folder) == 0o700
    assert {path.name: _mode(path) for path in folder.iterdir()} == {"keyring.json": 0o600, ".lock": 0o600}


def test_a_folder_that_was_open_to_others_is_closed_at_start(folder):
    folder.mkdir(mode=0o755)
    KeyRing(folder)
    assert _mode(folder) == 0o700


def test_a_key_file_that_others_can_read_is_refused_rather_than_used(folder):
    KeyRing(folder)
    (folder / "keyring.json").chmod(0o644)
    with pytest.raises(KeysExposed) as refused:
        KeyRing(folder)
    assert refused.value.facts == {"name": "keyring.json", "mode": "0644"}


@pytest.mark.parametrize(
    "content", ["", "{", '{"version": 2, "keys": []}', '{"version": 1, "keys": [{"id": 1}]}', "[]"]
)
def test_a_damaged_ring_is_refused_and_never_overwritten(folder, content):
    KeyRing(folder)
    (folder / "keyring.json").write_text(content)
    with pytest.raises(KeyRingDamaged):
        KeyRing(folder)
    assert (folder / "keyring.json").read_text() == content


def test_rotating_makes_a_new_current_key_and_keeps_the_old_one(folder):
    ring = KeyRing(folder)
    old = ring.current(Purpose.FIELD)
    new = ring.rotate(Purpose.FIELD)
    assert ring.current(Purpose.FIELD) == new
    assert ring.key(old.id) == old
    assert ring.keys(Purpose.FIELD) == (old, new)
    assert old.material != new.material


def test_a_running_process_sees_a_rotation_made_by_another_at_once(folder):
    running, operator = KeyRing(folder), KeyRing(folder)
    made = operator.rotate(Purpose.FIELD)
    assert running.current(Purpose.FIELD) == made


def test_changing_the_cipher_setting_rotates_to_a_key_of_the_new_cipher(folder):
    old = KeyRing(folder).current(Purpose.FIELD)
    ring = KeyRing(folder, algorithms={Purpose.FIELD: "sm4-gcm"})
    assert (ring.current(Purpose.FIELD).algorithm, len(ring.current(Purpose.FIELD).material)) == (
        "sm4-gcm",
        16,
    )
    assert ring.key(old.id) == old


def test_an_old_key_can_be_destroyed_and_is_then_missing(folder):
    ring = KeyRing(folder)
    old = ring.current(Purpose.FIELD)
    ring.rotate(Purpose.FIELD)
    ring.destroy(old.id)
    with pytest.raises(KeyMissing):
        ring.key(old.id)
    assert old.id not in (folder / "keyring.json").read_text()


def test_a_destroyed_number_is_not_given_to_another_key(folder):
    ring = KeyRing(folder)
    old = ring.current(Purpose.FIELD)
    second = ring.rotate(Purpose.FIELD)
    ring.destroy(old.id)
    third = ring.rotate(Purpose.FIELD)
    assert [key.id.split("-")[1] for key in (old, second, third)] == ["1", "2", "3"]


def test_the_current_key_cannot_be_destroyed(folder):
    ring = KeyRing(folder)
    with pytest.raises(KeyStillCurrent):
        ring.destroy(ring.current(Purpose.SESSION).id)


def test_a_key_nobody_has_is_missing(folder):
    ring = KeyRing(folder)
    with pytest.raises(KeyMissing):
        ring.key("field-9-ffffff")
    with pytest.raises(KeyMissing):
        ring.destroy("field-9-ffffff")


def test_a_ring_taken_away_under_a_running_process_is_reported_and_not_remade(folder):
    ring = KeyRing(folder)
    (folder / "keyring.json").unlink()
    with pytest.raises(KeyMissing):
        ring.current(Purpose.FIELD)
    assert not (folder / "keyring.json").exists()


def test_the_newest_session_secret_comes_first_and_the_old_ones_follow(folder):
    ring = KeyRing(folder)
    (first,) = ring.secret_texts()
    ring.rotate(Purpose.SESSION)
    second, fallback = ring.secret_texts()
    assert fallback == first != second
    assert len(first) == 64  # Django asks for 50 at least


def test_no_key_shows_in_repr_logs_or_errors(folder, caplog):
    ring = KeyRing(folder)
    caplog.set_level(logging.DEBUG)
    logging.getLogger("test").info("%s %r %s", ring, ring.current(Purpose.FIELD), vars(ring).keys())
    shown = caplog.text + repr(ring) + str(ring.keys(Purpose.SESSION))
    stored = json.loads((folder / "keyring.json").read_text())["keys"]
    assert [row["id"] for row in stored if row["material"] in shown] == []
    assert [key.id for p in Purpose for key in ring.keys(p) if repr(key.material)[2:-1] in shown] == []


def test_a_write_that_fails_half_way_leaves_the_old_ring_and_no_debris(folder, monkeypatch):
    ring = KeyRing(folder)
    before = (folder / "keyring.json").read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        ring.rotate(Purpose.FIELD)
    assert (folder / "keyring.json").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == [".lock", "keyring.json"]


def _start(folder, gate, answers, locking):
    """One process's first start; answers the ids it made. Unlocked, the planted breach: all look, then all write."""
    made = []
    write, stored = KeyRing._write, KeyRing._stored
    KeyRing._write = lambda self, keys: (made.extend(keys), write(self, keys))[1]
    gate.wait()
    if not locking:
        Strongbox.locked = lambda self: (self.prepare(), nullcontext())[1]
        KeyRing._stored = lambda self: (stored(self), made or gate.wait())[0]
    KeyRing(folder)
    answers.put(made)


def _lost_in_a_race(folder, *, processes, locking):
    """Ids of keys that some process made and that are in no ring at the end."""
    context = multiprocessing.get_context("fork")
    gate, answers = context.Barrier(processes, timeout=20), context.Queue()
    started = [
        context.Process(target=_start, args=(folder, gate, answers, locking)) for _ in range(processes)
    ]
    for process in started:
        process.start()
    made = {key_id for _ in started for key_id in answers.get(timeout=30)}
    for process in started:
        process.join()
    return made - {key.id for purpose in Purpose for key in KeyRing(folder).keys(purpose)}


def test_processes_starting_at_once_end_with_one_ring(folder):
    assert _lost_in_a_race(folder, processes=6, locking=True) == set()
    assert [len(KeyRing(folder).keys(purpose)) for purpose in Purpose] == [1] * len(Purpose)


def test_the_race_test_notices_rings_made_without_the_lock(folder):
    assert len(_lost_in_a_race(folder, processes=3, locking=False)) == 2 * len(Purpose)


def test_the_house_ring_lies_where_the_settings_say(folder, settings):
    keyring_module._ring_in.cache_clear()
    settings.KEYS_DIR = folder
    settings.FIELD_CIPHER = "sm4-gcm"
    assert house_ring() is house_ring()
    assert house_ring().current(Purpose.FIELD).algorithm == "sm4-gcm"
    assert (folder / "keyring.json").exists()


def test_the_houses_ring_sees_a_rotation_made_by_another_within_a_twentieth_of_a_second(folder, monkeypatch):
    running, operator = KeyRing(folder, looks_every=keyring_module.HOUSE_LOOKS_EVERY), KeyRing(folder)
    old = running.current(Purpose.FIELD)
    made = operator.rotate(Purpose.FIELD)
    assert keyring_module.HOUSE_LOOKS_EVERY == 0.05
    assert running.current(Purpose.FIELD) == old
    later = time.monotonic() + keyring_module.HOUSE_LOOKS_EVERY
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert running.current(Purpose.FIELD) == made


def test_the_houses_ring_knows_at_once_what_it_rotated_itself(folder):
    ring = KeyRing(folder, looks_every=3600)
    assert ring.rotate(Purpose.FIELD) == ring.current(Purpose.FIELD)

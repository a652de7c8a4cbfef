"""签名与随机码：改一个比特、换一把密钥都验不过 (signatures and random tokens)."""

import pytest

from tongban.foundation.crypto.keyring import KeyRing, Purpose
from tongban.foundation.crypto.signing import PublicKey, Signature, public_keys, sign, verify, verify_with
from tongban.foundation.crypto.tokens import crockford, normal_token, random_token

CONTENT = "受理 990102-2026-00001".encode()


@pytest.fixture
def ring(tmp_path):
    return KeyRing(tmp_path / "keys")


def test_a_signature_verifies_and_travels_as_text(ring):
    signature = sign(CONTENT, ring=ring)
    assert verify(CONTENT, signature, ring=ring)
    assert Signature.parsed(str(signature)) == signature
    assert (signature.algorithm, signature.key_id) == ("ed25519", ring.current(Purpose.EVENT_SIGNING).id)


def test_a_flipped_bit_at_any_position_of_the_content_or_the_signature_is_noticed(ring):
    signature = sign(CONTENT, ring=ring)
    for changed in _flipped(CONTENT):
        assert not verify(changed, signature, ring=ring)
    for changed in _flipped(signature.value):
        assert not verify(CONTENT, _with_value(signature, changed), ring=ring)


def _flipped(content):
    for place in range(len(content) * 8):
        changed = bytearray(content)
        changed[place // 8] ^= 1 << place % 8
        yield bytes(changed)


def _with_value(signature, value):
    return Signature(algorithm=signature.algorithm, key_id=signature.key_id, value=value)


def test_after_a_rotation_old_signatures_still_verify_and_new_ones_name_the_new_key(ring):
    old = sign(CONTENT, ring=ring)
    ring.rotate(Purpose.EVENT_SIGNING)
    new = sign(CONTENT, ring=ring)
    assert old.key_id != new.key_id
    assert verify(CONTENT, old, ring=ring) and verify(CONTENT, new, ring=ring)
    assert [key.key_id for key in public_keys(ring=ring)] == [old.key_id, new.key_id]


def test_a_signature_that_names_another_key_does_not_verify(ring):
    signature = sign(CONTENT, ring=ring)
    other = ring.rotate(Purpose.EVENT_SIGNING)
    for key_id in (other.id, ring.current(Purpose.FIELD).id, "event-9-ffffff"):
        forged = Signature(algorithm=signature.algorithm, key_id=key_id, value=signature.value)
        assert not verify(CONTENT, forged, ring=ring)


def test_a_neighbour_verifies_with_the_public_key_it_was_given_and_with_no_other(ring, tmp_path):
    signature, (public,) = sign(CONTENT, ring=ring), public_keys(ring=ring)
    assert verify_with(public, CONTENT, signature)
    (foreign,) = public_keys(ring=KeyRing(tmp_path / "foreign"))
    posing = PublicKey(key_id=public.key_id, algorithm=public.algorithm, value=foreign.value)
    assert not verify_with(foreign, CONTENT, signature)
    assert not verify_with(posing, CONTENT, signature)


@pytest.mark.parametrize("text", ["", "ed25519", "ed25519.k", "ed25519.k.a=b", "a.b.c.d", "ed25519.k.钥"])
def test_text_that_is_no_signature_is_none(text):
    assert Signature.parsed(text) is None


def test_a_random_token_has_128_bits_in_26_characters_that_survive_reading_aloud():
    tokens = {random_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert {len(token) for token in tokens} == {26}
    assert set("".join(tokens)) == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


def test_crockford_text_keeps_its_length_and_its_value():
    assert crockford(bytes(16)) == "0" * 26
    assert crockford(b"\xff" * 16) == "7" + "Z" * 25
    assert crockford((1234).to_bytes(2, "big")) == "016J"


def test_a_token_typed_by_a_person_is_read_as_it_was_meant():
    assert normal_token(" 0o1i-l2ab ") == "00111" + "2AB"

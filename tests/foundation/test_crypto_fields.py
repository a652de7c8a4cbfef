"""字段加密与盲索引：搬动、改动一个比特都打不开，查找不必解密 (sealed fields and blind indexes)."""

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tongban.foundation.crypto.blind_index import blind_candidates, blind_index, needs_reindex
from tongban.foundation.crypto.errors import KeyMissing, SealBroken
from tongban.foundation.crypto.fields import FieldContext, needs_rewrap, rewrap, seal, unseal
from tongban.foundation.crypto.keyring import KeyRing, Purpose

ID_NUMBER = "990102199001011237"
HERE = FieldContext(table="people_person", row="7", field="id_number")
ELSEWHERE = [
    FieldContext(table="people_person", row="8", field="id_number"),
    FieldContext(table="people_person", row="7", field="mobile"),
    FieldContext(table="people_agent", row="7", field="id_number"),
    FieldContext(table="people_person", row="", field="7id_number"),
    FieldContext(table="people_person7", row="", field="id_number"),
]
_BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.fixture(scope="module", params=["aes-256-gcm", "sm4-gcm"])
def ring(request, tmp_path_factory):
    return KeyRing(tmp_path_factory.mktemp("keys"), algorithms={Purpose.FIELD: request.param})


@pytest.fixture
def own_ring(tmp_path):
    return KeyRing(tmp_path / "keys")


@pytest.mark.parametrize("value", [ID_NUMBER, "", "𬭎㑇䶮㛃𠮷", "买买提·艾合买提·吐尔逊", "x" * 10_000])
def test_a_sealed_value_opens_to_itself_in_its_place(ring, value):
    assert unseal(seal(value, context=HERE, ring=ring), context=HERE, ring=ring) == value


def test_a_token_names_its_version_cipher_and_key_and_shows_nothing_else(ring):
    key = ring.current(Purpose.FIELD)
    token = seal(ID_NUMBER, context=HERE, ring=ring)
    version, algorithm, key_id, sealed = token.split(".")
    assert (version, algorithm, key_id) == ("tb1", key.algorithm, key.id)
    assert token.isascii() and ID_NUMBER not in token
    assert len(sealed) == 62  # 12 nonce + 18 text + 16 tag = 46 bytes


def test_the_same_value_sealed_twice_gives_two_tokens(ring):
    assert len({seal(ID_NUMBER, context=HERE, ring=ring) for _ in range(200)}) == 200


@pytest.mark.parametrize("elsewhere", ELSEWHERE, ids=str)
def test_a_token_moved_to_another_row_field_or_table_does_not_open(ring, elsewhere):
    token = seal(ID_NUMBER, context=HERE, ring=ring)
    with pytest.raises(SealBroken) as refused:
        unseal(token, context=elsewhere, ring=ring)
    assert str(elsewhere) in str(refused.value)
    assert ID_NUMBER not in str(refused.value) and token not in str(refused.value)


def test_two_rows_whose_tokens_were_swapped_both_refuse_to_open(ring):
    there = ELSEWHERE[0]
    mine, yours = seal("甲", context=HERE, ring=ring), seal("乙", context=there, ring=ring)
    for token, place in ((yours, HERE), (mine, there)):
        with pytest.raises(SealBroken):
            unseal(token, context=place, ring=ring)


def _opens(token, ring):
    try:
        unseal(token, context=HERE, ring=ring)
    except (SealBroken, KeyMissing):
        return False
    return True


def test_a_flipped_bit_at_any_position_of_the_token_is_noticed(ring):
    """Every bit of every character, hence also the idle bits of the last base64 character."""
    token = seal(ID_NUMBER, context=HERE, ring=ring)
    flipped = [
        token[:at] + chr(ord(token[at]) ^ 1 << bit) + token[at + 1 :]
        for at in range(len(token))
        for bit in range(8)
    ]
    assert [other for other in flipped if _opens(other, ring)] == []


def test_no_other_letter_in_the_last_place_spells_the_same_token(ring):
    token = seal(ID_NUMBER, context=HERE, ring=ring)
    assert [last for last in _BASE64URL if _opens(token[:-1] + last, ring)] == [token[-1]]


@hypothesis_settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_text_that_is_not_a_token_is_refused_and_never_breaks(text):
    with pytest.raises(SealBroken):
        unseal(text, context=HERE, ring=_NO_RING)


class _NoRing:
    """Stands where no ring may be asked, because the text does not even look like a token."""


_NO_RING = _NoRing()


@pytest.mark.parametrize(
    "cut", ["tb1", "tb1.aes-256-gcm", "tb1...", "tb2{rest}", "{whole}.x", "{whole}=", " {whole}"]
)
def test_a_cut_or_lengthened_token_is_refused(own_ring, cut):
    token = seal(ID_NUMBER, context=HERE, ring=own_ring)
    with pytest.raises((SealBroken, KeyMissing)):
        unseal(cut.format(whole=token, rest=token[3:]), context=HERE, ring=own_ring)


def test_a_token_that_names_another_key_or_cipher_does_not_open(own_ring):
    token = seal(ID_NUMBER, context=HERE, ring=own_ring)
    first, second = own_ring.current(Purpose.FIELD), own_ring.rotate(Purpose.FIELD)
    blind = own_ring.current(Purpose.BLIND_INDEX)
    for forged in (
        token.replace(first.id, second.id),
        token.replace(first.id, blind.id),
        token.replace("aes-256-gcm", "sm4-gcm"),
    ):
        with pytest.raises(SealBroken):
            unseal(forged, context=HERE, ring=own_ring)


def test_a_token_of_another_installation_names_a_missing_key(own_ring, tmp_path):
    foreign = KeyRing(tmp_path / "foreign")
    token = seal(ID_NUMBER, context=HERE, ring=foreign)
    with pytest.raises(KeyMissing) as refused:
        unseal(token, context=HERE, ring=own_ring)
    assert refused.value.facts == {"key_id": foreign.current(Purpose.FIELD).id}


def test_after_a_rotation_old_tokens_open_until_rewrapped_and_the_old_key_can_go(own_ring):
    token = seal(ID_NUMBER, context=HERE, ring=own_ring)
    old = own_ring.current(Purpose.FIELD)
    assert not needs_rewrap(token, ring=own_ring)
    own_ring.rotate(Purpose.FIELD)
    assert needs_rewrap(token, ring=own_ring)
    assert unseal(token, context=HERE, ring=own_ring) == ID_NUMBER
    fresh = rewrap(token, context=HERE, ring=own_ring)
    own_ring.destroy(old.id)
    assert unseal(fresh, context=HERE, ring=own_ring) == ID_NUMBER
    assert rewrap(fresh, context=HERE, ring=own_ring) == fresh
    with pytest.raises(KeyMissing):
        unseal(token, context=HERE, ring=own_ring)


def test_changing_the_cipher_rewraps_from_aes_to_sm4(own_ring, tmp_path):
    token = seal(ID_NUMBER, context=HERE, ring=own_ring)
    national = KeyRing(tmp_path / "keys", algorithms={Purpose.FIELD: "sm4-gcm"})
    fresh = rewrap(token, context=HERE, ring=national)
    assert fresh.split(".")[1] == "sm4-gcm"
    assert unseal(fresh, context=HERE, ring=national) == ID_NUMBER


def test_a_token_cannot_be_rewrapped_into_another_place(own_ring):
    token = seal(ID_NUMBER, context=HERE, ring=own_ring)
    own_ring.rotate(Purpose.FIELD)
    with pytest.raises(SealBroken):
        rewrap(token, context=ELSEWHERE[0], ring=own_ring)


def test_a_blind_index_is_the_same_for_the_same_value_and_kind_only(own_ring):
    index = blind_index(ID_NUMBER, kind="id_number", ring=own_ring)
    assert index == blind_index(ID_NUMBER, kind="id_number", ring=own_ring)
    others = [
        blind_index("990102199001011238", kind="id_number", ring=own_ring),
        blind_index(ID_NUMBER, kind="mobile", ring=own_ring),
        blind_index(ID_NUMBER[1:], kind="id_number" + ID_NUMBER[0], ring=own_ring),
    ]
    assert len({index, *others}) == 4
    assert ID_NUMBER not in index


def test_a_blind_index_needs_the_index_key_and_not_the_field_key(own_ring, tmp_path):
    before = blind_index(ID_NUMBER, kind="id_number", ring=own_ring)
    own_ring.rotate(Purpose.FIELD)
    assert blind_index(ID_NUMBER, kind="id_number", ring=own_ring) == before
    foreign = KeyRing(tmp_path / "foreign")
    assert before.split(".")[1] != blind_index(ID_NUMBER, kind="id_number", ring=foreign).split(".")[1]


def test_during_a_rotation_a_person_is_found_under_the_old_and_the_new_index(own_ring):
    old = blind_index(ID_NUMBER, kind="id_number", ring=own_ring)
    own_ring.rotate(Purpose.BLIND_INDEX)
    new = blind_index(ID_NUMBER, kind="id_number", ring=own_ring)
    assert blind_candidates(ID_NUMBER, kind="id_number", ring=own_ring) == [new, old]
    assert (needs_reindex(old, ring=own_ring), needs_reindex(new, ring=own_ring)) == (True, False)


def test_a_blind_index_can_be_made_with_the_national_mac(tmp_path):
    ring = KeyRing(tmp_path / "keys", algorithms={Purpose.BLIND_INDEX: "hmac-sm3"})
    assert ring.current(Purpose.BLIND_INDEX).algorithm == "hmac-sm3"
    assert len(blind_index(ID_NUMBER, kind="id_number", ring=ring).split(".")[1]) == 43

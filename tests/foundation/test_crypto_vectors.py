"""密码算法与公开的标准答案一致 (known answers from the standards)."""

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tongban.foundation.crypto import ciphers
from tongban.foundation.crypto.errors import AlgorithmUnknown, ProviderUnknown
from tongban.foundation.crypto.provider import ED25519, SoftwareProvider, provider, register

SOFTWARE = SoftwareProvider()


def test_sha256_gives_the_example_of_fips_180():
    answer = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert SOFTWARE.digest("sha256", b"abc").hex() == answer


@pytest.mark.parametrize(
    ("key", "content", "answer"),
    [
        (b"\x0b" * 20, b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (
            b"Jefe",
            b"what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
        (
            b"\xaa" * 131,
            b"Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
    ],
)
def test_hmac_sha256_gives_the_answers_of_rfc_4231(key, content, answer):
    assert SOFTWARE.mac("hmac-sha256", key, content).hex() == answer


def test_sm4_gives_the_example_of_the_standard():
    """GB/T 32907-2016 附录 A.1."""
    block = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    encryptor = Cipher(algorithms.SM4(block), modes.ECB()).encryptor()
    assert (
        encryptor.update(block) + encryptor.finalize()
    ).hex().upper() == "681EDF34D206965E86B3E94F536E4246"


GCM_ANSWERS = {
    "sm4-gcm, RFC 8998 A.1": (
        ciphers.SM4_GCM,
        "0123456789abcdeffedcba9876543210",
        "00001234567800000000abcd",
        (
            "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
            "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa"
        ),
        (
            "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
            "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d83de3541e4c2b58177e065a9bf7b62ec"
        ),
    ),
    "aes-256-gcm, NIST GCM test case 16": (
        ciphers.AES_256_GCM,
        "feffe9928665731c6d6a8f9467308308" * 2,
        "cafebabefacedbaddecaf888",
        (
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
        ),
        (
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"
        ),
    ),
}


@pytest.mark.parametrize("vector", GCM_ANSWERS.values(), ids=GCM_ANSWERS.keys())
def test_gcm_gives_the_published_ciphertext_and_tag_and_opens_it_again(vector):
    algorithm, key, nonce, content, answer = vector[0], *map(bytes.fromhex, vector[1:])
    associated = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    cipher = ciphers.cipher_kind(algorithm).build(key)
    assert cipher.encrypt(nonce, content, associated) == answer
    assert SOFTWARE.open(algorithm, key, nonce + answer, associated) == content


def test_ed25519_gives_the_third_example_of_rfc_8032():
    key = bytes.fromhex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7")
    public = bytes.fromhex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
    answer = bytes.fromhex(
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    )
    assert SOFTWARE.public_key(ED25519, key) == public
    assert SOFTWARE.sign(ED25519, key, b"\xaf\x82") == answer
    assert SOFTWARE.verify(ED25519, public, b"\xaf\x82", answer)
    assert not SOFTWARE.verify(ED25519, public, b"\xaf\x83", answer)
    assert not SOFTWARE.verify(ED25519, b"short", b"\xaf\x82", answer)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: SOFTWARE.digest("md5", b""),
        lambda: SOFTWARE.mac("hmac-md5", b"", b""),
        lambda: SOFTWARE.new_key("des"),
        lambda: SOFTWARE.seal("des", b"", b"", b""),
        lambda: SOFTWARE.open("des", b"", b"", b""),
        lambda: SOFTWARE.sign("sm2", b"", b""),
        lambda: SOFTWARE.verify("sm2", b"", b"", b""),
        lambda: SOFTWARE.public_key("sm2", b""),
    ],
)
def test_an_algorithm_the_module_does_not_know_is_refused_by_name(ask):
    with pytest.raises(AlgorithmUnknown):
        ask()


def test_a_hardware_module_takes_its_place_by_name_and_is_built_once():
    built = []
    register("test-card", lambda: built.append(SoftwareProvider()) or built[-1])
    assert built == []
    assert provider("test-card") is provider("test-card")
    assert len(built) == 1


def test_a_module_nobody_registered_is_refused():
    with pytest.raises(ProviderUnknown):
        provider("no-such-card")

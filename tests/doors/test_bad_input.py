"""坏输入：得到一句明白话和 4xx，从不是 500 (any form, any JSON body)."""

import json

import pytest

from tongban.foundation.http.input import BadInput, TooLarge, check_text, json_body

pytestmark = pytest.mark.django_db

FORMS = ["/accounts/login/", "/_components/_draft", "/"]
HOSTILE = {
    "a NUL byte": ("甲\x00乙", 400),
    "a 5 MB field": ("甲" * 5_000_000, 413),
    "a long field": ("甲" * 100_001, 413),
}


@pytest.mark.parametrize("address", FORMS)
@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_field_gets_a_plain_sentence(client, address, what):
    text, status = HOSTILE[what]
    answer = client.post(address, {"login": text, "password": "x"})
    assert answer.status_code == status
    assert "无法处理" in answer.content.decode()


@pytest.mark.parametrize("address", FORMS)
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"login=%FF%FE&password=x", "application/x-www-form-urlencoded"),
        (b"login=%ED%A0%80&password=x", "application/x-www-form-urlencoded"),
        (b"login=\xff\xfe&password=x", "application/x-www-form-urlencoded"),
        (b'--b\r\nContent-Disposition: form-data; name="login"\r\n\r\n\xff\xfe\r\n--b--\r\n', "multipart/form-data; boundary=b"),
        (b"no boundary", "multipart/form-data"),
        (b"&".join(b"f%d=1" % n for n in range(2000)), "application/x-www-form-urlencoded"),
    ],
)  # fmt: skip
def test_a_malformed_body_gets_a_plain_sentence(client, address, body, kind):
    answer = client.generic("POST", address, body, content_type=kind)
    assert answer.status_code == 400
    assert "无法处理" in answer.content.decode()


@pytest.mark.parametrize("address", ["/?q=%00", "/?q=%FF", "/accounts/login/?next=%ED%A0%80", "/%00"])
def test_a_hostile_address_gets_a_plain_sentence(client, address):
    answer = client.get(address)
    assert answer.status_code == 400
    assert "无法处理" in answer.content.decode()


def request_with(rf, body: bytes):
    return rf.generic("POST", "/api/", body, content_type="application/json")


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        json.dumps({"a": "甲\x00"}).encode(),
        b'{"a": "\\ud800"}',
        b"\xff\xfe{}",
        b'{"a": NaN, ',
        b'{"a":' * 50 + b"1" + b"}" * 50,
    ],
)
def test_a_hostile_json_body_is_refused(rf, body):
    with pytest.raises(BadInput):
        json_body(request_with(rf, body))


def test_a_json_field_of_five_megabytes_is_too_large(rf):
    with pytest.raises(TooLarge):
        json_body(request_with(rf, json.dumps({"a": "x" * 5_000_000}).encode()))


def test_what_people_really_write_is_let_through(rf):
    for text in ("张𬭎㑇䶮", "阿卜杜拉·买买提", "👨‍👩‍👧", "行\r\n换行\t制表", "ＡＢＣ１２３"):
        check_text(text)
    assert json_body(request_with(rf, '{"名": "张三"}'.encode())) == {"名": "张三"}

"""坏输入：在进门之前拦下，给一句明白话 (bad input is stopped at the door with a plain sentence, never a 500)."""

import json
import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import HttpRequest, RawPostDataException
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDict

from tongban.foundation.refusal import Refusal

FIELD_LIMIT = 100_000  # characters of one typed field; the longest legal text we know of is far below
JSON_DEPTH = 40
BROKEN = re.compile("[\ud800-\udfff\ufffd]")  # half a character, or what was put in its place


class BadInput(Refusal):
    """输入有误：含有无法处理的字符或太大。"""

    code = "http.bad_input"
    says = "提交的内容{why}，无法处理"
    next_step = "请返回上一页修改后重新提交，已填写的内容不会丢失"
    status = 400


class TooLarge(BadInput):
    """太大。"""

    code = "http.too_large"
    says = "提交的内容太大（超过{limit}），无法处理"
    next_step = "请缩短文字或压缩文件后重新提交"
    status = 413


def check_text(text: str) -> None:
    """核对文字：不许有空字符、残缺的代理字符，也不许过长。

    Refuses: BadInput, TooLarge.
    """
    if len(text) > FIELD_LIMIT:
        raise TooLarge(limit=f"{FIELD_LIMIT}字")
    if "\x00" in text:
        raise BadInput(why="含有空字符")
    if BROKEN.search(text):
        raise BadInput(why="含有残缺的字符，可能是编码不对")


def check_request(request: HttpRequest) -> None:
    """核对一次请求里的全部文字：网址、查询、表单字段、文件名。"""
    check_text(request.path)
    _check_all(_text_of(request.GET))
    if request.method in ("POST", "PUT", "PATCH"):
        try:
            if request.content_type == "application/x-www-form-urlencoded":
                request.body.decode("utf-8")  # Django would quietly read other bytes as Latin-1
            _check_all(_text_of(request.POST))
            _check_all(file.name or "" for _, files in request.FILES.lists() for file in files)
        except RequestDataTooBig as error:
            raise TooLarge(limit="2.5兆") from error
        except TooManyFieldsSent as error:
            raise BadInput(why="字段太多") from error
        except (MultiPartParserError, UnicodeError, SuspiciousOperation) as error:
            raise BadInput(why="格式残缺") from error


def json_body(request: HttpRequest) -> Any:
    """读 JSON：深度、编码、字符都合规才收。

    Refuses: BadInput, TooLarge.
    """
    try:
        value = json.loads(request.body.decode("utf-8"))
    except RequestDataTooBig as error:
        raise TooLarge(limit="2.5兆") from error
    except UnicodeDecodeError as error:
        raise BadInput(why="不是 UTF-8 编码") from error
    except RawPostDataException as error:  # a form with files was read as one already
        raise BadInput(why="不是合格的 JSON") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(why="不是合格的 JSON") from error
    _check_json(value, depth=0)
    return value


def _check_json(value: Any, *, depth: int) -> None:
    if depth > JSON_DEPTH:
        raise BadInput(why="嵌套太深")
    if isinstance(value, str):
        check_text(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            check_text(key)
            _check_json(item, depth=depth + 1)
    elif isinstance(value, list):
        for item in value:
            _check_json(item, depth=depth + 1)


def _text_of(fields: MultiValueDict[str, str]) -> Iterable[str]:
    for name, values in fields.lists():
        yield name
        yield from values


def _check_all(texts: Iterable[str]) -> None:
    for text in texts:
        check_text(text)


def small_number(told: object, *, otherwise: int) -> int:
    """一个不大的非负整数（九位以内）；别的都当没有说。"""
    text = str(told)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise

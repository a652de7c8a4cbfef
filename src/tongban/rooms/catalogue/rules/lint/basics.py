"""基本信息和编码（TB1xx）：名称、三级编码、类型、依据、主体、服务对象。"""

import re
from collections.abc import Iterator

from tongban.foundation.identifiers import (
    ItemCodeKind,
    ProblemCode,
    Uscc,
    parse_organisation_code,
    parse_region_code,
    parse_uscc,
)
from tongban.rooms.catalogue.rules.element_tables import known_codes
from tongban.rooms.catalogue.rules.lint.book import rule
from tongban.rooms.catalogue.rules.lint.raw import (
    Content,
    Found,
    code,
    codes,
    number,
    parsed_code,
    text,
    told,
    type_of,
)
from tongban.rooms.catalogue.words import LintFacts, TaskType

_PAIRS = {"（": "）", "(": ")", "《": "》", "“": "”", "【": "】", "〔": "〕"}
_STRAY = re.compile(r"\s|[\\\u200b-\u200f\ufeff\ufffd]|[，。；、,;：:]$")
_PLACEHOLDER = re.compile(r"[xX×?？.。\-—_\s]*|测试.*|待定|暂无|示例|\d+")
_CATALOG = re.compile(r"\d{2}(0[1-9]|10|1[1-9]|2\d)\d{8}", re.ASCII)
_LETTERS = {
    "A": TaskType.LICENCE,
    "E": TaskType.ADJUDICATION,
    "F": TaskType.CONFIRMATION,
    "G": TaskType.BENEFIT,
    "H": TaskType.REWARD,
    "Z": TaskType.OTHER_POWER,
}
LONGEST_NAME = 200


@rule("TB101")
def no_name(content: Content, facts: LintFacts) -> Iterator[Found]:
    """没有事项名称。"""
    if _PLACEHOLDER.fullmatch(text(content, "task_name")):
        yield "task_name", ""


@rule("TB102")
def brackets(content: Content, facts: LintFacts) -> Iterator[Found]:
    """名称里的括号不成对，或者全角半角混配。"""
    waiting: list[str] = []
    for letter in text(content, "task_name"):
        if letter in _PAIRS:
            waiting.append(_PAIRS[letter])
        elif letter in _PAIRS.values() and (not waiting or waiting.pop() != letter):
            yield "task_name", f"“{letter}”没有对应的另一半"
            return
    if waiting:
        yield "task_name", f"缺少“{waiting[-1]}”"


@rule("TB103")
def stray_characters(content: Content, facts: LintFacts) -> Iterator[Found]:
    """名称里有多余的空白、反斜线，或者以标点结尾。"""
    if _STRAY.search(text(content, "task_name")):
        yield "task_name", ""


@rule("TB104")
def long_name(content: Content, facts: LintFacts) -> Iterator[Found]:
    """名称过长。"""
    if len(text(content, "task_name")) > LONGEST_NAME:
        yield "task_name", f"现有{len(text(content, 'task_name'))}个字"


@rule("TB105")
def no_code(content: Content, facts: LintFacts) -> Iterator[Found]:
    """没有编码。"""
    if not _printed_code(content):
        yield "task_handle_item", ""


@rule("TB106")
def unknown_shape(content: Content, facts: LintFacts) -> Iterator[Found]:
    """编码的结构不认识。"""
    if _printed_code(content) and parsed_code(_printed_code(content)).kind is ItemCodeKind.UNKNOWN:
        yield "task_handle_item", ""


@rule("TB107")
def body_in_code(content: Content, facts: LintFacts) -> Iterator[Found]:
    """编码里的实施主体代码不是有效的统一社会信用代码。"""
    for problem in parsed_code(_printed_code(content)).problems[:1]:
        if problem.code not in (ProblemCode.UNKNOWN_SHAPE, ProblemCode.EMPTY, ProblemCode.NO_SUCH_REGION):
            yield "task_handle_item", problem.says


@rule("TB108")
def region_in_code(content: Content, facts: LintFacts) -> Iterator[Found]:
    """编码里的区划不存在，或者不是本事项的区划。"""
    parsed, own = parsed_code(_printed_code(content)), _region(content)
    if any(problem.code is ProblemCode.NO_SUCH_REGION for problem in parsed.problems):
        yield "task_handle_item", "区划代码不存在"
    elif parsed.parts.region and own and parsed.parts.region != own:
        yield "task_handle_item", f"编码里是{parsed.parts.region}，事项的区划是{own}"


@rule("TB109")
def department_code(content: Content, facts: LintFacts) -> Iterator[Found]:
    """实施主体编码不是有效的统一社会信用代码。"""
    parsed = _uscc(text(content, "dept_code"))
    if not parsed.valid:
        legacy = parse_organisation_code(text(content, "dept_code")).valid
        yield "dept_code", "这是旧组织机构代码" if legacy else parsed.problems[0].says


@rule("TB110")
def two_bodies(content: Content, facts: LintFacts) -> Iterator[Found]:
    """编码里的实施主体和实施主体编码不是同一个单位（旧组织机构代码按主体标识码比）。"""
    inside = _body(parsed_code(_printed_code(content)).parts.organisation)
    stated = _body(text(content, "dept_code"))
    if inside and stated and inside != stated:
        yield "dept_code", ""


@rule("TB111")
def lower_case(content: Content, facts: LintFacts) -> Iterator[Found]:
    """代码里有小写字母。"""
    for key in ("dept_code", "task_handle_item", "task_code"):
        if any(letter.islower() for letter in text(content, key)):
            yield key, ""


@rule("TB112")
def type_in_letters(content: Content, facts: LintFacts) -> Iterator[Found]:
    """编码里的类型字母和事项类型不一致（只看行政权力类和旧式编码）。"""
    parsed = parsed_code(_printed_code(content))
    lettered = parsed.kind in (ItemCodeKind.SICHUAN, ItemCodeKind.LEGACY) and parsed.parts.item_class in (
        "",
        "1",
    )
    said = _LETTERS.get(parsed.parts.item_type) if lettered else None
    if said and type_of(content) and said is not type_of(content):
        yield "task_type", f"编码里是{said.zh}"


@rule("TB113")
def older_shape(content: Content, facts: LintFacts) -> Iterator[Found]:
    """还在用旧式编码。"""
    if parsed_code(_printed_code(content)).kind is ItemCodeKind.LEGACY:
        yield "task_handle_item", ""


@rule("TB114")
def catalogue_code(content: Content, facts: LintFacts) -> Iterator[Found]:
    """基本编码不是 12 位，或者类型两位不在代码表里。"""
    if not _CATALOG.fullmatch(text(content, "catalog_code")):
        yield "catalog_code", ""


@rule("TB115")
def type_in_code(content: Content, facts: LintFacts) -> Iterator[Found]:
    """基本编码第三、四位和事项类型不一致。"""
    stated, whole = type_of(content), text(content, "catalog_code")
    if stated and _CATALOG.fullmatch(whole) and whole[2:4] != stated.value:
        yield "catalog_code", f"事项类型是{stated.value}"


@rule("TB116")
def implementing_code(content: Content, facts: LintFacts) -> Iterator[Found]:
    """实施编码不等于 实施主体编码 + 行使层级 + 基本编码。"""
    whole = text(content, "task_code")
    ends = [text(content, "dept_code") + level + text(content, "catalog_code") for level in "1234567"]
    if whole and whole not in ends:
        yield "task_code", ""


@rule("TB117")
def handling_code(content: Content, facts: LintFacts) -> Iterator[Found]:
    """业务办理项编码不是 实施编码 + 两位序号。"""
    whole, stem = text(content, "task_handle_item"), text(content, "task_code")
    tail = whole.removeprefix(stem)
    if whole and stem and not (whole.startswith(stem) and len(tail) == 2 and tail.isdigit() and tail != "00"):
        yield "task_handle_item", ""


@rule("TB118")
def unknown_type(content: Content, facts: LintFacts) -> Iterator[Found]:
    """事项类型不在代码表里。"""
    if type_of(content) is None:
        yield "task_type", text(content, "task_type")[:20]


@rule("TB119")
def not_applied_for(content: Content, facts: LintFacts) -> Iterator[Found]:
    """不是依申请办理的。"""
    stated = type_of(content)
    if stated and not stated.applied_for:
        yield "task_type", stated.zh


@rule("TB120")
def codes_off_the_list(content: Content, facts: LintFacts) -> Iterator[Found]:
    """基本信息里的代号不在代码表里。"""
    for key in (
        "task_state",
        "use_level",
        "power_source",
        "dept_type",
        "server_type",
        "project_type",
        "handle_type",
    ):
        for strange in sorted(codes(content, key) - known_codes(key) - {""}):
            yield key, f"没有代号{strange[:10]}"


@rule("TB121")
def version_number(content: Content, facts: LintFacts) -> Iterator[Found]:
    """事项版本不是从 1 起的整数。"""
    if "task_version" in content and (number(content, "task_version") or 0) < 1:
        yield "task_version", ""


@rule("TB122")
def level_in_code(content: Content, facts: LintFacts) -> Iterator[Found]:
    """行使层级里没有实施编码写的那一级。"""
    parsed = parsed_code(text(content, "task_code"))
    if parsed.parts.level and parsed.parts.level not in codes(content, "use_level"):
        yield "use_level", f"实施编码写的是{parsed.parts.level}"


@rule("TB123")
def no_power_source(content: Content, facts: LintFacts) -> Iterator[Found]:
    """行政权力没有写权力来源。"""
    if type_of(content) is not TaskType.PUBLIC_SERVICE and not codes(content, "power_source"):
        yield "power_source", ""


@rule("TB124")
def entrusted_by_nobody(content: Content, facts: LintFacts) -> Iterator[Found]:
    """受委托行使的没有写委托部门。"""
    entrusted = codes(content, "power_source") & {"5", "6"} or code(content, "dept_type") == "3"
    if entrusted and not told(content, "entrust_name"):
        yield "entrust_name", ""


@rule("TB125")
def entrusted_in_vain(content: Content, facts: LintFacts) -> Iterator[Found]:
    """写了委托部门，却不是受委托行使。"""
    entrusted = codes(content, "power_source") & {"5", "6"} or code(content, "dept_type") == "3"
    if told(content, "entrust_name") and not entrusted:
        yield "entrust_name", ""


@rule("TB126")
def no_division(content: Content, facts: LintFacts) -> Iterator[Found]:
    """分级管理的没有写权限划分。"""
    if "7" in codes(content, "use_level") and not told(content, "use_scope"):
        yield "use_scope", ""


@rule("TB127")
def nobody_served(content: Content, facts: LintFacts) -> Iterator[Found]:
    """没有写服务对象。"""
    if not codes(content, "server_type"):
        yield "server_type", ""


@rule("TB128")
def person_topics(content: Content, facts: LintFacts) -> Iterator[Found]:
    """服务对象有自然人和有自然人主题，应当同有同无。"""
    if ("1" in codes(content, "server_type")) != bool(codes(content, "user_topic_type")):
        yield "user_topic_type", ""


@rule("TB129")
def enterprise_topics(content: Content, facts: LintFacts) -> Iterator[Found]:
    """服务对象有法人和有法人主题，应当同有同无。"""
    if bool(codes(content, "server_type") - {"1"}) != bool(codes(content, "corp_topic_type")):
        yield "corp_topic_type", ""


@rule("TB130")
def strange_topics(content: Content, facts: LintFacts) -> Iterator[Found]:
    """主题不在主题分类里。"""
    for key, known in (
        ("user_topic_type", facts.person_topics),
        ("corp_topic_type", facts.enterprise_topics),
    ):
        for topic in sorted(codes(content, key) - known) if known is not None else ():
            yield key, topic[:20]


@rule("TB131")
def no_department(content: Content, facts: LintFacts) -> Iterator[Found]:
    """没有写实施主体。"""
    if not told(content, "dept_name"):
        yield "dept_name", ""


@rule("TB132")
def incomplete(content: Content, facts: LintFacts) -> Iterator[Found]:
    """应当有的基本要素没有写。"""
    for key in (
        "catalog_code",
        "task_code",
        "dept_code",
        "use_level",
        "dept_type",
        "project_type",
        "handle_type",
    ):
        if content.get(key) in (None, "", []):
            yield key, ""


def _printed_code(content: Content) -> str:
    return text(content, "task_handle_item") or text(content, "task_code")


def _region(content: Content) -> str:
    return parse_region_code(text(content, "area_code") or text(content, "region")).twelve


def _uscc(written: str) -> Uscc:
    return parse_uscc(written.upper())


def _body(written: str) -> str:
    whole = _uscc(written)
    if whole.valid:
        return whole.organisation_code.value
    legacy = parse_organisation_code(written)
    return legacy.value if legacy.valid else ""

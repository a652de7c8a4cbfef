"""申请材料（TB6xx）：名称、依据、标准、来源与共享、容缺、有没有用。"""

import re
from collections.abc import Iterator

from tongban.rooms.catalogue.rules.element_tables import known_codes
from tongban.rooms.catalogue.rules.lint.book import rule
from tongban.rooms.catalogue.rules.lint.laws import VAGUE
from tongban.rooms.catalogue.rules.lint.raw import (
    Content,
    Found,
    code,
    number,
    repeated,
    rows,
    text,
    texts,
    told,
    within,
    workdays,
)
from tongban.rooms.catalogue.words import SAYS_GENERATED, LintFacts

PAPER = "1"
FORM = "2"
FROM_GOVERNMENT = "20"
NEED_LATER = "3"
_CATCH_ALL = re.compile(
    r"(其他|其它|有关|相关|必要的?)(的)?(证明)?(材料|资料|文件|证件|手续)(等)?$|"
    r"(要求|规定|需要|认为|应当)(提供|提交)?的?(其他|其它|有关|相关)|等(材料|资料|文件)$|视情况"
)
_FILLED_ONLINE = re.compile("生成|(网上|在线)填|填写即为提交")
_OWN_LICENCE = re.compile(r"^原|正、?副本|正本|副本|交回|收回|损毁|破损|旧")


def _materials(content: Content) -> list[tuple[str, Content]]:
    return rows(content, "materials")


def _name(material: Content) -> str:
    return text(material, "material_name")[:40]


@rule("TB601")
def unnamed(content: Content, facts: LintFacts) -> Iterator[Found]:
    """材料没有名称。"""
    for path, material in _materials(content):
        if not told(material, "material_name"):
            yield f"{path}.material_name", ""


@rule("TB602")
def catch_all(content: Content, facts: LintFacts) -> Iterator[Found]:
    """兜底的材料。"""
    for path, material in _materials(content):
        if _CATCH_ALL.search(_name(material)):
            yield f"{path}.material_name", _name(material)


@rule("TB603")
def same_place(content: Content, facts: LintFacts) -> Iterator[Found]:
    """两份材料的排序相同。"""
    return repeated([(f"{path}.order_num", text(m, "order_num")) for path, m in _materials(content)])


@rule("TB604")
def same_key(content: Content, facts: LintFacts) -> Iterator[Found]:
    """两份材料的代号相同。"""
    return repeated([(f"{path}.key", text(m, "key")) for path, m in _materials(content)])


@rule("TB605")
def no_basis(content: Content, facts: LintFacts) -> Iterator[Found]:
    """材料没有要求提供的依据。"""
    for path, material in _materials(content):
        if not told(material, "by_law"):
            yield f"{path}.by_law", _name(material)


@rule("TB606")
def vague_basis(content: Content, facts: LintFacts) -> Iterator[Found]:
    """材料的依据只写“有关规定”。"""
    for path, material in _materials(content):
        if told(material, "by_law") and VAGUE.fullmatch(text(material, "by_law").strip("《》。")):
            yield f"{path}.by_law", f"{_name(material)}：{text(material, 'by_law')[:30]}"


@rule("TB607")
def strange_codes(content: Content, facts: LintFacts) -> Iterator[Found]:
    """材料的代号不在代码表里。"""
    for path, material in _materials(content):
        for key in ("is_need", "material_type", "material_format", "source_type"):
            stated = code(material, key)
            if stated and stated not in known_codes(f"materials.{key}"):
                yield f"{path}.{key}", f"{_name(material)}：{stated[:10]}"


@rule("TB608")
def no_copies(content: Content, facts: LintFacts) -> Iterator[Found]:
    """只收纸质的，没有写要几份。"""
    for path, material in _materials(content):
        asked = (number(material, "original_num") or 0) + (number(material, "copy_num") or 0)
        if code(material, "material_format") == PAPER and asked < 1:
            yield f"{path}.original_num", _name(material)


@rule("TB619")
def no_page_format(content: Content, facts: LintFacts) -> Iterator[Found]:
    """只收纸质的，没有写纸张规格。"""
    for path, material in _materials(content):
        if code(material, "material_format") == PAPER and not told(material, "page_format"):
            yield f"{path}.page_format", _name(material)


@rule("TB609")
def issued_by_nobody(content: Content, facts: LintFacts) -> Iterator[Found]:
    """政府部门核发的，没有写出具机构。"""
    for path, material in _materials(content):
        if code(material, "source_type") == FROM_GOVERNMENT and not told(material, "issuing_org"):
            yield f"{path}.issuing_org", _name(material)


@rule("TB610")
def held_by_a_register(content: Content, facts: LintFacts) -> Iterator[Found]:
    """共享得到的材料还要申请人交（交回本证的除外）。"""
    results = tuple(text(r, "result_name") for _, r in rows(content, "results") if told(r, "result_name"))
    for path, material in _materials(content):
        name = _name(material).removesuffix("复印件")
        own = _OWN_LICENCE.search(name) or name.endswith(results)
        held = None if own or told(material, "share_api") else _register(name, facts)
        if held:
            yield f"{path}.share_api", f"{name}可以从 {held} 查得"


def _register(name: str, facts: LintFacts) -> str | None:
    known = facts.registers or {}
    return next((api for api, names in known.items() if any(name.endswith(n) for n in names)), None)


@rule("TB611")
def unknown_register(content: Content, facts: LintFacts) -> Iterator[Found]:
    """共享接口不存在。"""
    for path, material in _materials(content) if facts.registers is not None else ():
        if told(material, "share_api") and text(material, "share_api") not in (facts.registers or {}):
            yield f"{path}.share_api", f"{_name(material)}：{text(material, 'share_api')[:40]}"


@rule("TB612")
def no_blank_form(content: Content, facts: LintFacts) -> Iterator[Found]:
    """申请表格文书没有空白表。"""
    for path, material in _materials(content):
        blank = told(material, "form_name") or told(material, "form_guid")
        if code(material, "material_type") == FORM and not blank:
            yield f"{path}.form_name", _name(material)


@rule("TB613")
def no_standard(content: Content, facts: LintFacts) -> Iterator[Found]:
    """材料没有受理标准。"""
    for path, material in _materials(content):
        if not any(texts(material, "accept_stand")):
            yield f"{path}.accept_stand", _name(material)


@rule("TB614")
def tolerance_terms(content: Content, facts: LintFacts) -> Iterator[Found]:
    """容缺后补的没有补正期限、逾期处理；或者不是容缺后补却写了。"""
    for path, material in _materials(content):
        later, days = code(material, "is_need") == NEED_LATER, number(material, "tolerant_days") or 0
        if later != (days > 0):
            yield f"{path}.tolerant_days", _name(material)
        elif later and not told(material, "tolerant_effect"):
            yield f"{path}.tolerant_effect", _name(material)


@rule("TB615")
def tolerance_too_long(content: Content, facts: LintFacts) -> Iterator[Found]:
    """容缺补正的期限长于承诺办结时限。"""
    promised = workdays(content, "promise")
    for path, material in _materials(content):
        days = number(material, "tolerant_days") or 0
        if promised is not None and days > promised:
            yield (
                f"{path}.tolerant_days",
                f"{_name(material)}：补正{days}个工作日，承诺折合{promised:g}个工作日",
            )


@rule("TB616")
def never_asked(content: Content, facts: LintFacts) -> Iterator[Found]:
    """没有任何情形会用到的材料。"""
    added = {
        key
        for path, question in rows(content, "situations")
        for _, option in within(path, question, "options")
        for key in texts(option, "adds")
    }
    for path, material in _materials(content):
        if material.get("base") is False and text(material, "key") not in added:
            yield f"{path}.base", _name(material)


@rule("TB617")
def same_name(content: Content, facts: LintFacts) -> Iterator[Found]:
    """两份材料同名。"""
    return repeated([(f"{path}.material_name", _name(m)) for path, m in _materials(content)])


@rule("TB618")
def need_unsaid(content: Content, facts: LintFacts) -> Iterator[Found]:
    """没有写必要性或者排序。"""
    for path, material in _materials(content):
        for key in ("is_need", "order_num"):
            if not code(material, key):
                yield f"{path}.{key}", _name(material)


@rule("TB620")
def generated_yet_asked(content: Content, facts: LintFacts) -> Iterator[Found]:
    """说网上填写、系统生成，平台却仍要申请人上传。"""
    for path, material in _materials(content):
        says = text(material, "fill_explain")
        generated = SAYS_GENERATED.search(says) and told(material, "form_name")
        if _FILLED_ONLINE.search(says) and not generated:
            yield f"{path}.fill_explain", f"{_name(material)}：{says[:40]}"

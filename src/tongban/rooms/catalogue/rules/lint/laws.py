"""设定依据与生效日期（TB133—TB139）：有依据、写得明白、有权设定。"""

import re
from collections.abc import Iterator
from itertools import pairwise

from tongban.rooms.catalogue.rules.lint.book import rule
from tongban.rooms.catalogue.rules.lint.raw import Content, Found, rows, text, told, type_of
from tongban.rooms.catalogue.words import LintFacts, TaskType


@rule("TB133")
def no_law(content: Content, facts: LintFacts) -> Iterator[Found]:
    """没有设定依据。"""
    if not any(told(law, "law") for _, law in rows(content, "by_law")):
        yield "by_law", ""


VAGUE = re.compile(
    r"(按照?|根据|依照|依据)?(国家|上级|省市?|本地)?(的?有关|相关)(法律法规|法律、法规|规定|文件|政策|要求).*|其他.*|无"
)


@rule("TB134")
def vague_law(content: Content, facts: LintFacts) -> Iterator[Found]:
    """依据只写“有关规定”之类，不是具体的法。"""
    for path, law in rows(content, "by_law"):
        if VAGUE.fullmatch(text(law, "law").strip("《》。")):
            yield f"{path}.law", text(law, "law")[:30]


@rule("TB135")
def no_article(content: Content, facts: LintFacts) -> Iterator[Found]:
    """依据没有写到条款。"""
    for path, law in rows(content, "by_law"):
        if told(law, "law") and not told(law, "article"):
            yield f"{path}.article", text(law, "law")[:40]


@rule("TB136")
def unsigned_law(content: Content, facts: LintFacts) -> Iterator[Found]:
    """依据没有写颁布机关、文号或者施行日期。"""
    names = {"organ": "颁布机关", "doc_no": "依据文号", "in_force": "施行日期"}
    for path, law in rows(content, "by_law"):
        for key, zh in names.items():
            if told(law, "law") and not told(law, key):
                yield f"{path}.{key}", f"{text(law, 'law')[:40]}缺{zh}"


@rule("TB137")
def set_by_whom(content: Content, facts: LintFacts) -> Iterator[Found]:
    """许可没有写是中央设定还是地方设定。"""
    if type_of(content) is TaskType.LICENCE and text(content, "set_level") not in ("中央设定", "地方设定"):
        yield "set_level", ""


_MAY_SET = re.compile(r"人民代表大会|国务院$|省.*人民政府$|自治区.*人民政府$|市人民政府$")


@rule("TB138")
def set_too_low(content: Content, facts: LintFacts) -> Iterator[Found]:
    """许可只有部门规章以下的依据：部门规章不得设定许可。"""
    organs = [text(law, "organ") for _, law in rows(content, "by_law")]
    numbers = " ".join(text(law, "doc_no") for _, law in rows(content, "by_law"))
    told_by_whom = type_of(content) is TaskType.LICENCE and organs and all(organs)
    if told_by_whom and "国务院" not in numbers and not any(map(_MAY_SET.search, organs)):
        yield "by_law", "、".join(sorted(set(organs)))[:60]


@rule("TB139")
def dates(content: Content, facts: LintFacts) -> Iterator[Found]:
    """计划生效、取消日期写得不对，或者取消在生效之前。"""
    stated = [
        (key, text(content, key)) for key in ("plan_effective_date", "plan_cancel_date") if told(content, key)
    ]
    for key, value in stated:
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", value):
            yield key, value[:20]
    for (_, first), (key, last) in pairwise(stated):
        if last <= first:
            yield key, "不晚于计划生效日期"

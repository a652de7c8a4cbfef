"""大厅与通办（TB4xx）：进驻、窗口、地点时间、两个电话、通办。"""

import re
from collections.abc import Iterator

from tongban.rooms.catalogue.rules.element_tables import known_codes
from tongban.rooms.catalogue.rules.lint.book import rule
from tongban.rooms.catalogue.rules.lint.raw import Content, Found, codes, flag, key_of, rows, text, told
from tongban.rooms.catalogue.words import LintFacts

ENTRY_MODES = frozenset({"综合窗口", "专业窗口", "委托受理", "分中心"})
CROSS_MODES = frozenset({"全程网办", "异地代收代办", "多地联办"})
HOTLINE = "12345"
_PHONE = re.compile(r"0\d{2,3}[-—－ ]?\d{7,8}|(?<!\d)1[0-9]\d{3}(?!\d)|400[- ]?\d{3}[- ]?\d{4}", re.ASCII)
_PLACE = re.compile(r"\d{6}(?!000)\d{6}", re.ASCII)
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}|全天|24\s?小时", re.ASCII)


@rule("TB401")
def outside_the_hall(content: Content, facts: LintFacts) -> Iterator[Found]:
    """不进驻大厅，又不在负面清单上。"""
    known, names = facts.outside_hall, {key_of(content), text(content, "task_name")}
    if content.get("is_entry_center") is False and known is not None and not names & known:
        yield "is_entry_center", ""


@rule("TB402")
def inside_though_listed_outside(content: Content, facts: LintFacts) -> Iterator[Found]:
    """在负面清单上，却写着进驻大厅。"""
    if flag(content, "is_entry_center") and key_of(content) in (facts.outside_hall or ()):
        yield "is_entry_center", ""


@rule("TB403")
def entry_mode(content: Content, facts: LintFacts) -> Iterator[Found]:
    """进驻方式没有写，或者不是规定的几种。"""
    if flag(content, "is_entry_center") and text(content, "entry_mode") not in ENTRY_MODES:
        yield "entry_mode", text(content, "entry_mode")[:20]


@rule("TB404")
def no_place(content: Content, facts: LintFacts) -> Iterator[Found]:
    """没有办理地点。"""
    if not told(content, "transact_addr"):
        yield "transact_addr", ""


@rule("TB405")
def no_hours(content: Content, facts: LintFacts) -> Iterator[Found]:
    """办理时间没有写，或者没有钟点。"""
    if not _CLOCK.search(text(content, "transact_time")):
        yield "transact_time", ""


@rule("TB406")
def unknown_windows(content: Content, facts: LintFacts) -> Iterator[Found]:
    """窗口组不存在。"""
    known = facts.window_groups
    if known is not None and told(content, "window_group") and text(content, "window_group") not in known:
        yield "window_group", text(content, "window_group")[:40]


@rule("TB407")
def consult_phone(content: Content, facts: LintFacts) -> Iterator[Found]:
    """咨询电话没有写，或者没有区号。"""
    if not _PHONE.search(text(content, "consult_phone")):
        yield "consult_phone", ""


@rule("TB408")
def same_phones(content: Content, facts: LintFacts) -> Iterator[Found]:
    """咨询电话就是投诉电话。"""
    consult, complain = (_numbers(content, key) for key in ("consult_phone", "complain_phone"))
    if (consult & complain) - {HOTLINE}:
        yield "complain_phone", ""


@rule("TB409")
def no_hotline(content: Content, facts: LintFacts) -> Iterator[Found]:
    """监督投诉没有 12345。"""
    if HOTLINE not in text(content, "complain_phone"):
        yield "complain_phone", ""


@rule("TB410")
def crossing(content: Content, facts: LintFacts) -> Iterator[Found]:
    """通办范围和通办模式，应当同有同无。"""
    if bool(codes(content, "handle_area")) != told(content, "cross_mode"):
        yield "cross_mode", ""


@rule("TB411")
def strange_crossing(content: Content, facts: LintFacts) -> Iterator[Found]:
    """通办的代号、模式不是规定的几种。"""
    if codes(content, "handle_area") - known_codes("handle_area"):
        yield "handle_area", ""
    if told(content, "cross_mode") and text(content, "cross_mode") not in CROSS_MODES:
        yield "cross_mode", text(content, "cross_mode")[:20]


@rule("TB412")
def entry_unsaid(content: Content, facts: LintFacts) -> Iterator[Found]:
    """没有写是否进驻大厅。"""
    if not isinstance(content.get("is_entry_center"), bool):
        yield "is_entry_center", ""


@rule("TB413")
def strange_lower_place(content: Content, facts: LintFacts) -> Iterator[Found]:
    """下沉的乡镇、村居没有名称，或者代码不在本区。"""
    district = text(content, "region")[:6]
    for path, place in rows(content, "lower_places"):
        if not told(place, "name"):
            yield f"{path}.name", "缺名称"
        written = text(place, "code")
        if not _PLACE.fullmatch(written) or not written.startswith(district):
            yield f"{path}.code", written[:20] or "缺代码"


@rule("TB414")
def lower_places_unsaid(content: Content, facts: LintFacts) -> Iterator[Found]:
    """列了下沉的乡镇、村居，却写着乡镇不能办。"""
    if rows(content, "lower_places") and not flag(content, "town_handling"):
        yield "town_handling", ""


def _numbers(content: Content, key: str) -> set[str]:
    return {re.sub(r"\D", "", found) for found in _PHONE.findall(text(content, key))}

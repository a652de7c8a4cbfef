"""网上办理（TB3xx）：是否网办、深度多选、推导的等级、网上支付、预约。"""

from collections.abc import Iterator

from tongban.rooms.catalogue.rules.element_tables import known_codes
from tongban.rooms.catalogue.rules.lint.book import rule
from tongban.rooms.catalogue.rules.lint.raw import Content, Found, codes, flag, number, rows, text, told
from tongban.rooms.catalogue.words import LintFacts, OnlineLevel

_RECEIVED = frozenset("23")
_ACCEPTED = frozenset("4")
_HANDLED = frozenset("567")
_TOLD_ONLY = frozenset("189")
_ADDRESSES = ("online_handle_url", "link_addr", "mobile_terminal_url")
ONLINE = "2"


def level_of(content: Content) -> OnlineLevel:
    """网办等级：由深度多选推导。

    Source: domain 1.7 (D∩{5,6,7} → IV, else 4 → III, else D∩{2,3} → II, else I).
    """
    depth = codes(content, "online_handle_depth")
    for level, capabilities in (
        (OnlineLevel.FOUR, _HANDLED),
        (OnlineLevel.THREE, _ACCEPTED),
        (OnlineLevel.TWO, _RECEIVED),
    ):
        if depth & capabilities:
            return level
    return OnlineLevel.ONE


@rule("TB301")
def deep_but_offline(content: Content, facts: LintFacts) -> Iterator[Found]:
    """不网办却有网上受理、办理的能力。"""
    if content.get("is_online") is False and not codes(content, "online_handle_depth") <= _TOLD_ONLY:
        yield "online_handle_depth", ""


@rule("TB302")
def online_without_depth(content: Content, facts: LintFacts) -> Iterator[Found]:
    """网办没有写深度。"""
    if flag(content, "is_online") and not codes(content, "online_handle_depth"):
        yield "online_handle_depth", ""


@rule("TB303")
def strange_depth(content: Content, facts: LintFacts) -> Iterator[Found]:
    """深度不在代码表里。"""
    for strange in sorted(codes(content, "online_handle_depth") - known_codes("online_handle_depth") - {"9"}):
        yield "online_handle_depth", f"没有代号{strange[:10]}"


@rule("TB304")
def wrong_level(content: Content, facts: LintFacts) -> Iterator[Found]:
    """写的等级和推导的不一致。"""
    stated, derived = text(content, "online_level"), level_of(content)
    if stated and stated != derived.value:
        yield "online_level", f"写的是{stated[:5]}，由深度推导是{derived.value}"


@rule("TB305")
def fully_online_with_visits(content: Content, facts: LintFacts) -> Iterator[Found]:
    """全程网办还要到现场。"""
    if level_of(content) is OnlineLevel.FOUR and (number(content, "limit_scene_num") or 0) > 0:
        yield "limit_scene_num", f"到现场{number(content, 'limit_scene_num')}次"


@rule("TB306")
def nowhere_to_go(content: Content, facts: LintFacts) -> Iterator[Found]:
    """能网上办，却没有办理地址，也没有本平台的表单。"""
    reachable = any(told(content, key) for key in _ADDRESSES) or rows(content, "form")
    if level_of(content) is not OnlineLevel.ONE and not reachable:
        yield "online_handle_url", ""


@rule("TB307")
def pay_nothing_online(content: Content, facts: LintFacts) -> Iterator[Found]:
    """支持网上支付，却不收费。"""
    if flag(content, "is_pay_online") and not flag(content, "is_fee"):
        yield "is_pay_online", ""


@rule("TB308")
def no_places_to_book(content: Content, facts: LintFacts) -> Iterator[Found]:
    """支持预约，没有可预约数。"""
    if flag(content, "is_schedule") and (number(content, "schedule_num") or 0) < 1:
        yield "schedule_num", ""


@rule("TB309")
def offline_without_reason(content: Content, facts: LintFacts) -> Iterator[Found]:
    """不能网上办，没有写原因。"""
    if level_of(content) is OnlineLevel.ONE and not told(content, "offline_reason"):
        yield "offline_reason", ""


@rule("TB310")
def reason_though_online(content: Content, facts: LintFacts) -> Iterator[Found]:
    """能网上办，却写了不能网办的原因。"""
    if level_of(content) is not OnlineLevel.ONE and told(content, "offline_reason"):
        yield "offline_reason", ""


@rule("TB311")
def form_of_handling(content: Content, facts: LintFacts) -> Iterator[Found]:
    """办理形式有没有“网上办理”，和能不能网上办不一致。"""
    if (ONLINE in codes(content, "handle_type")) != (level_of(content) is not OnlineLevel.ONE):
        yield "handle_type", ""


@rule("TB312")
def many_visits(content: Content, facts: LintFacts) -> Iterator[Found]:
    """网上可以受理，还要到现场两次以上。"""
    if level_of(content) is OnlineLevel.THREE and (number(content, "limit_scene_num") or 0) > 1:
        yield "limit_scene_num", ""


@rule("TB313")
def bad_address(content: Content, facts: LintFacts) -> Iterator[Found]:
    """网上办理地址不是网址。"""
    for key in _ADDRESSES:
        if told(content, key) and not text(content, key).startswith(("https://", "http://")):
            yield key, ""


@rule("TB314")
def unsaid(content: Content, facts: LintFacts) -> Iterator[Found]:
    """是否网办、网上支付、快递、邮寄没有写。"""
    for key in ("is_online", "is_pay_online", "is_express", "is_mail_result", "online_level"):
        if content.get(key) in (None, ""):
            yield key, ""

"""结果、收费与指南（TB5xx）：结果及样本、收费、受理条件、流程、常见问题、救济、告知承诺与容缺。"""

import re
from collections.abc import Iterator, Mapping

from tongban.foundation.identifiers import parse_uscc
from tongban.rooms.calendar.words import in_workdays
from tongban.rooms.catalogue.rules.element_tables import known_codes
from tongban.rooms.catalogue.rules.lint.book import rule
from tongban.rooms.catalogue.rules.lint.raw import (
    UNITS,
    Content,
    Found,
    code,
    counted,
    flag,
    is_licence,
    number,
    rows,
    text,
    texts,
    told,
    within,
    workdays,
)
from tongban.rooms.catalogue.words import LintFacts

NO_RESULT = "99"
CERTIFICATE = "10"
REPLY = "20"
NEED_LATER = "3"
_CERTIFICATE_NAME = re.compile(r".*(证|证书|执照|凭证)$")
_REPLY_NAME = re.compile(r".*(批复|批文|批准书|批准文件)$")
_CATCH_ALL = re.compile(
    r"(法律|法规|规章|规定|国家|省|市|行政机关|部门|有关|相关).{0,14}(其他|其它)(有关|相关)?的?(条件|要求|情形|规定|事项)|^其他|^其它|有关条件|相关条件"
)
_CHARGING = re.compile(r"法|条例")
LINKS = ("申请", "受理", "审查", "决定", "送达")
REVIEW_DAYS = 60
SUIT_MONTHS = 6


@rule("TB501")
def no_result(content: Content, facts: LintFacts) -> Iterator[Found]:
    """没有写审批结果。"""
    if not rows(content, "results"):
        yield "results", ""


@rule("TB502")
def unnamed_result(content: Content, facts: LintFacts) -> Iterator[Found]:
    """结果没有名称。"""
    for path, result in _real_results(content):
        if not told(result, "result_name"):
            yield f"{path}.result_name", ""


@rule("TB503")
def name_against_type(content: Content, facts: LintFacts) -> Iterator[Found]:
    """结果名称和结果类型对不上。"""
    for path, result in rows(content, "results"):
        name, kind = text(result, "result_name"), code(result, "result_type")
        should = (
            CERTIFICATE
            if _CERTIFICATE_NAME.fullmatch(name)
            else REPLY
            if _REPLY_NAME.fullmatch(name)
            else kind
        )
        if kind != should:
            yield f"{path}.result_type", f"“{name[:30]}”应为{'证照' if should == CERTIFICATE else '批文'}"


@rule("TB504")
def strange_result(content: Content, facts: LintFacts) -> Iterator[Found]:
    """结果类型不在代码表里。"""
    for path, result in rows(content, "results"):
        if code(result, "result_type") not in known_codes("results.result_type"):
            yield f"{path}.result_type", ""


@rule("TB505")
def no_sample(content: Content, facts: LintFacts) -> Iterator[Found]:
    """结果没有样本。"""
    for path, result in _real_results(content):
        if not rows(result, "template") and not told(result, "result_guid"):
            yield f"{path}.template", text(result, "result_name")[:30]


@rule("TB506")
def sample_from_nowhere(content: Content, facts: LintFacts) -> Iterator[Found]:
    """结果样本的一行取自不存在的栏目或者问题。"""
    fields = {text(f, "name") for path, s in rows(content, "form") for _, f in within(path, s, "fields")}
    questions = {text(q, "key") for _, q in rows(content, "situations")}
    for path, result in rows(content, "results") if fields else ():
        for line, row in within(path, result, "template"):
            stem, _, name = text(row, "source").partition(".")
            known = fields if stem == "form" else questions if stem == "answer" else {name}
            if name not in known:
                yield f"{line}.source", text(row, "source")[:40]


@rule("TB507")
def certificate_code(content: Content, facts: LintFacts) -> Iterator[Found]:
    """证照没有证照类型代码。"""
    for path, result in rows(content, "results"):
        if code(result, "result_type") == CERTIFICATE and not told(result, "cert_type_code"):
            yield f"{path}.cert_type_code", text(result, "result_name")[:30]


@rule("TB508")
def bad_certificate_code(content: Content, facts: LintFacts) -> Iterator[Found]:
    """证照类型代码不是 18 位信用代码加 3 位序号。"""
    for path, result in rows(content, "results"):
        written = text(result, "cert_type_code")
        if written and not (
            parse_uscc(written[:18]).valid and re.fullmatch(r"\d{3}", written[18:], re.ASCII)
        ):
            yield f"{path}.cert_type_code", written[:30]


@rule("TB509")
def no_validity(content: Content, facts: LintFacts) -> Iterator[Found]:
    """证照没有写有效期。"""
    for path, result in rows(content, "results"):
        if code(result, "result_type") == CERTIFICATE and not result.get("valid"):
            yield f"{path}.valid", text(result, "result_name")[:30]


@rule("TB510")
def fee_without_basis(content: Content, facts: LintFacts) -> Iterator[Found]:
    """收费没有依据。"""
    if flag(content, "is_fee") and not told(content, "fee_basis"):
        yield "fee_basis", ""


@rule("TB511")
def fee_without_lines(content: Content, facts: LintFacts) -> Iterator[Found]:
    """收费没有收费项目。"""
    if flag(content, "is_fee") and not rows(content, "fee_projects"):
        yield "fee_projects", ""


@rule("TB512")
def incomplete_fee(content: Content, facts: LintFacts) -> Iterator[Found]:
    """收费项目没有名称、标准或者依据。"""
    names = {"fee_name": "名称", "fee_stand": "标准", "by_law": "依据"}
    for path, fee in rows(content, "fee_projects"):
        for key, zh in names.items():
            if not told(fee, key):
                yield f"{path}.{key}", f"缺{zh}"


@rule("TB513")
def reduced_without_reason(content: Content, facts: LintFacts) -> Iterator[Found]:
    """可以减免，没有写依据。"""
    for path, fee in rows(content, "fee_projects"):
        if flag(fee, "is_desc") and not told(fee, "desc_explain"):
            yield f"{path}.desc_explain", text(fee, "fee_name")[:30]


@rule("TB514")
def licence_fee(content: Content, facts: LintFacts) -> Iterator[Found]:
    """许可收费，依据里没有法律、行政法规。"""
    basis = text(content, "fee_basis")
    if is_licence(content) and flag(content, "is_fee") and basis and not _CHARGING.search(basis):
        yield "fee_basis", ""


@rule("TB515")
def fee_lines_though_free(content: Content, facts: LintFacts) -> Iterator[Found]:
    """不收费，却列了收费项目。"""
    if content.get("is_fee") is False and rows(content, "fee_projects"):
        yield "fee_projects", ""


@rule("TB516")
def no_condition(content: Content, facts: LintFacts) -> Iterator[Found]:
    """没有受理条件。"""
    if not any(texts(content, "accept_condition")):
        yield "accept_condition", ""


@rule("TB517")
def catch_all_condition(content: Content, facts: LintFacts) -> Iterator[Found]:
    """受理条件里有兜底条款。"""
    for n, condition in enumerate(texts(content, "accept_condition")):
        if _CATCH_ALL.search(condition):
            yield f"accept_condition.{n}", condition[:40]


@rule("TB518")
def no_flow(content: Content, facts: LintFacts) -> Iterator[Found]:
    """没有办理流程。"""
    if not rows(content, "handle_flow"):
        yield "handle_flow", ""


@rule("TB519")
def short_flow(content: Content, facts: LintFacts) -> Iterator[Found]:
    """许可的流程缺法定环节。"""
    names = [text(step, "link_name") for _, step in rows(content, "handle_flow")]
    missing = [link for link in LINKS if not any(link in name for name in names)]
    if is_licence(content) and names and missing:
        yield "handle_flow", f"缺{'、'.join(missing)}"


@rule("TB520")
def steps_beyond_promise(content: Content, facts: LintFacts) -> Iterator[Found]:
    """各环节日数之和超过承诺。"""
    spent = sum(_spent(step) for _, step in rows(content, "handle_flow"))
    promised = workdays(content, "promise")
    if promised is not None and spent > promised:
        yield "handle_flow", f"共{spent:g}个工作日，承诺折合{promised:g}个工作日"


def _spent(step: Content) -> float:
    """In working days; what is a special procedure does not count (行政许可法 第四十五条)."""
    if flag(step, "is_special"):
        return 0
    unit = UNITS.get(code(step, "unit") or "1")
    return float(in_workdays(number(step, "days") or 0, unit)) if unit else 0


@rule("TB521")
def incomplete_step(content: Content, facts: LintFacts) -> Iterator[Found]:
    """环节没有名称、岗位，或者日数不对。"""
    for path, step in rows(content, "handle_flow"):
        if not told(step, "link_name"):
            yield f"{path}.link_name", "缺名称"
        if not (told(step, "post") or told(step, "handle_person")):
            yield f"{path}.post", "缺岗位"
        if not counted(step, "days"):
            yield f"{path}.days", "日数应为不小于0的整数"
        if told(step, "unit") and code(step, "unit") not in UNITS:
            yield f"{path}.unit", "单位不在代码表里"


@rule("TB522")
def no_questions(content: Content, facts: LintFacts) -> Iterator[Found]:
    """许可没有常见问题。"""
    if is_licence(content) and not rows(content, "questions"):
        yield "questions", ""


@rule("TB523")
def unanswered(content: Content, facts: LintFacts) -> Iterator[Found]:
    """常见问题没有问，或者没有答。"""
    for path, question in rows(content, "questions"):
        for key in ("question", "answer"):
            if not told(question, key):
                yield f"{path}.{key}", ""


@rule("TB524")
def unlisted_intermediary(content: Content, facts: LintFacts) -> Iterator[Found]:
    """中介服务不在公布的清单上。"""
    known = facts.intermediaries
    for service in texts(content, "service_type") if known is not None else ():
        if service not in (known or ()) and service not in ("无", ""):
            yield "service_type", service[:40]


def _remedies(content: Content) -> Content:
    remedies = content.get("remedies")
    return remedies if isinstance(remedies, dict) else {}


def _missing(content: Content, wanted: Mapping[str, str]) -> Iterator[Found]:
    """What of the remedies is not written, by its name."""
    written = _remedies(content)
    for key, zh in wanted.items():
        if not told(written, key):
            yield f"remedies.{key}", f"缺{zh}"


@rule("TB525")
def no_remedies(content: Content, facts: LintFacts) -> Iterator[Found]:
    """没有写复议机关、法院。"""
    yield from _missing(content, {"review_organ": "复议机关", "court": "管辖法院"})


@rule("TB532")
def review_organ_nowhere(content: Content, facts: LintFacts) -> Iterator[Found]:
    """没有写复议机关在哪里、电话多少。"""
    yield from _missing(content, {"review_address": "地址", "review_phone": "电话"})


@rule("TB526")
def short_remedies(content: Content, facts: LintFacts) -> Iterator[Found]:
    """复议、起诉的期限写短了。"""
    written = _remedies(content)
    for key, least in {"review_days": REVIEW_DAYS, "suit_months": SUIT_MONTHS}.items():
        days = number(written, key)
        if days is not None and days < least:
            yield f"remedies.{key}", f"写的是{days}，法律规定{least}"


@rule("TB527")
def pledge_without_text(content: Content, facts: LintFacts) -> Iterator[Found]:
    """实行告知承诺，没有告知承诺的内容。"""
    if flag(content, "is_commit") and not told(content, "commit_explain"):
        yield "commit_explain", ""


@rule("TB528")
def tolerance_in_name(content: Content, facts: LintFacts) -> Iterator[Found]:
    """写着可以容缺，却没有一份容缺后补的材料；或者反过来。"""
    later = any(code(m, "is_need") == NEED_LATER for _, m in rows(content, "materials"))
    if flag(content, "is_tolerant") != later:
        yield "is_tolerant", ""


@rule("TB529")
def tolerance_on_the_spot(content: Content, facts: LintFacts) -> Iterator[Found]:
    """即办件写了容缺。"""
    if flag(content, "is_tolerant") and code(content, "project_type") == "1":
        yield "is_tolerant", ""


@rule("TB530")
def not_plain(content: Content, facts: LintFacts) -> Iterator[Found]:
    """没有一句话说明。"""
    if not told(content, "plain_words"):
        yield "plain_words", ""


@rule("TB531")
def fee_unsaid(content: Content, facts: LintFacts) -> Iterator[Found]:
    """没有写是否收费。"""
    if not isinstance(content.get("is_fee"), bool):
        yield "is_fee", ""


def _real_results(content: Content) -> list[tuple[str, Content]]:
    return [(path, r) for path, r in rows(content, "results") if code(r, "result_type") != NO_RESULT]

"""文书的写法：每种文书写什么，依据哪一条 (the text of each document; pure).

Mandatory contents: domain.md 2.4. What is returned is the ``facts`` of the letterhead template in foundation.documents.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tongban.rooms.calendar.words import SHANGHAI
from tongban.rooms.cases.rules.clocks import law_date
from tongban.rooms.cases.words import DocumentKind

Facts = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Heading:
    """各文书共有的内容：机关、受送达人、事项、办件编号、查询码、联系方式和救济途径。"""

    organ: str
    seal_kind: str
    addressee: str
    item_name: str
    item_code: str
    case_no: str
    short_no: str
    query_code: str
    phone: str
    complain_phone: str
    review_organ: str
    court: str
    review_at: str = ""
    fee: str = ""
    result: str = ""
    basis: str = ""
    licensing: bool = True
    on_the_spot: bool = False


LICENSING_LAW = "《中华人民共和国行政许可法》"


def by_law(head: Heading, article: str) -> str:
    """依据：行政许可依行政许可法的条款，其他事项依其设定依据。"""
    return f"{LICENSING_LAW}{article}" if head.licensing else (head.basis or "有关法律、法规和规章的规定")


def zh(day: date | datetime) -> str:
    """公文里的日期：2026年3月2日（北京时间）。"""
    on = law_date(day) if isinstance(day, datetime) else day
    return f"{on.year}年{on.month}月{on.day}日"


def zh_moment(at: datetime) -> str:
    """公文里的时刻：2026年3月2日09时30分（北京时间）。"""
    return f"{zh(at)}{at.astimezone(SHANGHAI):%H时%M分}"


@dataclass(frozen=True)
class Body:
    """文书的正文和（可有的）表格。"""

    paragraphs: Sequence[str]
    table: Facts | None = None


def letter(kind: DocumentKind, *, head: Heading, number: str, at: datetime, body: Body) -> Facts:
    """一份文书：抬头、编号、正文、落款、印章、二维码处留空由排版时填。"""
    about = f"{head.item_name}（业务办理项编码：{head.item_code}）；办件编号：{head.case_no}。"
    facts: Facts = {
        "organ": head.organ,
        "title": kind.titled(licensing=head.licensing),
        "number": number,
        "addressee": head.addressee,
        "paragraphs": [*body.paragraphs, f"事项：{about}"],
        "signed_by": head.organ,
        "signed_on": zh(at),
        "seal": {"organ": head.organ, "kind": head.seal_kind},
        "contacts": [f"咨询：{head.phone}", f"投诉：{head.complain_phone}"],
    }
    return facts | ({"table": body.table} if body.table else {})


def receipt(
    *,
    received_at: datetime,
    materials: Sequence[tuple[str, str]],
    asked: Sequence[str],
    accept_by: date,
    head: Heading,
) -> list[str]:
    """收件凭证：收到哪些材料，哪些由机关去核验（``asked``），何时收到、受理期限从何时起算；即办件写明当场办。

    Law: 行政许可法 第三十二条、第三十四条第二款; 国务院令第716号 第七条.
    """
    registers = f"另有{len(asked)}份不用您提交，由本机关向有关部门的数据核验：{'、'.join(asked)}；核验不到的，一次性告知您补交。"
    spot = "本事项为即办件，材料齐全、符合法定形式的，当场受理、当场决定。" if head.on_the_spot else ""
    return [
        f"您提出的申请及以下{len(materials)}份材料，本机关已于{zh_moment(received_at)}收到。"
        + (registers if asked else ""),
        f"{spot}本机关最晚于{zh(accept_by)}决定是否受理，或者一次性告知需要补正的全部内容；逾期不告知的，"
        "自收到申请材料之日起即为受理。",
        f"查询进度请用查询编号{head.short_no}和查询码{head.query_code}。",
    ]


def material_table(materials: Sequence[tuple[str, str]]) -> Facts:
    """材料清单表：次序、名称、提交方式。"""
    rows = [[str(n), name, how] for n, (name, how) in enumerate(materials, start=1)]
    return {"columns": ["序号", "材料名称", "提交方式"], "rows": rows}


def supplement_notice(*, until: date) -> list[str]:
    """一次性补正告知书：全部需要补正的内容、怎么交、何时前交。

    Law: 行政许可法 第三十二条第一款第四项.
    """
    return [
        "您提交的申请材料不齐全或者不符合法定形式，现将需要补正的全部内容一次告知（见下表）。",
        f"请于{zh(until)}前通过网上办件页面提交，或者交到受理窗口。补正后材料齐全、符合法定形式的，即予受理。",
        f"依照{LICENSING_LAW}第三十二条第一款第四项，本机关逾期不告知的，自收到申请材料之日起即为受理；"
        "本告知书在法定期限内作出。",
    ]


def defect_table(defects: Mapping[str, str], names: Mapping[str, str]) -> Facts:
    """补正内容表：哪份材料、要补什么。"""
    rows = [[str(n), names.get(key, key), text] for n, (key, text) in enumerate(defects.items(), start=1)]
    return {"columns": ["序号", "材料名称", "需要补正的内容"], "rows": rows}


def acceptance(
    *, accepted_on: date, due_on: date, deemed: bool, provisional: bool, head: Heading
) -> list[str]:
    """受理通知书：受理日期、应办结日、不计入期限的情形、查询方式。

    Law: 行政许可法 第三十二条第一款第五项、第四十二条、第四十五条.
    """
    how = (
        "因本机关未在法定期限内告知补正，依法视为受理"
        if deemed
        else "经审查，材料齐全、符合法定形式，决定予以受理"
    )
    estimate = "（所跨年份节假日安排尚未公布，为估算）" if provisional else ""
    return [
        f"您提出的申请，{how}，受理日期为{zh(accepted_on)}。",
        f"本机关承诺于{zh(due_on)}{estimate}前作出决定，期限以工作日计算，不含法定节假日。依法需要听证、招标、拍卖、检验、"
        "检测、检疫、鉴定和专家评审的，所需时间不计入期限，本机关将另行书面告知。",
        *([head.fee] if head.fee else []),
        f"查询进度请用查询编号{head.short_no}和查询码{head.query_code}。",
    ]


def declined(*, reason: str, right_authority: str, head: Heading) -> list[str]:
    """不予受理决定书：理由、该向谁申请、救济途径。

    Law: 行政许可法 第三十二条第一款第二项.
    """
    where = [f"该事项请向{right_authority}申请。"] if right_authority else []
    basis = by_law(head, "第三十二条第一款第二项")
    return [f"您提出的申请，依照{basis}，本机关决定不予受理。理由：{reason}", *where, remedies(head)]


def granted(*, conditions: str, head: Heading) -> list[str]:
    """准予决定书：依据、准予的内容和有效期、附加的条件、何时发证。

    Law: 行政许可法 第三十八条第一款、第三十九条、第四十四条.
    """
    basis = by_law(head, "第三十八条第一款")
    content = [f"准予的内容：{head.result}。"] if head.result else []
    extra = [f"条件与要求：{conditions}"] if conditions else []
    issued = ["证件或者批准文件自本决定作出之日起十个工作日内向您颁发、送达，编号以证件所载为准。"]
    return [
        f"您提出的申请，经审查符合法定条件、标准。依照{basis}，决定准予。",
        *content,
        *extra,
        *(issued if head.result else ["本决定自作出之日起十个工作日内向您送达。"]),
    ]


def denied(*, reason: str, head: Heading) -> list[str]:
    """不予决定书：说明理由、依据，告知救济。

    Law: 行政许可法 第三十八条第二款.
    """
    basis = by_law(head, "第三十八条第二款")
    return [
        f"您提出的申请，经审查不符合法定条件、标准。依照{basis}，决定不予{'许可' if head.licensing else '办理'}。",
        f"理由：{reason}",
        remedies(head),
    ]


def served(*, manner: str, what: str, at: datetime, head: Heading) -> list[str]:
    """送达回证：送达了什么、给谁、用什么方式、何时。"""
    return [
        f"送达文书：{what}。",
        f"受送达人：{head.addressee}。",
        f"送达方式：{manner}。",
        f"送达时间：{zh_moment(at)}。",
        "受送达人以查收电子文书、当面签收或者邮件签收为收到。",
    ]


def returned(*, supplement_by: date) -> list[str]:
    """退件通知书：该补的没补，何时到期，怎么重新申请。"""
    return [
        f"您的申请需要补正，补正期限已于{zh(supplement_by)}届满，本机关未收到补正材料，现将申请材料退回。",
        "退件不影响您的权利。备齐材料后可以随时重新申请，已经填写的内容可以直接沿用。",
    ]


def remedies(head: Heading) -> str:
    """救济途径：复议六十日、诉讼六个月。

    Law: 行政复议法 第二十条; 行政诉讼法 第四十六条.
    """
    at = f"（{head.review_at}）" if head.review_at else ""
    return (
        f"如不服本决定，可以自收到本决定书之日起六十日内向{head.review_organ}{at}申请行政复议，"
        f"或者自收到之日起六个月内向{head.court}提起行政诉讼。"
    )

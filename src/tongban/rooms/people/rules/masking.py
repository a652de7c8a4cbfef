"""遮掩：页面上默认怎样显示人的资料 (masking is by what a reader sees as one character, so rare characters stay whole).

Law: 个人信息保护法 第六条、第五十一条第三项. Source of the forms: trust.md P2 (1+1), GB/T 35273-2020 7.2.
"""

import re
import unicodedata

STAR = "*"
_LONGEST_RUN = 3  # of stars in a name: the length of a long name would tell who it is
_SEPARATORS = re.compile(r"([·\s]+)")
_JOINER = "\u200d"

# 省、市、县、乡四级，逐级可缺；乡级名称里不会有数字和门牌用字，否则“路12号新镇小区”会被当成乡镇。
_PLACE = re.compile(
    r"(?:[^省区市县]{1,6}省|[^省市县]{1,8}自治区)?"
    r"(?:[^省市县区州]{1,10}(?:市|自治州|地区|盟))?"
    r"(?:[^市县旗\d]{1,10}?(?:区|县|旗|市))?"
    r"(?:[^\d路号弄巷村栋幢室单元]{1,8}?(?:街道办事处|街道|镇|乡|苏木))?"
)


def graphemes(text: str) -> list[str]:
    """字：按人眼所见切分，组合符号、异体选择符、零宽连接都跟着前一个字。"""
    found: list[str] = []
    for character in text:
        if found and (_extends(character) or found[-1].endswith(_JOINER)):
            found[-1] += character
        else:
            found.append(character)
    return found


def mask_name(name: str) -> str:
    """遮姓名：两字留首字，三字以上留首尾；带间隔号的只留第一段首字 (张*, 李*敏, 买**·**)."""
    parts = _SEPARATORS.split(name.strip())
    if len(parts) > 1:
        rest = [part if _SEPARATORS.fullmatch(part) else _stars(len(graphemes(part))) for part in parts[1:]]
        return _first_only(parts[0]) + "".join(rest)
    seen = graphemes(parts[0])
    if len(seen) < 3:
        return _first_only(parts[0])
    return seen[0] + _stars(len(seen) - 2) + seen[-1]


def mask_id_no(number: str) -> str:
    """遮证件号：只留首末各一位 (3****************1); two or fewer characters are all hidden."""
    if len(number) <= 2:
        return STAR * len(number)
    return number[0] + STAR * (len(number) - 2) + number[-1]


def mask_phone(phone: str) -> str:
    """遮电话：十一位手机留前三后四，其余号码只留末两位 (138****5678)."""
    if re.fullmatch("[0-9]{11}", phone) and phone[0] == "1":
        return f"{phone[:3]}****{phone[-4:]}"
    return STAR * max(len(phone) - 2, 0) + (phone[-2:] if len(phone) > 2 else STAR * len(phone))


def mask_address(address: str) -> str:
    """遮住址：只显示到乡镇街道，以下遮住；认不出乡镇的显示到所认出的一级。"""
    if not address:
        return ""
    shown = _PLACE.match(address)
    return f"{shown.group() if shown else ''}****"


def mask_legal_name(name: str) -> str:
    """单位名称不遮：依法公开。"""
    return name


def _first_only(part: str) -> str:
    seen = graphemes(part)
    return STAR * len(seen) if len(seen) < 2 else seen[0] + _stars(len(seen) - 1)


def _stars(count: int) -> str:
    return STAR * min(count, _LONGEST_RUN)


def _extends(character: str) -> bool:
    return character == _JOINER or unicodedata.category(character) in ("Mn", "Mc", "Me")

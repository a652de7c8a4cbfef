"""行政许可事项清单的规则：一版清单怎样才能公布；清单之外不得实施行政许可 (pure).

Law: 行政许可法 第十七条; 国办发〔2022〕2号《国务院办公厅关于全面实行行政许可事项清单管理的通知》.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tongban.rooms.catalogue import words
from tongban.rooms.catalogue.errors import LicenceListInvalid, NotOnLicenceList
from tongban.rooms.catalogue.events import LicenceListPublished
from tongban.rooms.catalogue.words import Unsound
from tongban.rooms.catalogue.words.powers import LicenceEntry, LicenceList, SetLevel, compared

NUMBER = re.compile(r"\d{3,4}", re.ASCII)
LONGEST_NAME = 200


@dataclass(frozen=True)
class Standing:
    """公布之前的情况：上一版、用过又取消的编号（和它的名称）、本区的部门。"""

    earlier: LicenceList | None
    retired: Mapping[str, str]
    departments: Collection[str]


def publish_licence_list(
    given: LicenceList, *, standing: Standing, by: str, at: datetime
) -> tuple[LicenceList, LicenceListPublished]:
    """公布清单：整版公布，版次接着上一版；用过又取消的编号不改派给别的事项。

    Refuses: LicenceListInvalid.
    """
    earlier = standing.earlier
    problems = [*_document(given, earlier), *_entries(given, standing)]
    if problems:
        raise LicenceListInvalid(problems=problems)
    numbered = replace(given, version=earlier.version + 1 if earlier else 1)
    differs = compared(earlier.entries if earlier else (), numbered.entries)
    event = LicenceListPublished(
        region=numbered.region,
        version=numbered.version,
        title=numbered.title,
        document_no=numbered.document_no,
        effective_on=numbered.effective_on,
        central=numbered.counted(SetLevel.CENTRAL),
        local=numbered.counted(SetLevel.LOCAL),
        added=differs.added,
        removed=differs.removed,
        by=by,
        at=at,
    )
    return numbered, event


def _document(given: LicenceList, earlier: LicenceList | None) -> Iterator[Unsound]:
    if not given.title.strip():
        yield Unsound("没有写清单名称", name="title")
    if not given.document_no.strip():
        yield Unsound("没有写文号", name="document_no")
    if not given.issued_by or not all(organ.strip() for organ in given.issued_by):
        yield Unsound("没有写发文机关", name="issued_by")
    if given.effective_on < given.published_on:
        yield Unsound("施行日期早于公布日期", name="effective_on")
    if earlier and given.effective_on <= earlier.effective_on:
        since = f"上一版（第{earlier.version}版）的{earlier.effective_on:%Y年%m月%d日}"
        yield Unsound(f"施行日期应当晚于{since}", name="effective_on")


def _entries(given: LicenceList, standing: Standing) -> Iterator[Unsound]:
    if not given.entries:
        yield Unsound("清单里一项也没有")
    seen: set[str] = set()
    for n, entry in enumerate(given.entries):
        steps = (("entries", n),)
        if entry.no in seen:
            yield Unsound(f"编号{entry.no}写了两次", steps, "no")
        seen.add(entry.no)
        for name, problem in _entry(entry, standing):
            yield Unsound(f"编号{entry.no}：{problem}", steps, name)


def _entry(entry: LicenceEntry, standing: Standing) -> Iterator[tuple[str, str]]:
    if not NUMBER.fullmatch(entry.no):
        yield "no", "编号应为三位或者四位数字"
    if not 0 < len(entry.name.strip()) <= LONGEST_NAME:
        yield "name", f"事项名称应有1到{LONGEST_NAME}个字"
    if entry.department not in standing.departments:
        yield "department", f"没有主管部门“{entry.department}”"
    if not entry.organ.strip():
        yield "organ", "没有写实施机关"
    if not any(basis.strip() for basis in entry.basis):
        yield "basis", "没有写设定和实施依据"
    if standing.retired.get(entry.no, entry.name) != entry.name:
        yield "no", f"原属已取消的“{standing.retired[entry.no]}”，不能改派"


def in_force(numbers: Collection[str] | None, content: Mapping[str, Any]) -> bool:
    """在不在列：不是行政许可的不问；本区还没有公布过清单的（``numbers`` 为 None）没有这道关。"""
    if numbers is None or str(content.get("task_type")) != words.TaskType.LICENCE.value:
        return True
    return str(content.get("licence_no") or "") in numbers


def require_listed(numbers: Collection[str] | None, content: Mapping[str, Any]) -> None:
    """清单之外无审批：行政许可事项不在现行清单上的，不得发布。

    Law: 国办发〔2022〕2号（清单之外一律不得违法实施行政许可）.
    Refuses: NotOnLicenceList.
    """
    if not in_force(numbers, content):
        raise NotOnLicenceList(
            item=str(content.get("task_name", ""))[:80], no=str(content.get("licence_no") or "未填")
        )

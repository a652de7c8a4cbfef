"""印行政许可事项清单和划转方案：正式文本 PDF；清单的每一条现在有哪些办理项。"""

from datetime import date, datetime
from itertools import count

from django.db import connection

from tongban.foundation.documents.typesetting import LIST, house_typesetter
from tongban.rooms.catalogue import models
from tongban.rooms.catalogue.queries.licence_lists import licence_list_version, licensing_region
from tongban.rooms.catalogue.queries.printing import zh_day
from tongban.rooms.catalogue.queries.transfers import TransferView, transfer
from tongban.rooms.catalogue.words import LicenceEntry, LicenceList, SetLevel
from tongban.rooms.organisation import queries as organisation

COLUMNS = (("序号", 1), ("编号", 1), ("设定", 2), ("事项名称", 6), ("实施机关", 4), ("设定和实施依据", 8))
TENS, ONES = 10, "零一二三四五六七八九"
MOVED = (("序号", 1), ("清单编号", 2), ("事项名称", 7), ("划出部门", 5), ("在途办件", 3))
LISTED_ITEMS = """
    SELECT v.content->>'licence_no', i.code, i.name FROM catalogue_item i
    JOIN catalogue_itemversion v ON v.id = i.current_version_id
    WHERE i.state <> '3' AND i.task_type = '01' AND i.region LIKE %s ORDER BY 1, i.name, i.code
"""
REGIONS = "SELECT DISTINCT region FROM catalogue_licencelist ORDER BY region"


def licensing_regions() -> list[str]:
    """公布过行政许可事项清单的区划 (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(REGIONS)
        return [region for (region,) in cursor.fetchall()]


def licensed_items(*, region: str) -> dict[str, list[tuple[str, str]]]:
    """清单的每个编号现在有哪些办理项：``{编号: [(编码, 名称)]}`` (one statement)."""
    found: dict[str, list[tuple[str, str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(LISTED_ITEMS, [f"{licensing_region(region)[:6]}%"])
        for no, code, name in cursor.fetchall():
            found.setdefault(no or "", []).append((code, name))
    return found


def licence_list_pdf(*, region: str, version: int, at: datetime) -> bytes:
    """清单的正式文本：文号、发文机关、逐页表头和页码。 Refuses: NoSuchLicenceList."""
    shown = licence_list_version(region=region, version=version)
    names = {each.code: each.name for each in organisation.departments(region=region)}
    central, local = (shown.counted(level) for level in (SetLevel.CENTRAL, SetLevel.LOCAL))
    facts = {
        "organ": "　".join(shown.issued_by),
        "title": shown.title,
        "number": shown.document_no,
        "published_on": zh_day(shown.published_on),
        "effective_on": zh_day(shown.effective_on),
        "preamble": ["下列行政许可事项依法在本区实施。清单之外，一律不得违法实施行政许可。"],
        "columns": [{"name": name, "share": share} for name, share in COLUMNS],
        "groups": [
            {"title": f"{zh_number(n)}、{names.get(department, department)}（{len(rows)}项）", "rows": rows}
            for n, (department, rows) in enumerate(_by_department(shown).items(), start=1)
        ],
        "notes": [f"本清单共{len(shown.entries)}项，其中中央设定{central}项、地方设定{local}项。"],
    }
    return house_typesetter().typeset(LIST, facts, at=at)


def _by_department(shown: LicenceList) -> dict[str, list[list[str]]]:
    """The rows of each department, in the order in which departments first appear; places run through the whole list."""
    grouped: dict[str, list[LicenceEntry]] = {}
    for entry in shown.entries:
        grouped.setdefault(entry.department, []).append(entry)
    places = count(1)
    return {
        department: [
            [str(next(places)), e.no, e.set_level.zh, e.name, e.organ, "\n".join(e.basis)] for e in entries
        ]
        for department, entries in grouped.items()
    }


def zh_number(number: int) -> str:
    """一百以内的数写成汉字，作分组的标号：十二、二十、四十三。"""
    tens, ones = divmod(number, TENS)
    told = "" if not tens else "十" if tens == 1 else f"{ONES[tens]}十"
    return told + (ONES[ones] if ones or not tens else "")


def transfer_pdf(*, region: str, no: int, at: datetime, on: date) -> bytes:
    """划转方案的正式文本。 Refuses: NoSuchTransfer."""
    shown = transfer(region=region, no=no, on=on)
    plan, names = shown.plan, models.ever_listed(region)
    of = {share.department: share.name for share in shown.shares}
    rows = [
        [
            str(n),
            line.licence_no,
            names.get(line.licence_no, ""),
            of[line.from_department],
            plan.goes(line).zh,
        ]
        for n, line in enumerate(plan.lines, start=1)
    ]
    facts = {
        "organ": "　".join(plan.issued_by),
        "title": plan.title,
        "number": plan.document_no,
        "published_on": zh_day(plan.issued_on),
        "effective_on": zh_day(plan.effective_on),
        "preamble": [
            f"依据行政许可法第二十五条，自生效之日起，下列事项由{shown.bureau}实施，"
            "事中事后监管仍由原主管部门负责；人随编走、编随事走。"
        ],
        "columns": [{"name": name, "share": share} for name, share in MOVED],
        "rows": rows,
        "notes": _notes(shown),
    }
    return house_typesetter().typeset(LIST, facts, at=at)


def _notes(shown: TransferView) -> list[str]:
    plan = shown.plan
    return [
        f"本批共{len(plan.lines)}项，涉及{len(plan.departments)}个部门；应划转编制{shown.planned}名。",
        "附：交接清单按部门列事项、档案、在途办件、印章、人员、系统账号六项，逐行签收。",
    ]

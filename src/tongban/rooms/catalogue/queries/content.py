"""随产品发布的事项内容：content 文件夹里写全的示范事项，和由各主项展开的整个目录 (files, no database)."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from tongban.foundation import fingerprints
from tongban.foundation.identifiers import DEMO_REGION
from tongban.foundation.written import read_yaml
from tongban.rooms.catalogue.rules.expanding import Units, expand

Content = dict[str, Any]

SINCE = "2024-01-01"
"""示范区的目录从这一天起施行；内容里另写了计划生效日期的照写的。"""
_HALL = "main"


def published_content() -> list[Content]:
    """示范区写全的事项，文件名和文件内的顺序为序；区划、机关代字和复议机关的地址电话补自 departments.yml。"""
    return [
        _placed(item)
        for file in _sorted(_folder())
        if file.name.startswith("items-")
        for item in _read(file)["items"]
    ]


def catalogue_content() -> list[Content]:
    """示范区的整个目录：写全的在前，由 mains/*.yml 的主项展开的在后。"""
    expanded = [
        _placed(item, main=main["key"]) for main in catalogue_mains() for item in expand(main, units=units())
    ]
    return [*published_content(), *expanded]


def catalogue_mains() -> Iterator[Content]:
    """mains 文件夹里的主项，文件名和文件内的顺序为序。"""
    for file in _sorted(_folder() / "mains"):
        yield from _read(file)["mains"]


def content_edition() -> str:
    """这一套内容的版号：内容文件和默认写法的指纹，一个字不同就不同。"""
    room = Path(str(files("tongban.rooms.catalogue")))
    found = [*(room / "content").rglob("*.yml"), *(room / "tables").glob("*.yml")]
    return fingerprints.of_files(found, below=room)


@cache
def units() -> Units:
    """进驻单位、窗口组和主大厅。"""
    halls = _read(_folder() / "halls.yml")["halls"]
    return Units(
        departments=_read(_folder() / "departments.yml")["departments"],
        window_groups=_read(_folder() / "windows.yml")["window_groups"],
        hall=next(hall for hall in halls if hall["key"] == _HALL),
    )


def _placed(item: Content, *, main: str = "") -> Content:
    short = units().department(item["department"])["short"]
    number = licence_numbers().get(main or item["key"])
    listed = {"licence_no": number, **_former(item, number)} if number else {}
    remedies = {**item["remedies"], **review_organs().get(item["remedies"]["review_organ"], {})}
    whole = {"region": DEMO_REGION.ljust(12, "0"), "organ_short": short, "remedies": remedies, **listed}
    return {"plan_effective_date": SINCE, **item, **whole}


def _former(item: Content, number: str) -> Content:
    """A transferred licence knows under which code the former department handled it."""
    former = former_departments().get(number)
    if former is None:
        return {}
    organ = units().department(former)["uscc"]
    return {"supersedes": item["task_handle_item"].replace(item["dept_code"], organ, 1)}


@cache
def former_departments() -> dict[str, str]:
    """划转了的清单编号，划转以前归哪个部门：``{编号: 部门代号}``。"""
    batches = _read(_folder() / "transfers.yml")["batches"]
    return {line["licence_no"]: line["from"] for batch in batches for line in batch["lines"]}


@cache
def review_organs() -> dict[str, dict[str, str]]:
    """复议机关在哪里、电话多少：``{名称: {review_address, review_phone}}``。"""
    rows = _read(_folder() / "departments.yml")["review_organs"]
    return {row["name"]: {"review_address": row["address"], "review_phone": row["phone"]} for row in rows}


@cache
def licence_numbers() -> dict[str, str]:
    """主项（示范事项就是它自己）在行政许可事项清单上的编号：``{代号: 编号}``。"""
    newest = _read(_folder() / "licence-list.yml")["lists"][-1]
    return {key: entry["no"] for entry in newest["entries"] for key in entry["mains"]}


def _folder() -> Traversable:
    return files("tongban.rooms.catalogue") / "content"


def _sorted(folder: Traversable) -> list[Traversable]:
    found = [file for file in folder.iterdir() if file.name.endswith(".yml")]
    return sorted(found, key=lambda file: file.name)


def _read(file: Traversable) -> Content:
    # Whoever reads may change what he was given: the next one gets his own.
    return deepcopy(_written(Path(str(file))))


@cache
def _written(file: Path) -> Content:
    found: Content = read_yaml(file.read_text(encoding="utf-8"))
    return found

"""随产品带来的行政许可事项清单和划转方案：content 文件夹里的 licence-list.yml、transfers.yml (files, no database)."""

from collections.abc import Callable
from functools import partial
from importlib.resources import files
from typing import Any, TypeVar

from tongban.foundation.identifiers import DEMO_REGION
from tongban.foundation.written import read_yaml
from tongban.rooms.catalogue.queries.content import units
from tongban.rooms.catalogue.rules.reading_powers import read_licence_list, read_transfer
from tongban.rooms.catalogue.words import LicenceList, TransferBatch

T = TypeVar("T")


def licence_list_content() -> list[LicenceList]:
    """示范区历次公布的清单，先公布的在前；没有这个文件的没有。 Refuses: ContentInvalid."""
    names = {str(unit["key"]): str(unit["name"]) for unit in units().departments}
    return _each("licence-list.yml", "lists", partial(read_licence_list, names=names))


def transfer_content() -> list[TransferBatch]:
    """示范区的划转批次，按批次；没有这个文件的没有。 Refuses: ContentInvalid."""
    return _each("transfers.yml", "batches", read_transfer)


def _each(name: str, key: str, read: Callable[..., T]) -> list[T]:
    file = files("tongban.rooms.catalogue") / "content" / name
    if not file.is_file():
        return []
    found: dict[str, Any] = read_yaml(file.read_text(encoding="utf-8"))
    return [read(row, region=DEMO_REGION.ljust(12, "0")) for row in found[key]]

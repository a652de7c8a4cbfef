"""展开：一个主项（名称、依据、时限、办理环节）展开成它的各个业务办理项，每项都是完整的实施清单要素。

What the main says stands; what it leaves out is filled from ``tables/handling.yml`` by handling kind, subject and profile.
Pure: mains and units in, contents out.
"""

from collections.abc import Mapping
from typing import Any

from tongban.rooms.catalogue.rules.expanding import codes, guide, limits, materials, reach
from tongban.rooms.catalogue.rules.expanding.handling import Handling
from tongban.rooms.catalogue.rules.expanding.units import Units

__all__ = ["Units", "expand"]

Content = dict[str, Any]

# Words of a main that are not elements themselves; everything else in it is passed on as it stands.
_SHORT = frozenset(
    (
        *(
            "key",
            "item_key",
            "kind",
            "name",
            "type",
            "system",
            "main_no",
            "department",
            "organ",
            "handling",
            "first_sub",
        ),
        *("targets", "person_topics", "enterprise_topics", "statutory", "promised", "visits", "depth"),
        *(
            "profile",
            "holds",
            "renewal",
            "object",
            "result",
            "cert",
            "tolerant",
            "by_law",
            "materials",
            "situations",
            "handle_flow",
        ),
    )
)


def expand(main: Mapping[str, Any], *, units: Units) -> list[Content]:
    """一个主项的各个办理项；主项缺必要的词抛 ``KeyError``，编码、部门写错抛 ``ValueError``/``KeyError``。"""
    return [
        _content(Handling(main, given, number=number, units=units))
        for number, given in enumerate(main["handling"], start=int(main.get("first_sub", 1)))
    ]


def _content(handling: Handling) -> Content:
    # A later part may stand on what the main itself says, never on an earlier part.
    filled = {
        **codes.elements(handling),
        **limits.elements(handling),
        **reach.elements(handling),
        **materials.elements(handling),
        **guide.elements(handling),
    }
    said = {key: value for key, value in handling.said.items() if key not in _SHORT}
    content = {**filled, **said}
    content["is_tolerant"] = any(str(m.get("is_need", 1)) == "3" for m in content["materials"])
    return content

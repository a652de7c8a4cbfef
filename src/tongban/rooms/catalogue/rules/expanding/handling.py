"""一个办理项的来历：主项怎么说、这个环节怎么说，由此得出的词。"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from tongban.rooms.catalogue.rules.expanding.table import table, whole_law
from tongban.rooms.catalogue.rules.expanding.units import Row, Units

LICENCE = "01"
_PERSON = {"1"}
_PREFIX = "中华人民共和国"
_ENDS = ("证", "证书", "执照")
_REPLIES = ("批复", "批文", "批准书", "决定书")


class Handling:
    """一个办理项；环节说的盖过主项说的。"""

    def __init__(
        self, main: Mapping[str, Any], given: Mapping[str, Any], *, number: int, units: Units
    ) -> None:
        """``number`` 是子项号，从 1 起。"""
        self.main, self.given, self.number, self.units = main, given, number, units
        self.said: dict[str, Any] = {**main, **given}

    @property
    def kind(self) -> str:
        """办理环节，如“变更”。"""
        return str(self.given.get("kind", ""))

    @cached_property
    def family(self) -> Mapping[str, Any]:
        """用哪一套默认。"""
        found: dict[str, Any] = table()["families"][self.family_name]
        return found

    @cached_property
    def family_name(self) -> str:
        """哪一套默认的名字，如 ``change``。"""
        return str(table()["kinds"].get(self.kind, {"family": "new"})["family"])

    @property
    def type(self) -> str:
        """事项类型 (CL-01)。"""
        return str(self.said["type"])

    @property
    def is_licence(self) -> bool:
        """行政许可。"""
        return self.type == LICENCE

    @cached_property
    def organ(self) -> Row:
        """现在由谁决定。"""
        return self.units.department(str(self.said.get("organ") or self.said["department"]))

    @cached_property
    def competent(self) -> Row:
        """主管部门，划转前的承办部门。"""
        return self.units.department(str(self.said["department"]))

    @cached_property
    def targets(self) -> list[int]:
        """服务对象 (CL-06)。"""
        return [int(t) for t in self.said["targets"]]

    @cached_property
    def subject(self) -> str:
        """为谁办：``person``、``enterprise`` 或者 ``both``。"""
        kinds = {str(t) for t in self.targets}
        return "person" if kinds == _PERSON else "both" if kinds & _PERSON else "enterprise"

    @cached_property
    def laws(self) -> list[dict[str, Any]]:
        """设定依据；没有写转述的用通用的话。"""
        main = self.main["name"]
        return [
            {"says": f"规定{main}的条件、程序和实施机关", **whole_law(law)} for law in self.said["by_law"]
        ]

    @property
    def result(self) -> str:
        """结果的名称。"""
        if results := self.said.get("results"):
            return str(results[0]["result_name"])
        return str(self.said.get("result") or f"{self.main['name']}办理结果通知书")

    @property
    def holds(self) -> str:
        """手里原有的证件：没有另写的就是结果。"""
        return str(self.said.get("holds") or self.result)

    @property
    def name(self) -> str:
        """业务办理项名称：没有另写的，是主项名称加环节；只有一个环节、或者主项名称就以环节结尾的，是主项名称。"""
        if "name" in self.given:
            return str(self.given["name"])
        main = str(self.main["name"])
        alone = len(self.main["handling"]) == 1 or main.endswith(self.kind)
        return main if alone else f"{main}（{self.kind}）"

    @cached_property
    def words(self) -> dict[str, str]:
        """填进默认写法里的词。"""
        main = str(self.main["name"])
        verb = str(self.family["verb"])
        return {
            "main": main,
            "name": self.name,
            "verb": "" if main.endswith(verb) else verb,
            "object": str(self.said.get("object") or main.removesuffix("审批").removesuffix("许可")),
            "result": self.result,
            "holds": self.holds,
            "thing": self.holds if {"result", "holds"} & self.said.keys() else main,
            "renewal": str(self.said.get("renewal") or table()["renewal"]),
            "law": cited(self.laws[0]),
            "organ": str(self.organ["name"]),
            "department": str(self.competent["name"]),
            "phone": str(self.organ["consult_phone"]),
        }

    def days(self, word: str) -> int:
        """``statutory`` 法定或者 ``promised`` 承诺的工作日数。"""
        return int(self.said.get(word, 0))


def cited(law: Mapping[str, Any]) -> str:
    """依据的写法：名称不带国名，接条款。"""
    return f"{str(law['law']).removeprefix(_PREFIX)}{law.get('article', '')}"


def result_type(name: str) -> int:
    """结果类型 (CL-12)：证照 10、批文 20、其他 30，看名称怎样结尾。"""
    if name.endswith(_ENDS):
        return 10
    return 20 if name.endswith(_REPLIES) else 30

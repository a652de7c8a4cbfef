"""The front door contract of import-linter: a room is entered by its front door and by nothing else.

It stands here and not in src/ because it is part of the walls, not of the product; .importlinter names it, and both
`lint-imports` and pytest run from the top of the repository, from where it can be imported.
"""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class FrontDoorContract(Contract):
    """前门：室外的模块只许用一室的 ``acts queries words events errors``；接线另可插 ``plugs``。"""

    type_name = "front_door"

    rooms = fields.StringField()
    front_door = fields.SetField(subfield=fields.StringField())
    plugs_from = fields.StringField()
    plugs = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """核对：列出每一次不走前门的进入。"""
        breaches = [
            (importer, imported)
            for room in graph.find_children(self.rooms)  # type: ignore[arg-type]
            for imported in [room, *graph.find_descendants(room)]
            for importer in graph.find_modules_that_directly_import(imported)
            if not _inside(importer, room) and not self._admitted(importer, imported, room)
        ]
        return ContractCheck(kept=not breaches, metadata={"breaches": sorted(breaches)})

    def _admitted(self, importer: str, imported: str, room: str) -> bool:
        floor = imported.removeprefix(room).removeprefix(".").partition(".")[0]
        plugged = _inside(importer, str(self.plugs_from)) and floor in self.plugs  # type: ignore[operator]
        return plugged or floor in self.front_door  # type: ignore[operator]

    def render_broken_contract(self, check: ContractCheck) -> None:
        """报告：谁从哪里闯了进来。"""
        for importer, imported in check.metadata["breaches"]:
            output.print_error(f"{importer} enters {imported}, which is not a front door.")


def _inside(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")

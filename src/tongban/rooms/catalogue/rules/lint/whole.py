"""整个目录（TB8xx）：编没编、重没重、部门认不认识、许可在不在清单上、四同有没有走样、有没有人负责。"""

from collections.abc import Iterator, Sequence

from tongban.rooms.catalogue.rules.directory import differs
from tongban.rooms.catalogue.rules.lint.book import rule, survey
from tongban.rooms.catalogue.rules.lint.raw import Content, Found, is_licence, text, told, type_of
from tongban.rooms.catalogue.words import LintFacts, TaskType


@rule("TB801")
def not_compiled(content: Content, facts: LintFacts) -> Iterator[Found]:
    """只有名称、编码、部门，还没有编制实施清单。"""
    if "materials" not in content:
        yield "materials", ""


@rule("TB802")
def unknown_department(content: Content, facts: LintFacts) -> Iterator[Found]:
    """实施主体不在机构名录里。"""
    known, name = facts.departments, text(content, "dept_name")
    if known is not None and name and text(content, "dept_code") not in known and name not in known.values():
        yield "dept_name", name[:60]


@rule("TB803")
def renamed_department(content: Content, facts: LintFacts) -> Iterator[Found]:
    """实施主体名称和它编码登记的名称不同。"""
    registered = (facts.departments or {}).get(text(content, "dept_code"))
    if registered and told(content, "dept_name") and text(content, "dept_name") != registered:
        yield "dept_name", f"名录里是“{registered}”"


@rule("TB804")
def off_the_list(content: Content, facts: LintFacts) -> Iterator[Found]:
    """许可不在行政许可事项清单上。"""
    if is_licence(content) and facts.licences and text(content, "licence_no") not in facts.licences:
        yield "licence_no", text(content, "licence_no")[:20] or "没有写清单编号"


@rule("TB805")
def set_level_differs(content: Content, facts: LintFacts) -> Iterator[Found]:
    """设定层级和清单上的不同。"""
    listed = (facts.licences or {}).get(text(content, "licence_no"))
    if listed and listed.set_level and text(content, "set_level") not in ("", listed.set_level):
        yield "set_level", f"清单上是{listed.set_level}"


@rule("TB806")
def listed_though_no_licence(content: Content, facts: LintFacts) -> Iterator[Found]:
    """不是行政许可，却写了许可事项清单编号。"""
    if told(content, "licence_no") and type_of(content) not in (TaskType.LICENCE, None):
        yield "licence_no", ""


@rule("TB807")
def drift(content: Content, facts: LintFacts) -> Iterator[Found]:
    """四同要素和基本目录不同。"""
    claimed = facts.claimed.get(text(content, "task_handle_item")) or text(content, "catalog_code")
    line = (facts.directory or {}).get(claimed)
    for each in differs(content, line) if line else ():
        if each.element in content or "materials" in content:  # a bare row says nothing yet of the rest
            yield each.element, f"{each.name}和基本目录不同，目录里是“{each.theirs[:60]}”"


@rule("TB808")
def unclaimed(content: Content, facts: LintFacts) -> Iterator[Found]:
    """基本编码不在基本目录里。"""
    known, code = facts.directory, text(content, "catalog_code")
    if known is not None and told(content, "catalog_code") and code not in known:
        yield "catalog_code", ""


@rule("TB809")
def accountable(content: Content, facts: LintFacts) -> Iterator[Found]:
    """责任清单上没有，或者不止一个负责科室。"""
    count = (facts.offices or {}).get(text(content, "task_handle_item"), 1)
    if count != 1:
        yield "undertake_org", "没有负责的科室" if not count else f"有{count}个负责的科室"


@rule("TB810")
def nobody_supervises(content: Content, facts: LintFacts) -> Iterator[Found]:
    """审批局办的许可没有写原承办部门，事后由谁监管不清楚。"""
    if (
        is_licence(content)
        and "行政审批局" in text(content, "dept_name")
        and not told(content, "undertake_org")
    ):
        yield "undertake_org", ""


@survey("TB811")
def same_code(contents: Sequence[Content], facts: LintFacts) -> Iterator[tuple[int, str, str]]:
    """两个事项的编码相同。"""
    first: dict[str, int] = {}
    for place, content in enumerate(contents):
        code = text(content, "task_handle_item") or text(content, "task_code")
        if code and code in first:
            yield place, "task_handle_item", f"与第{first[code] + 1}个事项相同"
        first.setdefault(code, place)


@survey("TB812")
def same_name(contents: Sequence[Content], facts: LintFacts) -> Iterator[tuple[int, str, str]]:
    """同一部门有两个同名的事项。"""
    first: dict[tuple[str, str], int] = {}
    for place, content in enumerate(contents):
        named = (text(content, "dept_name"), text(content, "task_name"))
        if named[1] and named in first:
            yield place, "task_name", f"与第{first[named] + 1}个事项同名"
        first.setdefault(named, place)


@survey("TB813")
def one_code_two_names(contents: Sequence[Content], facts: LintFacts) -> Iterator[tuple[int, str, str]]:
    """同一基本编码有两个类型。"""
    first: dict[str, str] = {}
    for place, content in enumerate(contents):
        code, kind = text(content, "catalog_code"), text(content, "task_type").zfill(2)
        if code and first.setdefault(code, kind) != kind:
            yield place, "task_type", f"基本编码{code}的另一事项是{first[code]}"


@survey("TB814")
def no_list(contents: Sequence[Content], facts: LintFacts) -> Iterator[tuple[int, str, str]]:
    """本区还没有公布许可清单，闸门没有开。"""
    if facts.licences is not None and not facts.licences and any(is_licence(c) for c in contents):
        yield -1, "licence_no", ""

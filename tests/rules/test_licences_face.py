"""照面：每个示范事项的结果样本都填得出来，选项写名称，日期写中文。"""

from datetime import date

import pytest

from tests.factories.catalogue import content
from tongban.foundation.identifiers import parse_licence_identifier
from tongban.rooms.catalogue.queries import check_form, published_content
from tongban.rooms.catalogue.rules.reading import read_version
from tongban.rooms.catalogue.words import Field, FieldKind, Option, ResultLine, Version
from tongban.rooms.licences.errors import FaceUnknown
from tongban.rooms.licences.rules import filling, numbering
from tongban.rooms.licences.rules.validity import validity
from tongban.rooms.licences.words import GrantedCase, Line

ON = date(2026, 3, 11)
SHOWPIECES = [read_version(each, version_id=n) for n, each in enumerate(published_content(), start=1)]


def granted(version: Version, **changes: object) -> GrantedCase:
    example: dict[str, dict[str, object]] = version.example  # type: ignore[assignment]
    facts: dict[str, object] = {
        "case_no": "x",
        "version_id": version.id,
        "applicant": "person:7",
        "applicant_masked": "王*",
        "decided_on": ON,
        "form": check_form(version, example["form"], example["answers"]).values,
        "answers": example["answers"],
    }
    return GrantedCase(**{**facts, **changes})  # type: ignore[arg-type]


def faces(version: Version, **changes: object) -> list[tuple[Line, ...]]:
    case = granted(version, **changes)
    return [
        filling.face(
            result,
            filling.Told(
                version=version,
                granted=case,
                result_no="0001",
                valid_until=validity(result, case).says,
                region_name=lambda code: f"区划{code}",
            ),
        )
        for result in version.results
    ]


def version(key: str) -> Version:
    return read_version(content(key), version_id=1)


@pytest.mark.parametrize("item", SHOWPIECES, ids=lambda v: v.name)
def test_every_line_of_every_showpiece_is_filled(item: Version):
    for result, face in zip(item.results, faces(item), strict=True):
        assert [label for label, _ in face] == [line.label for line in result.template]
        assert [label for label, text in face if text in ("", filling.NOTHING)] == []


@pytest.mark.parametrize("item", SHOWPIECES, ids=lambda v: v.name)
def test_no_line_shows_a_key_where_a_label_belongs(item: Version):
    """Sources with options print one of the option's labels, never a slug."""
    options = {o.key: o.label for f in item.fields for o in f.options} | {
        o.key: o.label for q in item.situations for o in q.options
    }
    slugs = set(options) - set(options.values())
    assert [text for face in faces(item) for _, text in face if text in slugs] == []


@pytest.mark.parametrize("item", SHOWPIECES, ids=lambda v: v.name)
def test_every_catalogued_licence_has_a_valid_national_identifier(item: Version):
    for result in item.results:
        told = numbering.numbered(item, result, on=ON, n=1)
        if result.cert_type_code:
            assert parse_licence_identifier(told.identifier).valid, told.identifier
        else:
            assert told.identifier == ""


def test_the_food_licence_reads_as_it_should():
    assert faces(version("food_service_licence")) == [
        (
            ("经营者名称", "X区春山餐饮有限公司"),
            ("统一社会信用代码", "91990102MA0000015T"),
            ("法定代表人（负责人）", "赵磊"),
            ("经营场所", "X市X区东关街道东兴社区滨江路18号一层"),
            ("主体业态", "餐饮服务经营者"),
            ("经营项目", "热食类食品制售、冷食类食品制售、自制饮品制售"),
            ("许可证编号", "0001"),
            ("发证机关", "X区行政审批局"),
            ("发证日期", "2026年3月11日"),
            ("有效期至", "2031年3月10日"),
        )
    ]


@pytest.mark.parametrize(
    ("conditions", "grade"),
    [
        ("残疾等级：三级", "三级"),
        ("经评定，残疾等级: 二级；有效期内免评", "二级"),
        ("", filling.AS_DECIDED),
    ],
)
def test_what_only_the_decision_knows_is_read_from_its_conditions(conditions: str, grade: str):
    (face,) = faces(version("disability_card"), conditions=conditions)
    assert dict(face)["残疾等级"] == grade


def test_the_code_of_a_new_enterprise_is_the_register_s_and_no_number_of_ours():
    (company,) = [v for v in SHOWPIECES if v.name == "企业设立登记（有限责任公司）"]
    assert dict(faces(company)[0])["统一社会信用代码"] == filling.AS_ALLOTTED
    told = faces(company, conditions="统一社会信用代码：91990102MA0000074X")
    assert dict(told[0])["统一社会信用代码"] == "91990102MA0000074X"


def field(kind: FieldKind, **changes: object) -> Field:
    return Field(**{"name": "x", "label": "某栏", "kind": kind, **changes})  # type: ignore[arg-type]


OPTIONS = (Option(key="a", label="甲"), Option(key="b", label="乙"))


@pytest.mark.parametrize(
    ("asked", "value", "printed"),
    [
        (field(FieldKind.DATE), "2026-03-02", "2026年3月2日"),
        (field(FieldKind.MONEY), "1980.00", "1980"),
        (field(FieldKind.MONEY), "0.50", "0.5"),
        (field(FieldKind.NUMBER), 1000, "1000"),
        (field(FieldKind.NUMBER), 3.5, "3.5"),
        (field(FieldKind.YES_NO), True, "是"),
        (field(FieldKind.YES_NO), False, "否"),
        (field(FieldKind.CHOICE, options=OPTIONS), "b", "乙"),
        (field(FieldKind.MULTI_CHOICE, options=OPTIONS), ["b", "a"], "甲、乙"),
        (field(FieldKind.MULTI_CHOICE, options=OPTIONS), [], "—"),
        (field(FieldKind.REGION), "990102000000", "X区"),
        (field(FieldKind.REPEAT, fields=(field(FieldKind.TEXT),)), [{"x": "甲"}, {"x": "乙"}], "甲、乙"),
        (field(FieldKind.TEXT), None, "—"),
        (field(FieldKind.TEXT), "𬭎㑇·艾合买提", "𬭎㑇·艾合买提"),
    ],
)
def test_each_kind_of_field_is_printed_for_people(asked: Field, value: object, printed: str):
    assert filling.shown(asked, value, region_name=lambda code: "X区") == printed


def test_a_unit_is_printed_unless_the_label_says_it():
    (face,) = faces(_named("民办学校设立审批（幼儿园）"))
    assert dict(face)["办学规模"] == "180人"
    (other,) = faces(_named("企业投资项目备案"))
    assert dict(other)["总投资（万元）"] == "8600"


def _named(name: str) -> Version:
    return next(v for v in SHOWPIECES if v.name == name)


@pytest.mark.parametrize("source", ["form.nothing", "answer.nothing", "organ.nothing", "moon.name", "organ"])
def test_a_source_that_does_not_exist_is_refused_by_name(source: str):
    item = version("food_service_licence")
    told = filling.Told(version=item, granted=granted(item), result_no="1", valid_until="长期")
    with pytest.raises(FaceUnknown, match=source):
        filling._filled(ResultLine(label="某栏", source=source), told)

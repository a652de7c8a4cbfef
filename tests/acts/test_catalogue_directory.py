"""基本目录：认领的四同要素锁定；与目录写得不一样的报出来。"""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories import organisation
from tests.factories.catalogue import AT, BY, FOOD, content
from tests.factories.catalogue_life import COMPILER, brought_to, published, version
from tongban.rooms.catalogue import acts, errors, models, queries
from tongban.rooms.catalogue.rules.directory import line_of
from tongban.rooms.catalogue.words import LOCKED, Differs, DirectoryLine, Stage

pytestmark = pytest.mark.django_db
TODAY = AT.date()
REGION = "990102000000"
CODE = content()["catalog_code"]


def claimed(**changes: object) -> str:
    """The food licence with its line claimed; the key of its draft."""
    published()
    models.keep_lines([line_of(content(**changes))])
    models.claim_all([FOOD])
    return brought_to(Stage.DRAFT)


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("task_name", "改了名称"),
        ("catalog_code", "990131001999"),
        ("task_type", "20"),
        ("by_law", [{"law": "另一部法", "article": "第一条", "says": "……"}]),
    ],
)
def test_a_locked_element_cannot_be_changed_and_the_refusal_names_it(element, value):
    uid = claimed()
    with pytest.raises(errors.ElementLocked, match=LOCKED[element]):
        acts.change_revision(version_uid=uid, based_on=1, changes={element: value}, by=COMPILER, at=AT)
    assert version(uid).revision == 1


def test_everything_else_and_a_reminder_beside_the_basis_may_be_changed():
    uid = claimed()
    law, *rest = content()["by_law"]
    changes = {"promise_day": 5, "by_law": [{**law, "note": "省里另有规定"}, *rest]}
    assert acts.change_revision(version_uid=uid, based_on=1, changes=changes, by=COMPILER, at=AT)


def test_an_item_that_drifted_before_may_still_be_changed_elsewhere():
    uid = claimed(task_name="目录里的名称")
    assert acts.change_revision(version_uid=uid, based_on=1, changes={"promise_day": 5}, by=COMPILER, at=AT)
    with pytest.raises(errors.ElementLocked):
        acts.change_revision(version_uid=uid, based_on=2, changes={"task_name": "又一个"}, by=COMPILER, at=AT)


def test_drift_tells_item_element_ours_and_theirs():
    claimed()
    assert queries.directory_drift(region=REGION, on=TODAY) == []
    models.keep_lines([line_of(content(task_name="食品经营许可核发", by_law=[]))])
    [drift] = queries.directory_drift(region=REGION, on=TODAY)
    assert (drift.code, drift.catalog_code, drift.version) == (FOOD, CODE, 2)
    assert [d.element for d in drift.differs] == ["task_name", "by_law"]
    assert drift.differs[0] == Differs(
        "task_name", "事项名称", ours=content()["task_name"], theirs="食品经营许可核发"
    )


def test_following_the_directory_ends_the_drift_once_published():
    uid = claimed()
    models.keep_lines([line_of(content(task_name="食品经营许可核发"))])
    acts.follow_directory(version_uid=uid, by=COMPILER, at=AT)
    assert version(uid).content["task_name"] == "食品经营许可核发"
    acts.change_revision(version_uid=uid, based_on=2, changes={"promise_day": 5}, by=COMPILER, at=AT)


def test_a_line_of_the_directory_is_claimed_by_a_department_once():
    organisation.stand()
    line = DirectoryLine(
        "990131077001", "夜市经营许可", "01", ({"law": "某法", "article": "第二条", "says": ""},)
    )
    models.keep_lines([line])
    with pytest.raises(errors.NoSuchEntry):
        acts.claim(catalog_code="990131077999", department="market", by=COMPILER, at=AT)
    assert [u.catalog_code for u in queries.unclaimed(region=REGION)] == ["990131077001"]
    event = acts.claim(catalog_code="990131077001", department="market", by=COMPILER, at=AT)
    made = version(event.version_uid).content
    assert (made["task_name"], made["task_type"], made["catalog_code"], made["department"]) == (
        "夜市经营许可",
        "01",
        "990131077001",
        "market",
    )
    assert queries.unclaimed(region=REGION) == []
    with pytest.raises(errors.CodeTaken):
        acts.claim(catalog_code="990131077001", department="market", by=COMPILER, at=AT)


def test_the_same_line_twice_is_one_and_a_changed_one_is_its_next_version():
    line = line_of(content())
    assert [models.keep_lines([line]), models.keep_lines([line])] == [1, 0]
    models.keep_lines([line_of(content(task_name="改"))])
    assert list(models.DirectoryEntry.objects.order_by("version").values_list("version", "name")) == [
        (1, line.name),
        (2, "改"),
    ]


def test_the_directory_only_grows():
    models.keep_lines([line_of(content())])
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("UPDATE catalogue_directoryentry SET name = 'x'")


def test_the_shipped_catalogue_claims_its_own_directory_and_does_not_drift():
    acts.load_catalogue(by=BY, at=AT)
    event = acts.load_directory(by=BY, at=AT)
    assert event is not None
    assert (
        event.claimed
        == models.Item.objects.count()
        == models.Item.objects.filter(claimed__isnull=False).count()
    )
    assert queries.directory_drift(region=REGION, on=TODAY) == []
    assert acts.load_directory(by=BY, at=AT) is None

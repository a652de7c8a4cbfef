"""两个人同时改一份草稿、同时发布：后来的那个被拒，什么也不丢，版次不重。"""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from tests.factories.catalogue import AT, FOOD
from tests.factories.catalogue_life import CHECKER, COMPILER, SHORT_FLOW, brought_to, published, version
from tests.races.test_people_registration_race import at_once
from tongban.rooms.catalogue import acts, models
from tongban.rooms.catalogue.words import Stage
from tongban.rooms.journal import models as journal

pytestmark = pytest.mark.django_db(transaction=True)


def editing(uid: str, n: int) -> Callable[[], object]:
    words = {
        "limit_explain": f"第{n}人写的"
    }  # nobody writes what stands there already: that would save nothing
    return lambda: acts.change_revision(
        version_uid=uid, based_on=1, changes=words, by=(COMPILER, CHECKER)[n % 2], at=AT
    )


def test_reading_first_and_writing_then_loses_one_of_two_edits():
    published()
    uid, meeting = brought_to(Stage.DRAFT), threading.Barrier(2)

    def naively(element: str) -> None:
        with transaction.atomic():
            kept = models.ItemVersion.objects.get(uid=uid)
            meeting.wait(timeout=10)
            models.ItemVersion.objects.filter(uid=uid).update(content={**kept.content, element: "改了"})
        connection.close()

    at_once(lambda: naively("plain_words"), lambda: naively("limit_explain"))
    after = version(uid).content
    assert [after.get(e) == "改了" for e in ("plain_words", "limit_explain")].count(True) == 1


def test_of_ten_editors_at_once_one_saves_and_nine_are_told():
    published()
    uid = brought_to(Stage.DRAFT)
    results = at_once(*(editing(uid, n) for n in range(10)))
    assert sorted(type(r).__name__ for r in results) == ["EditedMeanwhile"] * 9 + ["VersionSaved"]
    assert version(uid).revision == 2


def test_of_two_publishers_at_once_one_publishes_and_there_is_one_second_version():
    published()
    uid = brought_to(Stage.PASSED, promise_day=6, handle_flow=SHORT_FLOW)
    results = at_once(*(lambda: acts.publish_version(version_uid=uid, by=CHECKER, at=AT) for _ in range(4)))
    assert sorted(type(r).__name__ for r in results) == ["ItemPublished"] + ["WrongStage"] * 3
    numbers = (
        models.ItemVersion.objects.filter(item__code=FOOD).order_by("number").values_list("number", flat=True)
    )
    assert list(numbers) == [1, 2]
    assert journal.Event.objects.filter(kind="catalogue.item_published").count() == 2


def test_two_who_begin_a_revision_at_once_make_one_draft():
    published()
    results = at_once(*(lambda: acts.start_revision(item_code=FOOD, by=COMPILER, at=AT) for _ in range(4)))
    assert sorted(type(r).__name__ for r in results) == ["DraftStands"] * 3 + ["VersionStarted"]

"""装入目录：整套一次装入，装过的不再装，区里后来的改动留着。"""

import pytest

from tests.factories.catalogue import AT, BY
from tongban.rooms.catalogue import acts, models, queries
from tongban.rooms.catalogue.acts import load
from tongban.rooms.catalogue.events import ContentLoaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """Four items of the catalogue in the place of all, so that only what is loaded, not how much, is paid for."""
    chosen = [*queries.published_content()[:3], queries.catalogue_content()[-1]]
    monkeypatch.setattr(load.queries, "catalogue_content", lambda: chosen)
    return chosen


def test_the_catalogue_is_loaded_once_and_can_be_found(few):
    event = acts.load_catalogue(by=BY, at=AT)
    assert isinstance(event, ContentLoaded)
    assert (event.items, event.new, event.changed, event.region) == (4, 4, 0, "990102000000")
    assert queries.current(code=few[-1]["task_handle_item"]).name == few[-1]["task_name"]
    assert acts.load_catalogue(by=BY, at=AT) is None
    assert models.ItemVersion.objects.count() == 4


def test_a_warm_start_asks_one_question_and_reads_no_item(few, django_assert_num_queries, monkeypatch):
    acts.load_catalogue(by=BY, at=AT)
    monkeypatch.setattr(load.queries, "catalogue_content", lambda: pytest.fail("read again"))
    with django_assert_num_queries(1):
        assert acts.load_catalogue(by=BY, at=AT) is None


def test_another_edition_changes_only_what_is_different(few, monkeypatch):
    acts.load_catalogue(by=BY, at=AT)
    few[0] = {**few[0], "plain_words": "换了一句话"}
    monkeypatch.setattr(load.queries, "content_edition", lambda: "e" * 64)
    event = acts.load_catalogue(by=BY, at=AT)
    assert (event.items, event.new, event.changed) == (4, 0, 1)


def test_a_change_made_in_the_district_outlives_the_next_start(few):
    acts.load_catalogue(by=BY, at=AT)
    acts.publish(content={**few[0], "plain_words": "区里改过"}, by="officer:1", at=AT)
    acts.load_catalogue(by=BY, at=AT)
    assert queries.current(code=few[0]["task_handle_item"]).plain_words == "区里改过"

"""手工编制清单：从现行的一份写起，改、加、取消，公布走导入的同一条路；协议提前终止，次日起不再有效。"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.acts.test_catalogue_lists import CARD, HR, LABOUR, REGION, office, sign, tolerate
from tests.factories import powers
from tests.factories.catalogue import AT, BY, content
from tests.factories.catalogue_life import COMPILER, STRANGER
from tests.factories.organisation import load_district
from tongban.rooms.catalogue import acts, models, queries
from tongban.rooms.catalogue.errors import (
    AgreementNotEnding,
    DocumentExists,
    EditedMeanwhile,
    LicenceListInvalid,
    ListUnfinished,
    ListUnsound,
    NoSuchList,
    NoSuchListDraft,
    NoSuchRow,
    NotYourItem,
)
from tongban.rooms.catalogue.words import BookKind, Ending, ListKind
from tongban.rooms.journal import queries as journal

pytestmark = pytest.mark.django_db
LAST = date(2024, 9, 30)


@pytest.fixture(autouse=True)
def district():
    powers.district()
    for key in ("labour_dispatch_licence", "hr_service_licence", "social_security_card"):
        acts.publish(content=content(key), by=BY, at=AT)


def start(kind, after="", by=COMPILER):
    event = acts.start_list_draft(kind=kind, region=REGION, after=after, by=by, at=AT)
    return queries.list_draft(uid=event.draft_uid, by=COMPILER)


def save(draft, given, by=COMPILER):
    return acts.save_list_draft(draft_uid=draft.uid, based_on=draft.revision, content=given, by=by, at=AT)


def publish(draft, by=COMPILER):
    return acts.publish_list_draft(draft_uid=draft.uid, based_on=draft.revision, by=by, at=AT)


def fresh(draft):
    return queries.list_draft(uid=draft.uid, by=COMPILER)


def next_edition(**changes):
    """The licence list once more, with its own number and days."""
    powers.publish()
    draft = start(BookKind.LICENCE_LIST, after="X政办发〔2026〕1号")
    own = {"document_no": "X政办发〔2026〕9号", "published_on": "2026-04-20", "effective_on": "2026-05-01"}
    save(draft, {**draft.content, **own, **changes})
    return fresh(draft)


def test_the_next_edition_begins_as_the_one_in_force_with_a_number_and_days_of_its_own():
    powers.publish()
    draft = start(BookKind.LICENCE_LIST, after="X政办发〔2026〕1号")
    standing = queries.published_document(region=REGION, kind=BookKind.LICENCE_LIST, number=1)
    own = {"document_no": "", "published_on": "", "effective_on": ""}
    assert draft.content == {**standing, **own}
    assert [(e.where, e.says) for e in queries.unwritten(draft.kind, draft.content)] == [
        ("文件头“文号”", "没有写"),
        ("文件头“公布日期”", "没有写"),
        ("文件头“生效日期”", "没有写"),
    ]


def test_entries_are_added_changed_and_struck_and_the_next_edition_is_published():
    draft = next_edition()
    kind, given = draft.kind, queries.struck(draft.kind, draft.content, "entries.1")
    given = queries.put_row(kind, given, "entries.0", {"name": "取水许可（改）"})
    added = {
        "no": "300",
        "name": "城市建筑垃圾处置核准",
        "set_level": "中央设定",
        "department": "city",
        "organ": "X区行政审批局",
        "basis": ["国务院令第412号"],
    }
    save(draft, queries.put_row(kind, given, "entries.new", added))
    event = publish(fresh(draft))
    assert (event.version, event.central, event.local, event.added, event.removed) == (
        2,
        2,
        1,
        ("300",),
        (powers.FOOD_NO,),
    )
    assert models.ListDraft.objects.count() == 0
    one, two = (queries.published_document(region=REGION, kind=kind, number=n) for n in (1, 2))
    [told] = queries.compared_lists(kind, one, two)
    assert [row["no"] for row in told.added] == ["300"]
    assert [row["no"] for row in told.struck] == [powers.FOOD_NO]
    assert [(c.key, c.columns) for c in told.changed] == [("037", (("名称", "取水许可", "取水许可（改）"),))]


def test_what_is_not_written_is_told_place_by_place_and_nothing_is_published():
    draft = next_edition(document_no="")
    given = queries.put_row(draft.kind, draft.content, "entries.0", {"basis": []})
    save(draft, given)
    with pytest.raises(ListUnfinished) as refused:
        publish(fresh(draft))
    assert str(refused.value).endswith("文件头“文号”没有写；条目第1行“依据”没有写")
    assert models.PublishedLicenceList.objects.count() == 1


def test_a_rule_that_refuses_leaves_the_draft_as_it_is():
    draft = next_edition(effective_on="2026-01-25", published_on="2026-01-20")
    with pytest.raises(LicenceListInvalid, match="施行日期应当晚于上一版"):
        publish(draft)
    assert fresh(draft) == draft


def test_a_trial_says_what_publishing_would_and_leaves_nothing():
    draft = next_edition()
    trial = acts.try_list_draft(draft_uid=draft.uid, based_on=draft.revision, by=COMPILER, at=AT)
    assert (models.PublishedLicenceList.objects.count(), fresh(draft)) == (1, draft)
    assert publish(draft) == trial


def test_two_who_write_at_once_do_not_overwrite_each_other():
    draft = start(BookKind.NEGATIVE)
    save(draft, {**draft.content, "title": "甲"})
    with pytest.raises(EditedMeanwhile):
        save(draft, {**draft.content, "title": "乙"})
    assert (fresh(draft).content["title"], fresh(draft).revision) == ("甲", 2)
    assert save(fresh(draft), fresh(draft).content) is None


def test_lists_are_written_by_who_manages_the_whole_district():
    draft = start(BookKind.NEGATIVE)
    for tried in (lambda: start(BookKind.DUTY, by=STRANGER), lambda: save(draft, {}, by=STRANGER)):
        with pytest.raises(NotYourItem):
            tried()
    with pytest.raises(NoSuchListDraft):
        queries.list_draft(uid=draft.uid, by=STRANGER)
    with pytest.raises(NoSuchListDraft):
        queries.list_draft(uid="nothing", by=COMPILER)
    assert queries.list_drafts(region=REGION, kind=BookKind.NEGATIVE, by=STRANGER) == []
    assert queries.list_drafts(region=REGION, kind=BookKind.NEGATIVE, by=COMPILER) == [draft]


def test_a_row_that_is_not_there_is_no_place_to_write():
    draft = start(BookKind.TOLERANCE)
    for path in ("items.3", "nothing.0", "items", "items.0.materials.0", "items.x"):
        with pytest.raises(NoSuchRow):
            queries.row_at(draft.kind, draft.content, path)
    with pytest.raises(NoSuchList):
        start(BookKind.TOLERANCE, after="没有这个文号")


def test_every_step_leaves_its_event():
    draft = next_edition()
    acts.drop_list_draft(draft_uid=draft.uid, based_on=draft.revision, by=COMPILER, at=AT)
    kinds = [event.kind for event in journal.stream(name=f"catalogue:{REGION}")]
    assert [kind.removeprefix("catalogue.") for kind in kinds if "list_draft" in kind] == [
        "list_draft_started",
        "list_draft_saved",
        "list_draft_dropped",
    ]
    assert models.ListDraft.objects.count() == 0


PUBLISHED = {BookKind.TOLERANCE: tolerate, BookKind.AGREEMENT: sign, BookKind.DUTY: office}


@pytest.mark.parametrize("kind", PUBLISHED, ids=str)
def test_a_list_written_by_hand_is_the_list_a_workbook_would_make(kind):
    load_district()  # whole, for its neighbours
    PUBLISHED[kind]()
    draft = start(kind, after="X审发〔2024〕1号")
    days = {"published_on": "2024-03-02", "effective_on": "2024-04-01"}
    own = {"document_no": "X审发〔2024〕7号", **days}
    if kind is BookKind.AGREEMENT:
        own |= {"signed_on": "2024-03-02", "valid_to": "2027-03-01", "partner": "990123000000"}
    save(draft, {**draft.content, **own})
    assert publish(fresh(draft)).number == 2
    first, second = queries.list_documents(region=REGION, kind=kind)
    assert second == {**first, **own, "number": 2}


def test_a_transfer_is_issued_by_hand():
    powers.publish()
    draft = start(BookKind.TRANSFER)
    given = {
        **draft.content,
        "title": "X区第一批行政许可事项划转方案",
        "document_no": "X办发〔2026〕3号",
        "issued_by": ["中共X区委办公室", "X区人民政府办公室"],
        "issued_on": "2026-02-20",
        "effective_on": "2026-03-10",
        "to": "approval",
        "in_transit": "谁受理谁办结",
        "lines": [{"licence_no": powers.FOOD_NO, "from": "market"}],
        "posts": [{"from": "market", "planned": 3}],
    }
    save(draft, given)
    event = publish(fresh(draft))
    assert (event.no, event.licences, event.departments) == (1, (powers.FOOD_NO,), ("market",))
    assert models.Transfer.objects.get().facts().plan == replace(
        powers.a_batch(), hand_over=models.Transfer.objects.get().facts().plan.hand_over
    )


def ending(**changes):
    return replace(Ending(LAST, "对方区划调整"), **changes)


def end(of=1, by=COMPILER, **changes):
    return acts.end_agreement(region=REGION, number=of, ending=ending(**changes), by=by, at=AT)


def test_an_agreement_that_is_ended_holds_until_its_last_day():
    sign()
    event = end()
    assert (event.number, event.partner, event.last_on, event.reason) == (
        1,
        "990122000000",
        LAST,
        "对方区划调整",
    )
    held = [
        queries.agreement_counts(region=REGION, on=day).agreements for day in (LAST, LAST + timedelta(days=1))
    ]
    assert held == [1, 0]
    [edition] = queries.list_editions(region=REGION, kind=BookKind.AGREEMENT, on=LAST)
    assert (edition.in_force, edition.ending, edition.may_end) == (True, ending(), False)
    printed = queries.printed_list(region=REGION, kind=ListKind.AGREEMENT, number=1)
    assert printed.notes[-1] == "本协议已提前终止，有效至2024年9月30日。理由：对方区划调整"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"reason": "  "}, "没有写理由"),
        ({"reason": "长" * 2001}, "理由最多2000个字"),
        ({"last_on": date(2024, 1, 31)}, "生效日"),
        ({"last_on": date(2027, 1, 31)}, "到期日"),
    ],
)
def test_an_ending_without_reason_or_out_of_its_time_is_refused(changes, why):
    sign()
    with pytest.raises(AgreementNotEnding, match=why):
        end(**changes)
    assert models.AgreementEnding.objects.count() == 0


def test_an_agreement_ends_once_and_by_the_right_hand():
    sign()
    with pytest.raises(NotYourItem):
        end(by=STRANGER)
    with pytest.raises(NoSuchList):
        end(of=9)
    end()
    with pytest.raises(AgreementNotEnding, match="已经终止过"):
        end()
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        models.AgreementEnding.objects.update(reason="改")


def test_a_number_published_before_is_refused_and_nothing_is_lost():
    tolerate()
    draft = start(BookKind.TOLERANCE, after="X审发〔2024〕1号")
    own = {"document_no": "X审发〔2024〕1号", "published_on": "2024-03-02", "effective_on": "2024-04-01"}
    save(draft, {**draft.content, **own})
    with pytest.raises(DocumentExists):
        publish(fresh(draft))
    given = queries.put_row(draft.kind, fresh(draft).content, "items.0.materials.0", {"days": 999})
    save(fresh(draft), {**given, "document_no": "X审发〔2024〕8号"})
    with pytest.raises(ListUnsound, match="补正期限999个工作日"):
        publish(fresh(draft))


def test_what_may_be_picked_is_what_the_list_may_hold():
    names = queries.ListNames(region=REGION, on=AT.date())
    assert {p.key for p in names.to_pick(BookKind.DUTY, "item")} == {LABOUR, HR, CARD}
    assert LABOUR in {p.key for p in names.to_pick(BookKind.TOLERANCE, "item")}
    assert [key for key, _, _ in names.later(LABOUR)] == ["facility_list"]
    powers.publish()
    powers.plan()
    left = queries.ListNames(region=REGION, on=AT.date()).to_pick(BookKind.TRANSFER, "licence_no")
    assert [p.key for p in left] == ["037", "250"]

"""文件库里的文件还有没有人要：哪些栏提到它，撤下一天后由定时清扫删去。"""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.factories import cases as factory
from tests.factories import people as persons
from tests.factories.licences import AT, a_licence
from tests.foundation.test_files_store import titled
from tongban.foundation import schedule
from tongban.foundation.files import FileStore, NoSuchFile, columns
from tongban.rooms.cases import acts as cases
from tongban.rooms.cases.words import CaseState
from tongban.rooms.licences import acts as licences
from tongban.rooms.people.words import Applicant, HolderKind, Party

pytestmark = pytest.mark.django_db

# The oracle: every column that names a file, written out by hand.
NAMED = {
    "cases_draftfile": "SELECT digest FROM cases_draftfile WHERE digest <> ''",
    "cases_draftpage": "SELECT digest FROM cases_draftpage",
    "cases_material": "SELECT digest FROM cases_material WHERE digest <> ''",
    "cases_material, earlier": "SELECT e ->> 'digest' FROM cases_material, jsonb_array_elements(earlier) e",
    "cases_document": "SELECT digest FROM cases_document WHERE digest <> ''",
    "licences_licence": "SELECT digest FROM licences_licence",
    "licences_copy": "SELECT digest FROM licences_copy",
    "people_mandate": "SELECT evidence_digest FROM people_mandate WHERE evidence_digest <> ''",
}


def named() -> dict[str, set[str]]:
    """What the rows say, column by column."""
    found = {}
    with connection.cursor() as cursor:
        for column, question in NAMED.items():
            cursor.execute(question)
            found[column] = {digest for (digest,) in cursor.fetchall()}
    return found


def everything() -> None:
    """A file in each of the places where one can be."""
    factory.world()
    case = factory.walk(factory.a_case(CaseState.CORRECTING), "supplement")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT uid FROM cases_document WHERE case_id = (SELECT uid FROM cases_case WHERE case_no = %s)",
            [case.case_no],
        )
        cases.document_pdf(uid=cursor.fetchone()[0])
    draft, by = factory.a_draft()
    for n in range(2):
        cases.add_page(
            draft_uid=draft, by=by, key="photo", file=cases.Upload(factory.PDF, f"第{n}页.pdf"), at=factory.AT
        )
    owner, _ = persons.citizen(71, name="王秀英")
    agent, _ = persons.citizen(72, name="赵立")
    holder = Applicant(id=owner, kind=HolderKind.NATURAL, display_name_masked="王*英")
    licences.copy_for_purpose(uid=a_licence(holder=holder).licence, purpose="银行开户", by=holder, at=AT)
    persons.mandate(Party.person(owner), agent)


def test_every_column_that_names_a_file_keeps_it() -> None:
    everything()
    by_column = named()
    assert [column for column, digests in by_column.items() if not digests] == []
    everyone = set().union(*by_column.values())
    assert columns.used([*everyone, "f" * 64]) == everyone


def test_what_was_taken_back_is_gone_a_day_later_and_nothing_else_is() -> None:
    everything()
    draft, by = factory.a_draft()
    kept = cases.add_file(
        draft_uid=draft, by=by, key="photo", file=cases.Upload(titled("撤下的一份"), "旧.pdf"), at=factory.AT
    )
    cases.discard_draft(draft_uid=draft, by=by)
    store, at = FileStore(Path(settings.FILES_DIR)), factory.AT
    present = {digest for digests in named().values() for digest in digests if store.path(digest).exists()}
    for digest, hours in [(kept.digest, 25), *((digest, 99) for digest in present)]:
        then = (at - timedelta(hours=hours)).timestamp()
        os.utime(store.path(digest), (then, then))
    assert schedule.JOBS["files.sweep_files"].run(at=at - timedelta(hours=2)) == []
    assert schedule.JOBS["files.sweep_files"].run(at=at) == [kept.digest]
    with pytest.raises(NoSuchFile):
        store.open(kept.digest)
    assert [digest for digest in present if not store.path(digest).exists()] == []

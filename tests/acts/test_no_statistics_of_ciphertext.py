"""What no statement looks for is not read when the server takes its statistics: ciphertext, and what an event holds."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

NOT_SAMPLED = """
    SELECT c.relname, string_agg(a.attname, ' ' ORDER BY a.attname) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.attstattarget = 0
    GROUP BY c.relname
"""
SEALED = """
    SELECT c.relname, string_agg(a.attname, ' ' ORDER BY a.attname) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relkind = 'r' AND c.relname LIKE 'cases\\_%' AND a.attname LIKE '%\\_sealed' GROUP BY c.relname
"""


def answer(question: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return dict(cursor.fetchall())


def test_every_sealed_column_of_the_cases_and_the_contents_of_events_are_left_out_and_nothing_else_is():
    contents = {"journal_event": "commitment digest payload salt", "journal_seal": "sha256 sm3"}
    assert answer(NOT_SAMPLED) == answer(SEALED) | contents

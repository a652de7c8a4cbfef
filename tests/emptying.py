"""What a test that commits has left behind goes, table by table that holds anything.

Truncating all of them, as Django does, makes every file of the database anew and costs more than most tests.
"""

from django.db import connection

from tongban.foundation import database

LEFT = ("auth_permission", "django_content_type", "django_migrations")
"""What never changes while tests run."""

_EMPTY = f"""
DO $$
DECLARE
    each regclass;
    filled boolean;
    found regclass[] := ARRAY[]::regclass[];
BEGIN
    SET CONSTRAINTS ALL DEFERRED;
    FOR each IN
        SELECT oid FROM pg_class
        WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
            AND relname NOT IN {LEFT}
        ORDER BY EXISTS (
            SELECT FROM pg_constraint WHERE conrelid = pg_class.oid AND contype = 'f' AND NOT condeferrable
        ) DESC
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', each) INTO filled;
        IF filled THEN
            found := found || each;
            EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', each);
            EXECUTE format('DELETE FROM %s', each);
        END IF;
    END LOOP;
    SET CONSTRAINTS ALL IMMEDIATE;
    FOREACH each IN ARRAY found LOOP
        EXECUTE format('ALTER TABLE %s ENABLE TRIGGER USER', each);
    END LOOP;
END
$$
"""


def empty() -> None:
    """Only the owner may empty append-only tables."""
    connection.close()
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute(_EMPTY)
    connection.close()

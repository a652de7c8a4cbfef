"""划转的闸门：划转生效以后，原机关名下不再收件、不再受理；生效的一刻与正在收件、受理的排好先后。

The lock is the one that the transfer holds alone while it takes effect (catalogue.models.transfers.SWITCH_LOCK): a case that
is being put in or accepted is either finished before, or sees the succession. Every statement of a volatile function has a
snapshot of its own, so what is asked after the lock is the present.
"""

from django.db import migrations

_ACCEPTED = "'accepted', 'reviewed', 'granted', 'denied', 'issued', 'served', 'closed'"
FORWARD = f"""
CREATE FUNCTION cases_where_it_belongs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(7201025);
    IF catalogue_superseded(NEW.version_id) THEN
        RAISE EXCEPTION 'the item was transferred to another organ' USING ERRCODE = 'TB304';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cases_received_where_it_belongs BEFORE INSERT ON cases_case
    FOR EACH ROW EXECUTE FUNCTION cases_where_it_belongs();
CREATE TRIGGER cases_accepted_where_it_belongs BEFORE UPDATE OF state ON cases_case FOR EACH ROW
    WHEN (OLD.state NOT IN ({_ACCEPTED}) AND NEW.state IN ({_ACCEPTED}))
    EXECUTE FUNCTION cases_where_it_belongs();
"""

BACKWARD = """
DROP TRIGGER cases_accepted_where_it_belongs ON cases_case;
DROP TRIGGER cases_received_where_it_belongs ON cases_case;
DROP FUNCTION cases_where_it_belongs();
"""


class Migration(migrations.Migration):
    """收件、受理都在该办的机关。"""

    dependencies = [("cases", "0004_material_sources"), ("catalogue", "0013_succession_stays")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

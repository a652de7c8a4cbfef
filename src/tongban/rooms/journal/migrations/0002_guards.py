"""留痕的闸门：定序与摘要的触发器、只增不改的触发器、唯一的抹除通道。"""

from django.db import migrations

FORWARD = """
CREATE SEQUENCE journal_event_id;

CREATE FUNCTION journal_leaf(stream text, stream_no int, kind text, at timestamptz, actor text, commitment bytea)
RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT convert_to(concat_ws(E'\\n', 'tongban.event/1', stream, stream_no, kind,
        to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), actor, encode(commitment, 'hex')), 'UTF8')
$$;

-- One writer a stream at a time; then the id is drawn, so that within a stream ids rise with stream_no.
CREATE FUNCTION journal_before_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.stream, 7201));
    SELECT e.stream_no, e.at INTO last FROM journal_event e WHERE e.stream = NEW.stream
        ORDER BY e.stream_no DESC LIMIT 1;
    IF last.at > NEW.at + interval '5 minutes' THEN
        RAISE EXCEPTION 'clock went backwards in %', NEW.stream USING ERRCODE = 'TB001';
    END IF;
    NEW.id := nextval('journal_event_id');
    NEW.xid := pg_current_xact_id();
    NEW.stream_no := coalesce(last.stream_no, 0) + 1;
    NEW.at := greatest(NEW.at, last.at);
    NEW.digest := sha256('\\x00'::bytea
        || journal_leaf(NEW.stream, NEW.stream_no, NEW.kind, NEW.at, NEW.actor, NEW.commitment));
    RETURN NEW;
END $$;
CREATE TRIGGER journal_before_insert BEFORE INSERT ON journal_event
    FOR EACH ROW EXECUTE FUNCTION journal_before_insert();

ALTER TABLE journal_event ADD CONSTRAINT journal_event_one_line CHECK (
    stream !~ E'\\n' AND kind !~ E'\\n' AND actor !~ E'\\n' AND stream <> '' AND actor <> '');

CREATE FUNCTION journal_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'journal_event' AND current_setting('tongban.erasing', true) = 'yes' THEN
        IF NEW.payload IS NULL AND NEW.salt IS NULL
           AND (NEW.id, NEW.xid::text, NEW.stream, NEW.stream_no, NEW.kind, NEW.at, NEW.actor, NEW.commitment, NEW.digest)
             = (OLD.id, OLD.xid::text, OLD.stream, OLD.stream_no, OLD.kind, OLD.at, OLD.actor, OLD.commitment, OLD.digest)
        THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION '% on % is forbidden: the journal only grows', TG_OP, TG_TABLE_NAME USING ERRCODE = 'TB002';
END $$;
CREATE TRIGGER journal_event_stays BEFORE UPDATE OR DELETE ON journal_event
    FOR EACH ROW EXECUTE FUNCTION journal_stays();
CREATE TRIGGER journal_seal_stays BEFORE UPDATE OR DELETE ON journal_seal
    FOR EACH ROW EXECUTE FUNCTION journal_stays();

-- The one documented erasure path: payload and salt go, the event stays (docs/howto/erase.md).
CREATE FUNCTION journal_erase(event_id bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM set_config('tongban.erasing', 'yes', true);
    UPDATE journal_event SET payload = NULL, salt = NULL WHERE id = event_id;
    PERFORM set_config('tongban.erasing', 'no', true);
END $$;
"""

BACKWARD = """
DROP TRIGGER journal_seal_stays ON journal_seal;
DROP TRIGGER journal_event_stays ON journal_event;
DROP TRIGGER journal_before_insert ON journal_event;
DROP FUNCTION journal_erase(bigint);
DROP FUNCTION journal_stays();
DROP FUNCTION journal_before_insert();
DROP FUNCTION journal_leaf(text, int, text, timestamptz, text, bytea);
DROP SEQUENCE journal_event_id;
"""


class Migration(migrations.Migration):
    """只增不改。"""

    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

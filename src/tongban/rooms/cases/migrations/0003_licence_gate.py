"""清单之外无审批的闸门：行政许可的办件不在清单上的，数据库也不让受理。"""

from django.db import migrations

# The states that come after acceptance.
_ACCEPTED = "'accepted', 'reviewed', 'granted', 'denied', 'issued', 'served', 'closed'"
FORWARD = f"""
CREATE FUNCTION cases_accepted_on_list() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT catalogue_on_licence_list(NEW.version_id, NEW.accepted_on) THEN
        RAISE EXCEPTION 'a licence that is not on the licence list is not accepted' USING ERRCODE = 'TB303';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cases_accepted_on_list BEFORE UPDATE OF state ON cases_case FOR EACH ROW
    WHEN (OLD.state NOT IN ({_ACCEPTED}) AND NEW.state IN ({_ACCEPTED}))
    EXECUTE FUNCTION cases_accepted_on_list();
CREATE TRIGGER cases_born_accepted_on_list BEFORE INSERT ON cases_case FOR EACH ROW
    WHEN (NEW.state IN ({_ACCEPTED})) EXECUTE FUNCTION cases_accepted_on_list();
"""

BACKWARD = """
DROP TRIGGER cases_born_accepted_on_list ON cases_case;
DROP TRIGGER cases_accepted_on_list ON cases_case;
DROP FUNCTION cases_accepted_on_list();
"""


class Migration(migrations.Migration):
    """清单之外不受理。"""

    dependencies = [("cases", "0002_guards"), ("catalogue", "0006_licence_list_gate")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

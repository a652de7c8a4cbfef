"""清单之外无审批的闸门：公布的清单不许改动；行政许可事项不在现行清单上的版本不得发布。"""

from django.db import migrations

# The lists are made by county governments and higher: a town's item goes by the list of its county.
FORWARD = """
CREATE FUNCTION catalogue_licence_list(place text, on_day date) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT l.id FROM catalogue_licencelist l
    WHERE l.region = rpad(left(place, 6), 12, '0') AND l.effective_on <= on_day
    ORDER BY l.effective_on DESC, l.version DESC LIMIT 1
$$;

CREATE FUNCTION catalogue_listed(place text, content jsonb, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT content->>'task_type' IS DISTINCT FROM '01'
        OR CASE WHEN catalogue_licence_list(place, on_day) IS NULL THEN true ELSE EXISTS (
            SELECT FROM catalogue_licencelistentry e
            WHERE e.licence_list_id = catalogue_licence_list(place, on_day) AND e.no = content->>'licence_no') END
$$;

CREATE FUNCTION catalogue_on_licence_list(version bigint, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT catalogue_listed(i.region, v.content, on_day)
        FROM catalogue_itemversion v JOIN catalogue_item i ON i.id = v.item_id WHERE v.id = version), true)
$$;

CREATE FUNCTION catalogue_list_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of a published licence list is forbidden', TG_OP USING ERRCODE = 'TB202';
END $$;
CREATE TRIGGER catalogue_list_stays BEFORE UPDATE OR DELETE ON catalogue_licencelist
    FOR EACH ROW EXECUTE FUNCTION catalogue_list_stays();
CREATE TRIGGER catalogue_entry_stays BEFORE UPDATE OR DELETE ON catalogue_licencelistentry
    FOR EACH ROW EXECUTE FUNCTION catalogue_list_stays();

-- A list says how many entries it has, each in a place of its own: nothing is added to it later.
CREATE FUNCTION catalogue_entry_within() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.position NOT BETWEEN 1 AND (SELECT total FROM catalogue_licencelist WHERE id = NEW.licence_list_id) THEN
        RAISE EXCEPTION 'a published licence list is complete' USING ERRCODE = 'TB202';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER catalogue_entry_within BEFORE INSERT ON catalogue_licencelistentry
    FOR EACH ROW EXECUTE FUNCTION catalogue_entry_within();

CREATE FUNCTION catalogue_version_listed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT catalogue_listed(
        coalesce((SELECT region FROM catalogue_item WHERE id = NEW.item_id), NEW.content->>'region'),
        NEW.content, (NEW.published_at AT TIME ZONE 'Asia/Shanghai')::date) THEN
        RAISE EXCEPTION 'a licence that is not on the licence list is not published' USING ERRCODE = 'TB203';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER catalogue_version_listed BEFORE INSERT OR UPDATE ON catalogue_itemversion
    FOR EACH ROW WHEN (NEW.state = 'published' AND NEW.content->>'task_type' = '01')
    EXECUTE FUNCTION catalogue_version_listed();
"""

BACKWARD = """
DROP TRIGGER catalogue_version_listed ON catalogue_itemversion;
DROP FUNCTION catalogue_version_listed();
DROP TRIGGER catalogue_entry_within ON catalogue_licencelistentry;
DROP FUNCTION catalogue_entry_within();
DROP TRIGGER catalogue_entry_stays ON catalogue_licencelistentry;
DROP TRIGGER catalogue_list_stays ON catalogue_licencelist;
DROP FUNCTION catalogue_list_stays();
DROP FUNCTION catalogue_on_licence_list(bigint, date);
DROP FUNCTION catalogue_listed(text, jsonb, date);
DROP FUNCTION catalogue_licence_list(text, date);
"""


class Migration(migrations.Migration):
    """公布即定；清单之外不发布。"""

    dependencies = [("catalogue", "0005_licence_list")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

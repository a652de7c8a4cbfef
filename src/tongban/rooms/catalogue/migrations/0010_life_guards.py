"""一版的一生的闸门：送审的内容冻结、已发布的不许改动、阶段只照走法走；某一天有效的目录 (catalogue_in_force)。"""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION catalogue_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION '% of a published item version is forbidden', TG_OP USING ERRCODE = 'TB201';
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.state IN ('in_review', 'passed') THEN
            RAISE EXCEPTION 'DELETE of an item version under review is forbidden' USING ERRCODE = 'TB205';
        END IF;
        RETURN OLD;
    END IF;
    IF (NEW.item_id, NEW.uid) IS DISTINCT FROM (OLD.item_id, OLD.uid) THEN
        RAISE EXCEPTION 'an item version stays with its item' USING ERRCODE = 'TB206';
    END IF;
    IF OLD.state IN ('in_review', 'passed')
        AND (NEW.content, NEW.editors, NEW.revision) IS DISTINCT FROM (OLD.content, OLD.editors, OLD.revision) THEN
        RAISE EXCEPTION 'the content of an item version under review is frozen' USING ERRCODE = 'TB205';
    END IF;
    IF NEW.state <> OLD.state AND NOT (OLD.state, NEW.state) IN (
        ('draft', 'in_review'), ('sent_back', 'draft'), ('sent_back', 'in_review'), ('in_review', 'draft'),
        ('in_review', 'passed'), ('in_review', 'sent_back'), ('passed', 'sent_back'), ('passed', 'published')
    ) THEN
        RAISE EXCEPTION 'an item version does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'TB204';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION catalogue_region_prefix(region text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT left(region, CASE
        WHEN region = '' THEN 0
        WHEN substr(region, 10) ~ '[1-9]' THEN 12
        WHEN substr(region, 7) ~ '[1-9]' THEN 9
        WHEN substr(region, 5) ~ '[1-9]' THEN 6
        WHEN substr(region, 3) ~ '[1-9]' THEN 4
        ELSE 2 END)
$$;

CREATE FUNCTION catalogue_state(of_item bigint, of_version bigint, on_day date) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT greatest(
        (SELECT max(s.state) FROM catalogue_standing s
         WHERE s.item_id = of_item AND s.since <= on_day AND (s.until IS NULL OR s.until > on_day)),
        (SELECT CASE WHEN v.cancel_on <= on_day THEN '3' ELSE coalesce(v.content ->> 'task_state', '1') END
         FROM catalogue_itemversion v WHERE v.id = of_version))
$$;

CREATE FUNCTION catalogue_next_day(of_item bigint, on_day date) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT min(d.day) FROM (
        SELECT unnest(ARRAY[v.effective_on, v.cancel_on]) FROM catalogue_itemversion v
        WHERE v.item_id = of_item AND v.state = 'published'
        UNION ALL
        SELECT unnest(ARRAY[s.since, s.until]) FROM catalogue_standing s WHERE s.item_id = of_item
    ) d(day) WHERE d.day > on_day
$$;

CREATE FUNCTION catalogue_in_force(in_region text, on_day date)
RETURNS TABLE (item_id bigint, code text, version_id bigint, content jsonb, paused boolean) LANGUAGE sql STABLE AS $$
    SELECT i.id, i.code::text, v.id, v.content, st.state = '2'
    FROM catalogue_item i
    CROSS JOIN LATERAL (
        SELECT n.id, n.content FROM catalogue_itemversion n
        WHERE n.item_id = i.id AND n.state = 'published' AND n.effective_on <= on_day
        ORDER BY n.number DESC LIMIT 1) v
    CROSS JOIN LATERAL (SELECT catalogue_state(i.id, v.id, on_day) AS state OFFSET 0) st
    WHERE i.region LIKE catalogue_region_prefix(in_region) || '%' AND st.state <> '3'
$$;
"""

BACKWARD = """
DROP FUNCTION catalogue_in_force(text, date);
DROP FUNCTION catalogue_next_day(bigint, date);
DROP FUNCTION catalogue_state(bigint, bigint, date);
DROP FUNCTION catalogue_region_prefix(text);
CREATE OR REPLACE FUNCTION catalogue_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION '% of a published item version is forbidden', TG_OP USING ERRCODE = 'TB201';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


class Migration(migrations.Migration):
    """一生照走法。"""

    dependencies = [("catalogue", "0009_life")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

"""承接一经登记不许改动；某一版的事项是不是已经划转，由数据库自己答。"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION catalogue_succession_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of a succession is forbidden', TG_OP USING ERRCODE = 'TB207';
END $$;
CREATE TRIGGER catalogue_succession_stays BEFORE UPDATE OR DELETE ON catalogue_succession
    FOR EACH ROW EXECUTE FUNCTION catalogue_succession_stays();

CREATE FUNCTION catalogue_superseded(version bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM catalogue_itemversion v JOIN catalogue_succession s ON s.old_item_id = v.item_id
        WHERE v.id = version)
$$;
"""

BACKWARD = """
DROP FUNCTION catalogue_superseded(bigint);
DROP TRIGGER catalogue_succession_stays ON catalogue_succession;
DROP FUNCTION catalogue_succession_stays();
"""


class Migration(migrations.Migration):
    """承接不改。"""

    dependencies = [("catalogue", "0012_transfers")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

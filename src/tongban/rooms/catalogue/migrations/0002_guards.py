"""事项的闸门：已发布的版本不许改动、不许删除。"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION catalogue_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION '% of a published item version is forbidden', TG_OP USING ERRCODE = 'TB201';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER catalogue_version_stays BEFORE UPDATE OR DELETE ON catalogue_itemversion
    FOR EACH ROW EXECUTE FUNCTION catalogue_version_stays();
"""

BACKWARD = """
DROP TRIGGER catalogue_version_stays ON catalogue_itemversion;
DROP FUNCTION catalogue_version_stays();
"""


class Migration(migrations.Migration):
    """发布即定。"""

    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

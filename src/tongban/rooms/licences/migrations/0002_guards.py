"""证照的闸门：制发的证照只有状态会变（重封时换密文），副本不许改动，都不许删除。"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION licences_licence_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - '{status,face_sealed}'::text[] <> to_jsonb(OLD) - '{status,face_sealed}'::text[] THEN
        RAISE EXCEPTION '% of an issued licence is forbidden', TG_OP USING ERRCODE = 'TB301';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER licences_licence_stays BEFORE UPDATE OR DELETE ON licences_licence
    FOR EACH ROW EXECUTE FUNCTION licences_licence_stays();
CREATE FUNCTION licences_copy_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of a copy of a licence is forbidden', TG_OP USING ERRCODE = 'TB302';
END $$;
CREATE TRIGGER licences_copy_stays BEFORE UPDATE OR DELETE ON licences_copy
    FOR EACH ROW EXECUTE FUNCTION licences_copy_stays();
"""

BACKWARD = """
DROP TRIGGER licences_copy_stays ON licences_copy;
DROP FUNCTION licences_copy_stays();
DROP TRIGGER licences_licence_stays ON licences_licence;
DROP FUNCTION licences_licence_stays();
"""


class Migration(migrations.Migration):
    """制发即定。"""

    dependencies = [("licences", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

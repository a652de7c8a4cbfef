"""办件的闸门：文书的文号、内容和时间不许改，办件和文书不许删。"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION cases_document_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.uid, NEW.case_id, NEW.kind, NEW.number, NEW.code, NEW.issued_at, NEW.facts_sealed)
        IS DISTINCT FROM (OLD.uid, OLD.case_id, OLD.kind, OLD.number, OLD.code, OLD.issued_at, OLD.facts_sealed)
        OR OLD.digest <> '' AND NEW.digest IS DISTINCT FROM OLD.digest THEN
        RAISE EXCEPTION 'a document never changes' USING ERRCODE = 'TB301';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cases_document_stays BEFORE UPDATE ON cases_document
    FOR EACH ROW EXECUTE FUNCTION cases_document_stays();

CREATE FUNCTION cases_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'DELETE on % is forbidden', TG_TABLE_NAME USING ERRCODE = 'TB302';
END $$;
CREATE TRIGGER cases_case_never_deleted BEFORE DELETE ON cases_case
    FOR EACH ROW EXECUTE FUNCTION cases_never_deleted();
CREATE TRIGGER cases_document_never_deleted BEFORE DELETE ON cases_document
    FOR EACH ROW EXECUTE FUNCTION cases_never_deleted();
CREATE TRIGGER cases_material_never_deleted BEFORE DELETE ON cases_material
    FOR EACH ROW EXECUTE FUNCTION cases_never_deleted();
"""

BACKWARD = """
DROP TRIGGER cases_material_never_deleted ON cases_material;
DROP TRIGGER cases_document_never_deleted ON cases_document;
DROP TRIGGER cases_case_never_deleted ON cases_case;
DROP FUNCTION cases_never_deleted();
DROP TRIGGER cases_document_stays ON cases_document;
DROP FUNCTION cases_document_stays();
"""


class Migration(migrations.Migration):
    """只增不毁。"""

    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

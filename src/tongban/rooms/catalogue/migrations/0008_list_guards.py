"""清单的闸门：公布的清单不许改动、不许删除；某一天有效的是哪几份，由库里一个函数说了算。"""

from django.db import migrations

TABLES = (
    "listdocument",
    "agreement",
    "agreementitem",
    "bundle",
    "bundlecomponent",
    "dutyline",
    "highfrequencyline",
    "negativeline",
    "toleranceline",
)
STAYS = """
CREATE FUNCTION catalogue_document_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of a published list is forbidden', TG_OP USING ERRCODE = 'TB202';
END $$;
"""
TRIGGERS = "".join(
    f"CREATE TRIGGER catalogue_document_stays BEFORE UPDATE OR DELETE ON catalogue_{table}"
    " FOR EACH ROW EXECUTE FUNCTION catalogue_document_stays();"
    for table in TABLES
)
# Batches of tolerance and agreements add up (an agreement until it runs out); of the others the latest counts.
IN_FORCE = """
CREATE FUNCTION catalogue_lists_in_force(of_region text, on_day date) RETURNS TABLE (id bigint, kind text)
LANGUAGE sql STABLE AS $$
    SELECT d.id, d.kind FROM catalogue_listdocument d LEFT JOIN catalogue_agreement a ON a.document_id = d.id
    WHERE d.region = of_region AND d.effective_on <= on_day AND coalesce(a.valid_to >= on_day, true)
        AND (d.kind IN ('tolerance', 'agreement') OR NOT EXISTS (
            SELECT FROM catalogue_listdocument n WHERE n.region = d.region AND n.kind = d.kind
                AND n.effective_on <= on_day AND (n.effective_on, n.number) > (d.effective_on, d.number)))
$$;
"""
BACKWARD = (
    "DROP FUNCTION catalogue_lists_in_force(text, date);"
    + "".join(f"DROP TRIGGER catalogue_document_stays ON catalogue_{table};" for table in TABLES)
    + "DROP FUNCTION catalogue_document_stays();"
)


class Migration(migrations.Migration):
    """公布即定。"""

    dependencies = [("catalogue", "0007_lists")]
    operations = [migrations.RunSQL(STAYS + TRIGGERS + IN_FORCE, BACKWARD)]

"""协议提前终止的闸门：登记了就不许改动，终止日的次日起不再有效。"""

from django.db import migrations

STAYS = (
    "CREATE TRIGGER catalogue_document_stays BEFORE UPDATE OR DELETE ON catalogue_agreementending"
    " FOR EACH ROW EXECUTE FUNCTION catalogue_document_stays();"
)
# Until its last day: what it was signed for, or what it was ended on.
LAST = "least(a.valid_to, e.last_on)"
IN_FORCE = """
CREATE OR REPLACE FUNCTION catalogue_lists_in_force(of_region text, on_day date) RETURNS TABLE (id bigint, kind text)
LANGUAGE sql STABLE AS $$
    SELECT d.id, d.kind FROM catalogue_listdocument d LEFT JOIN catalogue_agreement a ON a.document_id = d.id
    {ended}
    WHERE d.region = of_region AND d.effective_on <= on_day AND coalesce({last} >= on_day, true)
        AND (d.kind IN ('tolerance', 'agreement') OR NOT EXISTS (
            SELECT FROM catalogue_listdocument n WHERE n.region = d.region AND n.kind = d.kind
                AND n.effective_on <= on_day AND (n.effective_on, n.number) > (d.effective_on, d.number)))
$$;
"""
ENDED = "LEFT JOIN catalogue_agreementending e ON e.agreement_id = a.document_id"
FORWARD = STAYS + IN_FORCE.format(ended=ENDED, last=LAST)
BACKWARD = (
    IN_FORCE.format(ended="", last="a.valid_to")
    + "DROP TRIGGER catalogue_document_stays ON catalogue_agreementending;"
)


class Migration(migrations.Migration):
    """终止即定。"""

    dependencies = [("catalogue", "0017_list_drafts")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

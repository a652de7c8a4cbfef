"""少几个索引：没人按前缀找的键不留前缀索引。"""

from django.db import migrations

FORWARD = r"""
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT indexname FROM pg_indexes
        WHERE schemaname = current_schema AND tablename LIKE 'notices\_%' AND indexname LIKE '%\_like'
    LOOP EXECUTE format('DROP INDEX %I', one.indexname); END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    """少几个索引。"""

    dependencies = [("notices", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]

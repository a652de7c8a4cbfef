"""少几个索引：没人按前缀找的键不留前缀索引，唯一约束已经管着的外键不再另建 (every submission wrote to twenty of them)."""

import django.db.models.deletion
from django.db import migrations, models

# Django makes a second index of each text key for LIKE 'prefix%'; nobody asks for these keys by prefix.
FORWARD = r"""
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT indexname FROM pg_indexes
        WHERE schemaname = current_schema AND tablename LIKE 'cases\_%' AND indexname LIKE '%\_like'
    LOOP EXECUTE format('DROP INDEX %I', one.indexname); END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    """少几个索引。"""

    dependencies = [("cases", "0006_open_by_version")]
    operations = [
        migrations.AlterField(
            model_name="material",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="materials",
                to="cases.case",
                verbose_name="办件",
            ),
        ),
        migrations.AlterField(
            model_name="draftfile",
            name="draft",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="files",
                to="cases.draft",
                verbose_name="草稿",
            ),
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]

"""会话自己的表，账号在列里；还登录着的人不必重新登录。"""

from django.db import migrations, models

TAKE_OVER = """
DO $$ BEGIN
    IF to_regclass('django_session') IS NOT NULL THEN
        INSERT INTO accounts_session (session_key, session_data, expire_date)
            SELECT session_key, session_data, expire_date FROM django_session;
        DROP TABLE django_session;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    """会话。"""

    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("account_id", models.BigIntegerField(null=True, verbose_name="账号")),
            ],
            options={"verbose_name": "会话", "verbose_name_plural": "会话", "abstract": False},
        ),
        migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop),
    ]

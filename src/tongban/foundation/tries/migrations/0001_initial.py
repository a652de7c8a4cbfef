from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Try",
            fields=[
                (
                    "key",
                    models.CharField(
                        max_length=120, primary_key=True, serialize=False, verbose_name="什么号码"
                    ),
                ),
                ("n", models.IntegerField(verbose_name="几次")),
                ("since", models.DateTimeField(db_index=True, verbose_name="从何时起")),
            ],
            options={
                "verbose_name": "试错次数",
                "verbose_name_plural": "试错次数",
            },
        ),
    ]

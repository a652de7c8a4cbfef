"""密文不统计：定时的 ANALYZE 不再把每行的密文读出来排序；没有哪条查询按密文找 (half of what analysing the drafts cost)."""

from django.db import migrations

CIPHERTEXT = {
    "cases_draft": ("addressee_sealed", "values_sealed"),
    "cases_draftfile": ("name_sealed",),
    "cases_draftpage": ("name_sealed",),
    "cases_case": ("addressee_sealed", "form_sealed"),
    "cases_document": ("facts_sealed",),
}


def statistics(target: int) -> str:
    """每列一句。"""
    return "".join(
        f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS {target};"
        for table, columns in CIPHERTEXT.items()
        for column in columns
    )


class Migration(migrations.Migration):
    """密文不统计。"""

    dependencies = [("cases", "0008_material_pages")]
    operations = [migrations.RunSQL(statistics(0), statistics(-1))]

from pathlib import Path

from django.db import migrations

CATALOGUE = Path(__file__).parents[1] / "sql" / "catalogue.sql"
NO_TRIGGER = """
DROP TRIGGER IF EXISTS keep_items ON cases_catalogueitem;
DROP FUNCTION IF EXISTS cases_keep_items();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_four_kinds_in_one_queue"),
    ]

    operations = [
        migrations.RunSQL(CATALOGUE.read_text(), reverse_sql=NO_TRIGGER),
    ]

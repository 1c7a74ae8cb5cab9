"""A paid claim stays in its payment, and one that is sent stays as it was read."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql" / "claims.sql"


class Migration(migrations.Migration):
    dependencies = [("funding", "0004_a_signed_year_is_closed")]

    operations = [migrations.RunSQL(SQL.read_text(), reverse_sql=migrations.RunSQL.noop)]

"""What an actor pays back counts as reported no more, so that it can be released and go back to the funder."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql" / "ledger.sql"


class Migration(migrations.Migration):
    dependencies = [("funding", "0005_paid_once")]

    # Backwards the function stays: what it allows beyond the older one is in the ledger, and that is only added to.
    operations = [migrations.RunSQL(SQL.read_text(), reverse_sql=migrations.RunSQL.noop)]

"""The ledger's own promises, in SQL that no login of the program can switch off."""

from pathlib import Path

from django.db import migrations

LEDGER = Path(__file__).parent.parent / "sql" / "ledger.sql"


class Migration(migrations.Migration):
    dependencies = [("funding", "0001_initial")]

    operations = [
        migrations.RunSQL(
            LEDGER.read_text(),
            reverse_sql="DROP TRIGGER IF EXISTS book_line ON funding_ledgerline; DROP FUNCTION IF EXISTS funding_book_line();",
        )
    ]

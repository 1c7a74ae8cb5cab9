"""A published report cannot be changed: a trigger says so."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "frozen.sql"
UNDO = "DROP TRIGGER reports_frozen ON reports_funderreport; DROP FUNCTION reports_frozen();"


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [migrations.RunSQL(SQL.read_text(), reverse_sql=UNDO)]

"""A year that two have signed takes no more bookings, whoever makes them."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql" / "year.sql"
GONE = """
DROP TRIGGER IF EXISTS a_year_is_open ON funding_ledgerline;
DROP TRIGGER IF EXISTS sign_in_own_name ON funding_yearend;
DROP FUNCTION IF EXISTS funding_year_is_open(), funding_sign_in_own_name();
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0003_a_line_a_day_and_a_cause")]

    operations = [migrations.RunSQL(SQL.read_text(), reverse_sql=GONE)]

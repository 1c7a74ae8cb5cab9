from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Made while people work: every request writes in this table, and the log can be large."""

    atomic = False

    dependencies = [("audit", "0003_rows_carry_a_hash_and_hours_a_seal")]

    operations = [
        migrations.RunSQL(
            "SET statement_timeout = 0; SET lock_timeout = 0", "RESET statement_timeout; RESET lock_timeout"
        ),
        AddIndexConcurrently(
            model_name="accessevent",
            index=models.Index(
                fields=["ref"], name="access_refused", condition=models.Q(("outcome", "REFUSED"), ("person_id", None))
            ),
        ),
        migrations.RunSQL(
            "RESET statement_timeout; RESET lock_timeout", "SET statement_timeout = 0; SET lock_timeout = 0"
        ),
    ]

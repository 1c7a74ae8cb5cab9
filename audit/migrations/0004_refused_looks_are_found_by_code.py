from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("audit", "0003_rows_carry_a_hash_and_hours_a_seal")]

    operations = [
        migrations.AddIndex(
            model_name="accessevent",
            index=models.Index(
                fields=["ref"], name="access_refused", condition=models.Q(("outcome", "REFUSED"), ("person_id", None))
            ),
        ),
    ]

"""What actors pay back has a row of its own, and a year knows what went back to the funder, also before it is signed."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

BOOKED = """
INSERT INTO funding_repayment (id, claim_id, actor_id, amount, "on", at, by_id)
SELECT gen_random_uuid(), cause_id, actor_id, -sum(amount), booked_on, at, by_user
  FROM funding_ledgerline AS one
 WHERE kind = 'REPAY' AND commitment_id IS NOT NULL AND reverses_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM funding_ledgerline AS met WHERE met.reverses_id = one.id)
 GROUP BY cause_id, actor_id, booked_on, at, by_user;
UPDATE funding_yearend AS y SET returned = coalesce(
  (SELECT -sum(amount) FROM funding_ledgerline WHERE kind = 'REPAY' AND commitment_id IS NULL AND year = y.year), 0)
 WHERE state <> 'SIGNED';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_four_kinds_in_one_queue"),
        ("funding", "0006_what_is_paid_back_can_be_released"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Repayment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.actor"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="repayments", to="funding.claim"
                    ),
                ),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="something_is_paid_back")]
            },
        ),
        # Deferred checks of the keys just made would hold the table for the index of the next step.
        migrations.RunSQL(BOOKED + "SET CONSTRAINTS ALL IMMEDIATE;", reverse_sql=migrations.RunSQL.noop),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    """Events from before this have no hash; ``audit_verify`` names them, since nobody can tell who wrote them."""

    dependencies = [("audit", "0002_a_fault_leaves_an_event")]

    operations = [
        migrations.AddField(
            model_name="accessevent",
            name="key",
            field=models.CharField(max_length=12, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="accessevent",
            name="mac",
            field=models.BinaryField(max_length=32, default=b""),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("hour", models.DateTimeField(primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField()),
                ("rows", models.BinaryField(max_length=32)),
                ("before", models.BinaryField(max_length=32)),
                ("sealed_at", models.DateTimeField()),
                ("key", models.CharField(max_length=12)),
                ("mac", models.BinaryField(max_length=32)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("before",), name="seals_are_one_chain")],
            },
        ),
    ]

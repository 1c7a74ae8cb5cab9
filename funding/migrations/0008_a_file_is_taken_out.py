"""That a payment's file was taken out is kept, and no claim leaves the payment while the bank may pay by it."""

import uuid
from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


SQL = Path(__file__).parents[1] / "sql" / "files.sql"


class Migration(migrations.Migration):

    dependencies = [
        ('funding', '0007_what_is_paid_back_is_kept'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PaymentFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('taken_at', models.DateTimeField()),
                ('unused_at', models.DateTimeField(null=True)),
                ('unused_why', models.CharField(blank=True, choices=[('NOT_SENT', 'The bank never got it'), ('STOPPED', 'It was stopped at the bank before anything was paid'), ('TURNED_DOWN', 'The bank turned it down')], max_length=12)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='funding.paymentbatch')),
                ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unused_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['taken_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('unused_at__isnull', True), ('unused_by__isnull', True), ('unused_why', '')), models.Q(('unused_at__isnull', False), ('unused_by__isnull', False), models.Q(('unused_why', ''), _negated=True)), _connector='OR'), name='who_says_a_file_was_not_used')],
            },
        ),
        migrations.RunSQL(SQL.read_text(), reverse_sql="DROP TRIGGER IF EXISTS file_is_out ON funding_claim"),
    ]

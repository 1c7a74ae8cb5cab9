import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AccessEvent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('user_id', models.UUIDField()),
                ('act', models.CharField(max_length=32)),
                ('outcome', models.CharField(choices=[('LOOKED', 'looked'), ('DONE', 'done'), ('REFUSED', 'refused'), ('FAILED', 'failed')], max_length=8)),
                ('kind', models.CharField(blank=True, max_length=32)),
                ('ref', models.CharField(blank=True, max_length=24)),
                ('person_id', models.UUIDField(null=True)),
                ('why', models.CharField(blank=True, max_length=40)),
                ('request_id', models.UUIDField()),
                ('key', models.CharField(max_length=12)),
                ('mac', models.BinaryField(max_length=32)),
            ],
            options={
                'indexes': [models.Index(fields=['person_id', '-at'], name='audit_acces_person__9e078e_idx'), models.Index(fields=['user_id', '-at'], name='audit_acces_user_id_b4739b_idx'), models.Index(fields=['-at'], name='audit_acces_at_0bb918_idx'), models.Index(condition=models.Q(('outcome', 'REFUSED'), ('person_id', None)), fields=['ref'], name='access_refused')],
            },
        ),
        migrations.CreateModel(
            name='Outbox',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('event', models.CharField(max_length=40)),
                ('ref', models.CharField(blank=True, max_length=24)),
                ('person_id', models.UUIDField(null=True)),
                ('by_user', models.UUIDField(null=True)),
                ('facts', models.JSONField(default=dict)),
                ('done_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['at'], name='outbox_waiting')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('hour', models.DateTimeField(primary_key=True, serialize=False)),
                ('count', models.PositiveIntegerField()),
                ('rows', models.BinaryField(max_length=32)),
                ('before', models.BinaryField(max_length=32)),
                ('sealed_at', models.DateTimeField()),
                ('key', models.CharField(max_length=12)),
                ('mac', models.BinaryField(max_length=32)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('before',), name='seals_are_one_chain')],
            },
        ),
    ]

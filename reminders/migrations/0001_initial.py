import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Told',
            fields=[
                ('finder', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('until', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('notice_id', models.UUIDField(unique=True)),
                ('letter', models.CharField(choices=[('NOTICE', 'Notice'), ('INVITED', 'Invited'), ('LET_IN', 'Let In'), ('CHANGED', 'Changed')], default='NOTICE', max_length=8)),
                ('link', models.UUIDField(null=True)),
                ('message_id', models.CharField(max_length=120, unique=True)),
                ('state', models.CharField(choices=[('WAITING', 'Waiting'), ('SENT', 'Sent'), ('FAILED', 'Failed')], default='WAITING', max_length=8)),
                ('made_at', models.DateTimeField()),
                ('try_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'WAITING')), fields=['try_at'], name='mail_waiting')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('deadline', models.CharField(max_length=80)),
                ('day', models.DateField()),
                ('ref', models.CharField(blank=True, max_length=24)),
                ('person_id', models.UUIDField(null=True)),
                ('facts', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', '-made_at'], name='reminders_n_user_id_cced6a_idx'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['user'], name='notice_unread'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['ref'], name='notice_open_by_ref')],
                'constraints': [models.UniqueConstraint(fields=('deadline', 'day', 'user'), name='told_once')],
            },
        ),
    ]

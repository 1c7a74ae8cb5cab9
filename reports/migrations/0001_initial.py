import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models
from pathlib import Path

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FunderReport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ref', models.CharField(max_length=16, unique=True)),
                ('year', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('MAKING', 'MAKING'), ('FAILED', 'FAILED'), ('DRAFT', 'DRAFT'), ('PUBLISHED', 'PUBLISHED')], max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
                ('parts', models.JSONField(default=list)),
                ('comment', models.TextField(blank=True)),
                ('snapshot', models.JSONField(default=dict)),
                ('snapshot_sha256', models.CharField(blank=True, max_length=64)),
                ('pdf', models.BinaryField(null=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('pages', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('failed_with', models.CharField(blank=True, max_length=60)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-year', '-made_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'PUBLISHED')), fields=('year',), name='one_release_a_year'), models.UniqueConstraint(condition=models.Q(('state__in', ['MAKING', 'FAILED', 'DRAFT'])), fields=('year',), name='one_report_under_way_a_year'), models.CheckConstraint(condition=models.Q(('published_by', models.F('made_by')), _negated=True), name='published_by_somebody_else'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'PUBLISHED'), _negated=True), models.Q(('pdf__isnull', False), ('published_at__isnull', False), ('published_by__isnull', False), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='published_whole')],
            },
        ),
        migrations.RunSQL((SQL / "frozen.sql").read_text()),
    ]

import accounts.acts
import accounts.sealing
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

# Django's database cache, which all processes share: counts of attempts, and codes that have been used.
CACHE = """
CREATE TABLE accounts_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX accounts_cache_expires ON accounts_cache (expires);
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Actor',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ref', models.CharField(max_length=12, unique=True)),
                ('name', models.CharField(max_length=120, unique=True)),
                ('kind', models.CharField(choices=[('MEMBER', 'Member of the platform'), ('COOPERATING', 'Cooperating actor')], default='MEMBER', max_length=12)),
                ('is_home', models.BooleanField(default=False)),
                ('county', models.CharField(choices=[('01', 'Stockholms län'), ('03', 'Uppsala län'), ('04', 'Södermanlands län'), ('05', 'Östergötlands län'), ('06', 'Jönköpings län'), ('07', 'Kronobergs län'), ('08', 'Kalmar län'), ('09', 'Gotlands län'), ('10', 'Blekinge län'), ('12', 'Skåne län'), ('13', 'Hallands län'), ('14', 'Västra Götalands län'), ('17', 'Värmlands län'), ('18', 'Örebro län'), ('19', 'Västmanlands län'), ('20', 'Dalarnas län'), ('21', 'Gävleborgs län'), ('22', 'Västernorrlands län'), ('23', 'Jämtlands län'), ('24', 'Västerbottens län'), ('25', 'Norrbottens län')], max_length=2)),
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='actor', to='auth.group')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('is_active', models.BooleanField(default=True)),
                ('language', models.CharField(default='sv', max_length=2)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('employer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='employees', to='accounts.actor')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='UserKey',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('ring', models.CharField(max_length=24)),
                ('wrapped', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('handle', models.CharField(max_length=20, unique=True)),
                ('began_at', models.DateTimeField(null=True)),
                ('seen_at', models.DateTimeField(null=True)),
                ('device', models.CharField(blank=True, max_length=24)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('CASEWORKER', 'caseworker'), ('MANAGER', 'actor manager'), ('COOPERATING', 'cooperating staff'), ('COORDINATOR', 'coordinator'), ('FUNDER', 'funder'), ('PROTECTION_OFFICER', 'data protection officer'), ('ADMINISTRATOR', 'administrator')], max_length=20)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='accounts.actor')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'role', 'actor'), name='appointed_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('actor__isnull', False), ('role__in', [accounts.acts.Role['CASEWORKER'], accounts.acts.Role['COOPERATING'], accounts.acts.Role['MANAGER']])), models.Q(('role__in', [accounts.acts.Role['CASEWORKER'], accounts.acts.Role['COOPERATING'], accounts.acts.Role['MANAGER']]), _negated=True), _connector='OR'), name='field_roles_have_an_actor')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=24)),
                ('ref', models.CharField(max_length=16, unique=True)),
                ('data', accounts.sealing.SealedJSONField(under='user')),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', '-saved_at'], name='accounts_dr_user_id_8a64f0_idx')],
            },
        ),
        migrations.CreateModel(
            name='Freeze',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('why', models.CharField(choices=[('SUSPECTED', 'Somebody else may be using the account'), ('LOST', 'A phone, computer or key is lost'), ('AWAY', 'On leave'), ('LEFT', 'Has stopped working here'), ('OTHER', 'Something else')], max_length=12)),
                ('at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='freezes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('user',), name='frozen_once')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ref', models.CharField(max_length=16, unique=True)),
                ('salt', models.CharField(blank=True, max_length=64)),
                ('digest', models.CharField(max_length=64, null=True, unique=True)),
                ('until', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('email', models.EmailField(max_length=254)),
                ('role', models.CharField(choices=[('CASEWORKER', 'caseworker'), ('MANAGER', 'actor manager'), ('COOPERATING', 'cooperating staff'), ('COORDINATOR', 'coordinator'), ('FUNDER', 'funder'), ('PROTECTION_OFFICER', 'data protection officer'), ('ADMINISTRATOR', 'administrator')], max_length=20)),
                ('language', models.CharField(default='sv', max_length=2)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.actor')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('used_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('email', 'role', 'actor'), name='invited_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('actor__isnull', False), ('role__in', [accounts.acts.Role['CASEWORKER'], accounts.acts.Role['COOPERATING'], accounts.acts.Role['MANAGER']])), models.Q(models.Q(('role__in', [accounts.acts.Role['CASEWORKER'], accounts.acts.Role['COOPERATING'], accounts.acts.Role['MANAGER']]), _negated=True), ('actor__isnull', True)), _connector='OR'), name='invited_to_a_place')],
            },
        ),
        migrations.CreateModel(
            name='Recovery',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ref', models.CharField(max_length=16, unique=True)),
                ('salt', models.CharField(blank=True, max_length=64)),
                ('digest', models.CharField(max_length=64, null=True, unique=True)),
                ('until', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recoveries', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('used_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('user',), name='recovered_once_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by', models.F('opened_by')), _negated=True), models.Q(('confirmed_by', models.F('user')), _negated=True), models.Q(('opened_by', models.F('user')), _negated=True)), name='recovery_by_two_others')],
            },
        ),
        migrations.RunSQL(CACHE),
    ]

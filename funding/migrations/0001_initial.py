import django.db.models.deletion
import django.db.models.expressions
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models
from pathlib import Path

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('funder', models.CharField(blank=True, max_length=120)),
                ('programme', models.CharField(blank=True, max_length=24)),
                ('order', models.PositiveSmallIntegerField(default=1)),
                ('is_example', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['year', 'order', 'id'],
                'constraints': [models.UniqueConstraint(fields=('year', 'funder', 'programme'), name='one_budget_of_a_funder_a_year')],
            },
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(blank=True, choices=[('REST', 'Rest period'), ('SUPPORT', 'Support and protection'), ('SPECIFIC', 'Specific intervention'), ('INTEGRATION', 'Specific integration intervention')], max_length=12)),
                ('allocated', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12)),
                ('committed', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12)),
                ('returned', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12)),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='funding.budget')),
            ],
            options={
                'ordering': ['budget', 'kind'],
                'constraints': [models.UniqueConstraint(fields=('budget', 'kind'), name='one_line_of_a_kind'), models.CheckConstraint(condition=models.Q(('allocated__gte', django.db.models.expressions.CombinedExpression(models.F('committed'), '+', models.F('returned')))), name='never_more_than_the_budget'), models.CheckConstraint(condition=models.Q(('committed__gte', 0), ('returned__gte', 0)), name='never_less_than_nothing')],
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ref', models.CharField(max_length=16, unique=True)),
                ('cause_id', models.UUIDField(unique=True)),
                ('kind', models.CharField(choices=[('REST', 'Rest period'), ('SUPPORT', 'Support and protection'), ('SPECIFIC', 'Specific intervention'), ('INTEGRATION', 'Specific integration intervention')], max_length=12)),
                ('programme', models.CharField(blank=True, max_length=24)),
                ('booked_on', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='accounts.actor')),
            ],
        ),
        migrations.CreateModel(
            name='PaymentBatch',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ref', models.CharField(max_length=16, unique=True)),
                ('state', models.CharField(choices=[('MADE', 'Made'), ('PAID', 'Paid')], default='MADE', max_length=8)),
                ('made_at', models.DateTimeField()),
                ('paid_on', models.DateField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('marked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('marked_by__isnull', True), ('paid_on__isnull', True), ('state', 'MADE')), models.Q(('marked_by__isnull', False), ('paid_on__isnull', False), ('state', 'PAID')), _connector='OR'), name='a_paid_batch_has_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ref', models.CharField(max_length=16, unique=True)),
                ('state', models.CharField(choices=[('DRAFT', 'Draft'), ('SENT', 'Sent'), ('ASKED', 'Question asked'), ('APPROVED', 'Approved'), ('TAKEN_BACK', 'Taken back')], default='DRAFT', max_length=12)),
                ('version', models.PositiveIntegerField(default=0)),
                ('days', models.PositiveSmallIntegerField(null=True)),
                ('made_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('approved', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='accounts.actor')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='funding.commitment')),
                ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='funding.paymentbatch')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('approved__gte', 0), ('decided_by__isnull', False), ('state', 'APPROVED')), models.Q(models.Q(('state', 'APPROVED'), _negated=True), ('approved__isnull', True), ('batch__isnull', True)), _connector='OR'), name='only_an_approved_claim_is_paid')],
            },
        ),
        migrations.CreateModel(
            name='ClaimCost',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('what', models.CharField(choices=[('DAYS', 'Days'), ('CHILD_DAYS', 'Days for children'), ('ITEM', 'What was granted by name'), ('TRAVEL', 'Travel'), ('INTERPRETER', 'Interpreter'), ('OTHER', 'Other cost')], max_length=12)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('voucher', models.CharField(blank=True, max_length=20)),
                ('spent_on', models.DateField(null=True)),
                ('cut', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12)),
                ('cut_reason', models.CharField(blank=True, choices=[('NOT_GRANTED', 'Not part of what was granted'), ('ABOVE_GRANT', 'More than was granted'), ('SOCIETY_PAYS', 'Society pays for it'), ('TWICE', 'Reported before'), ('NO_PAPERS', 'The papers are missing'), ('WRONG_SUM', 'Wrong sum')], max_length=12)),
                ('counts', models.BooleanField(default=True)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.actor')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='costs', to='funding.claim')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('counts', True), models.Q(('voucher', ''), _negated=True)), fields=('actor', 'voucher'), name='a_voucher_once'), models.CheckConstraint(condition=models.Q(models.Q(('voucher', ''), ('what__in', ['DAYS', 'CHILD_DAYS'])), models.Q(('spent_on__isnull', False), ('voucher__regex', '^[A-Z]{0,4}[-/ ]?[0-9][0-9/-]{0,14}$')), _connector='OR'), name='a_cost_has_a_voucher'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('cut__gte', 0), ('cut__lte', models.F('amount'))), name='cut_of_a_cost'), models.CheckConstraint(condition=models.Q(models.Q(('cut', 0), ('cut_reason', '')), models.Q(('cut__gt', 0), models.Q(('cut_reason', ''), _negated=True)), _connector='OR'), name='a_cut_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='LedgerLine',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('ALLOCATE', 'Given to the budget'), ('COMMIT', 'Committed'), ('RELEASE', 'Released'), ('REPORT', 'Reported'), ('PAY', 'Paid'), ('REPAY', 'Paid back')], max_length=8)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('year', models.PositiveSmallIntegerField()),
                ('cause', models.CharField(choices=[('GRANT', "The funder's grant"), ('AMENDMENT', "The funder's amendment"), ('MOVED', 'Moved between lines'), ('WRONG', 'Wrongly booked'), ('DECISION', 'Decision'), ('SUPPLEMENT', 'Added to a decision'), ('ENDED_EARLY', 'Ended early'), ('CLAIM', 'Reporting back'), ('BATCH', 'Payment'), ('YEAR_END', "The year's end")], max_length=12)),
                ('cause_id', models.UUIDField()),
                ('booked_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('by_user', models.UUIDField()),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.actor')),
                ('commitment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='funding.commitment')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='funding.budgetline')),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='funding.ledgerline')),
            ],
            options={
                'indexes': [models.Index(fields=['year', 'at'], name='funding_led_year_ca67ce_idx'), models.Index(fields=['cause_id'], name='funding_led_cause_i_ae45b3_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'ALLOCATE'), models.Q(('amount', 0), _negated=True)), models.Q(('amount__gt', 0), ('kind__in', ['COMMIT', 'REPORT', 'PAY']), ('reverses__isnull', True)), models.Q(('amount__lt', 0), ('kind__in', ['RELEASE', 'REPAY']), ('reverses__isnull', True)), models.Q(('amount__lt', 0), ('kind__in', ['COMMIT', 'REPORT', 'PAY']), ('reverses__isnull', False)), models.Q(('amount__gt', 0), ('kind__in', ['RELEASE', 'REPAY']), ('reverses__isnull', False)), _connector='OR'), name='the_sign_says_the_kind'), models.CheckConstraint(condition=models.Q(models.Q(('actor__isnull', True), ('commitment__isnull', True)), models.Q(('actor__isnull', False), ('commitment__isnull', False)), _connector='OR'), name='an_actors_booking_has_a_commitment'), models.CheckConstraint(condition=models.Q(models.Q(('commitment__isnull', True), ('kind__in', ['ALLOCATE', 'REPAY'])), models.Q(('commitment__isnull', False), models.Q(('kind', 'ALLOCATE'), _negated=True)), _connector='OR'), name='only_the_funders_money_has_no_commitment')],
            },
        ),
        migrations.CreateModel(
            name='PapersSeen',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.actor')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers_seen', to='funding.claim')),
            ],
        ),
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
        migrations.CreateModel(
            name='Repayment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.actor')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='repayments', to='funding.claim')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='something_is_paid_back')],
            },
        ),
        migrations.CreateModel(
            name='YearEnd',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField(unique=True)),
                ('state', models.CharField(choices=[('OPEN', 'Being closed'), ('SIGNED', 'Signed')], default='OPEN', max_length=8)),
                ('figures', models.JSONField(null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('returned', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12)),
                ('opened_at', models.DateTimeField()),
                ('signed_at', models.DateTimeField(null=True)),
                ('countersigned_at', models.DateTimeField(null=True)),
                ('countersigned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'SIGNED'), _negated=True), models.Q(('figures__isnull', False), ('signed_at__isnull', False), ('signed_by__isnull', False), ('countersigned_at__isnull', False), ('countersigned_by__isnull', False), models.Q(('digest', ''), _negated=True), models.Q(('signed_by', models.F('countersigned_by')), _negated=True)), _connector='OR'), name='two_sign_a_year')],
            },
        ),
        migrations.CreateModel(
            name='BankAccount',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ref', models.CharField(max_length=16, unique=True)),
                ('kind', models.CharField(choices=[('BANKGIRO', 'Bankgiro'), ('PLUSGIRO', 'Plusgiro'), ('IBAN', 'IBAN')], max_length=8)),
                ('typed', models.CharField(max_length=40)),
                ('number', models.CharField(max_length=34)),
                ('asked_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('usable_from', models.DateField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bank_accounts', to='accounts.actor')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('confirmed_at__isnull', True), ('ended_at__isnull', True)), fields=('actor',), name='one_account_to_confirm'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'BANKGIRO'), ('number__regex', '^[0-9]{7,8}$')), models.Q(('kind', 'PLUSGIRO'), ('number__regex', '^[0-9]{2,8}$')), models.Q(('kind', 'IBAN'), ('number__regex', '^SE[0-9]{22}$')), _connector='OR'), name='an_account_number'), models.CheckConstraint(condition=models.Q(('typed__regex', '^[0-9SEse -]+$')), name='typed_as_a_number'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True), ('usable_from__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('usable_from__isnull', False), models.Q(('confirmed_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='another_person_confirms'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='who_ended_it')],
            },
        ),
        *(migrations.RunSQL((SQL / f"{name}.sql").read_text()) for name in ("ledger", "claims", "year", "files")),
    ]

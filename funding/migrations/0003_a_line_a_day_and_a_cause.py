"""Every krona gets a line, a day and a cause. What was there becomes a budget with one general line, and its grant."""

import django.db.models.deletion
import django.db.models.expressions
import uuid
from decimal import Decimal
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.db import migrations, models

from accounts.refs import new_ref
from accounts.viewer import system

SQL = Path(__file__).parents[1] / "sql"
BEFORE = import_module("funding.migrations.0002_ledger").LEDGER
NO_TRIGGERS = """
DROP TRIGGER IF EXISTS book_line ON funding_ledgerline;
DROP TRIGGER IF EXISTS only_added ON funding_ledgerline;
DROP TRIGGER IF EXISTS empty_line ON funding_budgetline;
DROP TRIGGER IF EXISTS cost_of_claim ON funding_claimcost;
DROP TRIGGER IF EXISTS claim_of_commitment ON funding_claim;
DROP TRIGGER IF EXISTS let_vouchers_go ON funding_claim;
DROP TRIGGER IF EXISTS account_in_own_name ON funding_bankaccount;
DROP TRIGGER IF EXISTS keep_year ON funding_yearend;
DROP TRIGGER IF EXISTS keep_batch ON funding_paymentbatch;
DROP FUNCTION IF EXISTS funding_book_line(), funding_hold(uuid[]), funding_only_added(), funding_empty_line(),
  funding_cost_of_claim(), funding_claim_of_commitment(), funding_let_vouchers_go(), funding_account_in_own_name(),
  funding_keep();
"""
# The kind and the programme stand with the intervention, on the floor above: read where its table is there already. Its
# owner is bound by row-level security too, and lifts it for itself meanwhile.
KINDS = """
DO $$ BEGIN
  IF to_regclass('cases_intervention') IS NOT NULL THEN
    ALTER TABLE cases_intervention NO FORCE ROW LEVEL SECURITY;
    UPDATE funding_commitment c SET kind = i.kind, programme = p.code
      FROM cases_intervention i JOIN cases_programme p ON p.id = i.programme_id WHERE i.id = c.cause_id;
    ALTER TABLE cases_intervention FORCE ROW LEVEL SECURITY;
  END IF;
END $$
"""
FORTH = """
INSERT INTO funding_budget (id, year, funder, programme, "order", is_example)
SELECT gen_random_uuid(), year, '', '', 1, is_example FROM funding_oldbudget;
INSERT INTO funding_budgetline (id, budget_id, kind, allocated, committed, returned)
SELECT gen_random_uuid(), b.id, '', o.amount, o.committed, 0 FROM funding_budget b JOIN funding_oldbudget o USING (year);
UPDATE funding_commitment SET kind = 'REST', booked_on = (made_at AT TIME ZONE 'Europe/Stockholm')::date;
UPDATE funding_ledgerline l
   SET line_id = n.id, cause = CASE l.kind WHEN 'COMMIT' THEN 'DECISION' ELSE 'ENDED_EARLY' END, cause_id = c.cause_id,
       booked_on = (l.at AT TIME ZONE 'Europe/Stockholm')::date
  FROM funding_commitment c, funding_budget b, funding_budgetline n
 WHERE c.id = l.commitment_id AND b.year = l.year AND n.budget_id = b.id;
INSERT INTO funding_ledgerline (id, kind, amount, year, line_id, cause, cause_id, booked_on, at, by_user)
SELECT gen_random_uuid(), 'ALLOCATE', n.allocated, b.year, n.id, 'GRANT', b.id, make_date(b.year, 1, 1),
       make_date(b.year, 1, 1)::timestamp AT TIME ZONE 'Europe/Stockholm', %s
  FROM funding_budget b JOIN funding_budgetline n ON n.budget_id = b.id WHERE n.allocated <> 0;
"""
BACK = """
INSERT INTO funding_oldbudget (year, amount, committed, is_example)
SELECT b.year, sum(n.allocated - n.returned), sum(n.committed), bool_or(b.is_example)
  FROM funding_budget b JOIN funding_budgetline n ON n.budget_id = b.id GROUP BY b.year;
DELETE FROM funding_ledgerline WHERE commitment_id IS NULL;
UPDATE funding_ledgerline SET line_id = NULL;
DELETE FROM funding_budgetline;
DELETE FROM funding_budget;
"""


def forth(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(FORTH, [system("migrate").id])
        cursor.execute(KINDS)
        cursor.execute("SELECT id FROM funding_commitment")
        for (key,) in cursor.fetchall():
            cursor.execute("UPDATE funding_commitment SET ref = %s WHERE id = %s", [new_ref("M"), key])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def back(apps, schema_editor):
    """Only while nothing has been reported back or reversed: the older ledger has no place for that."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM funding_ledgerline WHERE reverses_id IS NOT NULL"
            " OR commitment_id IS NOT NULL AND kind NOT IN ('COMMIT', 'RELEASE')"
        )
        if cursor.fetchone()[0]:
            raise RuntimeError("the older ledger cannot hold what has been reported, paid or reversed")
        cursor.execute(BACK)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_sessions_freezes_and_ways_in'),
        ('funding', '0002_ledger'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("DROP TRIGGER IF EXISTS book_line ON funding_ledgerline", reverse_sql=BEFORE),
        migrations.RenameModel('Budget', 'OldBudget'),
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
            ],
        ),
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
            ],
            options={
                'ordering': ['budget', 'kind'],
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
            ],
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
            ],
        ),
        migrations.CreateModel(
            name='PapersSeen',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
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
            ],
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
            ],
        ),
        migrations.RemoveConstraint(
            model_name='ledgerline',
            name='commit_is_plus_release_is_minus',
        ),
        migrations.AddField(
            model_name='commitment',
            name='booked_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='commitment',
            name='kind',
            field=models.CharField(choices=[('REST', 'Rest period'), ('SUPPORT', 'Support and protection'), ('SPECIFIC', 'Specific intervention'), ('INTEGRATION', 'Specific integration intervention')], null=True, max_length=12),
        ),
        migrations.AddField(
            model_name='commitment',
            name='programme',
            field=models.CharField(blank=True, max_length=24),
        ),
        migrations.AddField(
            model_name='commitment',
            name='ref',
            field=models.CharField(null=True, max_length=16, unique=True),
        ),
        migrations.AddField(
            model_name='ledgerline',
            name='booked_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='ledgerline',
            name='cause',
            field=models.CharField(choices=[('GRANT', "The funder's grant"), ('AMENDMENT', "The funder's amendment"), ('MOVED', 'Moved between lines'), ('WRONG', 'Wrongly booked'), ('DECISION', 'Decision'), ('SUPPLEMENT', 'Added to a decision'), ('ENDED_EARLY', 'Ended early'), ('CLAIM', 'Reporting back'), ('BATCH', 'Payment'), ('YEAR_END', "The year's end")], null=True, max_length=12),
        ),
        migrations.AddField(
            model_name='ledgerline',
            name='cause_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='ledgerline',
            name='reverses',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='funding.ledgerline'),
        ),
        migrations.AlterField(
            model_name='ledgerline',
            name='actor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.actor'),
        ),
        migrations.AlterField(
            model_name='ledgerline',
            name='commitment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='funding.commitment'),
        ),
        migrations.AlterField(
            model_name='ledgerline',
            name='kind',
            field=models.CharField(choices=[('ALLOCATE', 'Given to the budget'), ('COMMIT', 'Committed'), ('RELEASE', 'Released'), ('REPORT', 'Reported'), ('PAY', 'Paid'), ('REPAY', 'Paid back')], max_length=8),
        ),
        migrations.AddField(
            model_name='bankaccount',
            name='actor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bank_accounts', to='accounts.actor'),
        ),
        migrations.AddField(
            model_name='bankaccount',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='bankaccount',
            name='confirmed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='bankaccount',
            name='ended_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='budget',
            constraint=models.UniqueConstraint(fields=('year', 'funder', 'programme'), name='one_budget_of_a_funder_a_year'),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='budget',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='funding.budget'),
        ),
        migrations.AddField(
            model_name='ledgerline',
            name='line',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='funding.budgetline'),
        ),
        migrations.AddIndex(
            model_name='ledgerline',
            index=models.Index(fields=['cause_id'], name='funding_led_cause_i_ae45b3_idx'),
        ),
        migrations.AddField(
            model_name='claim',
            name='actor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='accounts.actor'),
        ),
        migrations.AddField(
            model_name='claim',
            name='commitment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='funding.commitment'),
        ),
        migrations.AddField(
            model_name='claim',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='claim',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='claim',
            name='sent_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='claimcost',
            name='actor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.actor'),
        ),
        migrations.AddField(
            model_name='claimcost',
            name='claim',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='costs', to='funding.claim'),
        ),
        migrations.AddField(
            model_name='papersseen',
            name='actor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.actor'),
        ),
        migrations.AddField(
            model_name='papersseen',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='papersseen',
            name='claim',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers_seen', to='funding.claim'),
        ),
        migrations.AddField(
            model_name='paymentbatch',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='paymentbatch',
            name='marked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='claim',
            name='batch',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='funding.paymentbatch'),
        ),
        migrations.AddField(
            model_name='yearend',
            name='countersigned_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='yearend',
            name='signed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='bankaccount',
            constraint=models.UniqueConstraint(condition=models.Q(('confirmed_at__isnull', True), ('ended_at__isnull', True)), fields=('actor',), name='one_account_to_confirm'),
        ),
        migrations.AddConstraint(
            model_name='bankaccount',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'BANKGIRO'), ('number__regex', '^[0-9]{7,8}$')), models.Q(('kind', 'PLUSGIRO'), ('number__regex', '^[0-9]{2,8}$')), models.Q(('kind', 'IBAN'), ('number__regex', '^SE[0-9]{22}$')), _connector='OR'), name='an_account_number'),
        ),
        migrations.AddConstraint(
            model_name='bankaccount',
            constraint=models.CheckConstraint(condition=models.Q(('typed__regex', '^[0-9SEse -]+$')), name='typed_as_a_number'),
        ),
        migrations.AddConstraint(
            model_name='bankaccount',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True), ('usable_from__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('usable_from__isnull', False), models.Q(('confirmed_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='another_person_confirms'),
        ),
        migrations.AddConstraint(
            model_name='bankaccount',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='who_ended_it'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.UniqueConstraint(fields=('budget', 'kind'), name='one_line_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('allocated__gte', django.db.models.expressions.CombinedExpression(models.F('committed'), '+', models.F('returned')))), name='never_more_than_the_budget'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('committed__gte', 0), ('returned__gte', 0)), name='never_less_than_nothing'),
        ),
        migrations.AddConstraint(
            model_name='claimcost',
            constraint=models.UniqueConstraint(condition=models.Q(('counts', True), models.Q(('voucher', ''), _negated=True)), fields=('actor', 'voucher'), name='a_voucher_once'),
        ),
        migrations.AddConstraint(
            model_name='claimcost',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voucher', ''), ('what__in', ['DAYS', 'CHILD_DAYS'])), models.Q(('spent_on__isnull', False), ('voucher__regex', '^[A-Z]{0,4}[-/ ]?[0-9][0-9/-]{0,14}$')), _connector='OR'), name='a_cost_has_a_voucher'),
        ),
        migrations.AddConstraint(
            model_name='claimcost',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('cut__gte', 0), ('cut__lte', models.F('amount'))), name='cut_of_a_cost'),
        ),
        migrations.AddConstraint(
            model_name='claimcost',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cut', 0), ('cut_reason', '')), models.Q(('cut__gt', 0), models.Q(('cut_reason', ''), _negated=True)), _connector='OR'), name='a_cut_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='paymentbatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('marked_by__isnull', True), ('paid_on__isnull', True), ('state', 'MADE')), models.Q(('marked_by__isnull', False), ('paid_on__isnull', False), ('state', 'PAID')), _connector='OR'), name='a_paid_batch_has_a_day'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved__gte', 0), ('decided_by__isnull', False), ('state', 'APPROVED')), models.Q(models.Q(('state', 'APPROVED'), _negated=True), ('approved__isnull', True), ('batch__isnull', True)), _connector='OR'), name='only_an_approved_claim_is_paid'),
        ),
        migrations.AddConstraint(
            model_name='yearend',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'SIGNED'), _negated=True), models.Q(('figures__isnull', False), ('signed_at__isnull', False), ('signed_by__isnull', False), ('countersigned_at__isnull', False), ('countersigned_by__isnull', False), models.Q(('digest', ''), _negated=True), models.Q(('signed_by', models.F('countersigned_by')), _negated=True)), _connector='OR'), name='two_sign_a_year'),
        ),
        migrations.RunPython(forth, back),
        migrations.AlterField(
            model_name='commitment',
            name='booked_on',
            field=models.DateField(),
        ),
        migrations.AlterField(
            model_name='commitment',
            name='kind',
            field=models.CharField(choices=[('REST', 'Rest period'), ('SUPPORT', 'Support and protection'), ('SPECIFIC', 'Specific intervention'), ('INTEGRATION', 'Specific integration intervention')], max_length=12),
        ),
        migrations.AlterField(
            model_name='commitment',
            name='ref',
            field=models.CharField(max_length=16, unique=True),
        ),
        migrations.AlterField(
            model_name='ledgerline',
            name='booked_on',
            field=models.DateField(),
        ),
        migrations.AlterField(
            model_name='ledgerline',
            name='cause',
            field=models.CharField(choices=[('GRANT', "The funder's grant"), ('AMENDMENT', "The funder's amendment"), ('MOVED', 'Moved between lines'), ('WRONG', 'Wrongly booked'), ('DECISION', 'Decision'), ('SUPPLEMENT', 'Added to a decision'), ('ENDED_EARLY', 'Ended early'), ('CLAIM', 'Reporting back'), ('BATCH', 'Payment'), ('YEAR_END', "The year's end")], max_length=12),
        ),
        migrations.AlterField(
            model_name='ledgerline',
            name='cause_id',
            field=models.UUIDField(),
        ),
        migrations.AlterField(
            model_name='ledgerline',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='funding.budgetline'),
        ),
        migrations.DeleteModel(
            name='OldBudget',
        ),
        migrations.AddConstraint(
            model_name='ledgerline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'ALLOCATE'), models.Q(('amount', 0), _negated=True)), models.Q(('amount__gt', 0), ('kind__in', ['COMMIT', 'REPORT', 'PAY']), ('reverses__isnull', True)), models.Q(('amount__lt', 0), ('kind__in', ['RELEASE', 'REPAY']), ('reverses__isnull', True)), models.Q(('amount__lt', 0), ('kind__in', ['COMMIT', 'REPORT', 'PAY']), ('reverses__isnull', False)), models.Q(('amount__gt', 0), ('kind__in', ['RELEASE', 'REPAY']), ('reverses__isnull', False)), _connector='OR'), name='the_sign_says_the_kind'),
        ),
        migrations.AddConstraint(
            model_name='ledgerline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('actor__isnull', True), ('commitment__isnull', True)), models.Q(('actor__isnull', False), ('commitment__isnull', False)), _connector='OR'), name='an_actors_booking_has_a_commitment'),
        ),
        migrations.AddConstraint(
            model_name='ledgerline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('commitment__isnull', True), ('kind__in', ['ALLOCATE', 'REPAY'])), models.Q(('commitment__isnull', False), models.Q(('kind', 'ALLOCATE'), _negated=True)), _connector='OR'), name='only_the_funders_money_has_no_commitment'),
        ),
        migrations.RunSQL((SQL / "ledger.sql").read_text(), reverse_sql=NO_TRIGGERS),
        migrations.RunSQL((SQL / "claims.sql").read_text(), reverse_sql=migrations.RunSQL.noop),
    ]

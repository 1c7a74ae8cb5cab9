"""The ledger's own promises, in SQL that no login of the program can switch off."""

from django.db import migrations

# As it was then; what holds now stands in funding/sql/.
LEDGER = """
-- The ledger's own promises. A line books itself on its year's budget, in the same transaction, whoever writes it:
-- the check on the budget refuses more than is left, also when two coordinators grant at once (the row is locked).
-- Not a django-pgtrigger, since any login can switch those off by a setting.
CREATE OR REPLACE FUNCTION funding_book_line() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  standing numeric;
  owner uuid;
BEGIN
  SELECT actor_id INTO owner FROM funding_commitment WHERE id = NEW.commitment_id FOR UPDATE;
  IF owner IS DISTINCT FROM NEW.actor_id THEN
    RAISE EXCEPTION 'a line belongs to the actor of its commitment' USING ERRCODE = 'check_violation';
  END IF;
  SELECT coalesce(sum(amount), 0) INTO standing
    FROM funding_ledgerline WHERE commitment_id = NEW.commitment_id AND year = NEW.year AND id <> NEW.id;
  IF standing + NEW.amount < 0 THEN
    RAISE EXCEPTION 'more released than committed' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'never_more_released_than_committed';
  END IF;
  UPDATE funding_budget SET committed = committed + NEW.amount WHERE year = NEW.year;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no budget for %', NEW.year USING ERRCODE = 'check_violation',
      CONSTRAINT = 'never_more_than_the_budget';
  END IF;
  RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS book_line ON funding_ledgerline;
CREATE TRIGGER book_line AFTER INSERT ON funding_ledgerline FOR EACH ROW EXECUTE FUNCTION funding_book_line();
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0001_initial")]

    operations = [
        migrations.RunSQL(
            LEDGER,
            reverse_sql="DROP TRIGGER IF EXISTS book_line ON funding_ledgerline; DROP FUNCTION IF EXISTS funding_book_line();",
        )
    ]

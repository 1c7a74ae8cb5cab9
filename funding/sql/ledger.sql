-- The ledger's own promises. A booking books itself on its line of the year's budget, in the same transaction, whoever
-- writes it; the checks of the line refuse more than is left, also when two coordinators grant at once.
-- Locks are taken in one order, so that nobody waits in a ring: the commitment, then the line. Who books on several
-- commitments in one transaction holds them first (funding_hold).
-- Not a django-pgtrigger, since any login can switch those off by a setting.
CREATE OR REPLACE FUNCTION funding_book_line() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  promise funding_commitment%ROWTYPE;
  other funding_ledgerline%ROWTYPE;
  place record;
  sums record;
  viewer text := nullif(current_setting('nsp.user', true), '');
BEGIN
  IF viewer IS NOT NULL AND NEW.by_user IS DISTINCT FROM viewer::uuid THEN
    RAISE EXCEPTION 'nobody books in another name' USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- An actor's own people give back what is not used, when something ends early; the rest is the office's.
  IF current_setting('role', true) = 'nsp_scoped' AND NEW.cause <> 'ENDED_EARLY' THEN
    RAISE EXCEPTION 'only what ends early is given back by an actor' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.commitment_id IS NOT NULL THEN
    SELECT * INTO promise FROM funding_commitment WHERE id = NEW.commitment_id FOR NO KEY UPDATE;
    IF promise.actor_id IS DISTINCT FROM NEW.actor_id THEN
      RAISE EXCEPTION 'a booking belongs to the actor of its commitment' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  SELECT b.year, l.kind INTO place
    FROM funding_budgetline l JOIN funding_budget b ON b.id = l.budget_id WHERE l.id = NEW.line_id;
  IF place.year IS DISTINCT FROM NEW.year
     OR (NEW.commitment_id IS NOT NULL AND place.kind NOT IN ('', promise.kind)) THEN
    RAISE EXCEPTION 'not a line of that year and kind' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.reverses_id IS NOT NULL THEN
    SELECT * INTO other FROM funding_ledgerline WHERE id = NEW.reverses_id;
    IF other.reverses_id IS NOT NULL
       OR (other.kind, other.line_id, other.commitment_id, -other.amount)
          IS DISTINCT FROM (NEW.kind, NEW.line_id, NEW.commitment_id, NEW.amount) THEN
      RAISE EXCEPTION 'a reversal says the same with the other sign' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  IF NEW.kind IN ('ALLOCATE', 'COMMIT', 'RELEASE') OR NEW.commitment_id IS NULL THEN
    UPDATE funding_budgetline
       SET allocated = allocated + CASE NEW.kind WHEN 'ALLOCATE' THEN NEW.amount ELSE 0 END,
           committed = committed + CASE WHEN NEW.kind IN ('COMMIT', 'RELEASE') THEN NEW.amount ELSE 0 END,
           returned = returned - CASE NEW.kind WHEN 'REPAY' THEN NEW.amount ELSE 0 END
     WHERE id = NEW.line_id;
  END IF;
  IF NEW.commitment_id IS NULL THEN
    RETURN NULL;
  END IF;
  -- What an actor pays back was not used after all: it is reported no more, and can be released.
  SELECT coalesce(sum(amount) FILTER (WHERE kind IN ('COMMIT', 'RELEASE')), 0) AS committed,
         coalesce(sum(amount) FILTER (WHERE kind IN ('REPORT', 'REPAY')), 0) AS reported,
         coalesce(sum(amount) FILTER (WHERE kind IN ('PAY', 'REPAY')), 0) AS paid
    INTO sums FROM funding_ledgerline WHERE commitment_id = NEW.commitment_id AND line_id = NEW.line_id;
  IF sums.committed < 0 OR sums.reported > sums.committed AND NEW.kind IN ('COMMIT', 'RELEASE') THEN
    RAISE EXCEPTION 'more released than committed' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'never_more_released_than_committed';
  ELSIF sums.reported > sums.committed THEN
    RAISE EXCEPTION 'more reported than committed' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'never_more_reported_than_committed';
  ELSIF sums.paid > sums.reported THEN
    RAISE EXCEPTION 'more paid than reported' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'never_more_paid_than_reported';
  ELSIF sums.paid < 0 THEN
    RAISE EXCEPTION 'more paid back than paid' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'never_more_paid_back_than_paid';
  END IF;
  RETURN NULL;
END $$;

-- Holds commitments, by their causes, in one order, until the transaction ends.
CREATE OR REPLACE FUNCTION funding_hold(causes uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM funding_commitment WHERE cause_id = ANY (causes) ORDER BY id FOR NO KEY UPDATE;
END $$;

-- Nobody rewrites the ledger, its owner neither.
CREATE OR REPLACE FUNCTION funding_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;

-- A new line holds nothing: its amounts come by bookings.
CREATE OR REPLACE FUNCTION funding_empty_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.allocated := 0;
  NEW.committed := 0;
  NEW.returned := 0;
  RETURN NEW;
END $$;

DROP TRIGGER IF EXISTS book_line ON funding_ledgerline;
CREATE TRIGGER book_line AFTER INSERT ON funding_ledgerline FOR EACH ROW EXECUTE FUNCTION funding_book_line();
DROP TRIGGER IF EXISTS only_added ON funding_ledgerline;
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON funding_ledgerline
  FOR EACH ROW EXECUTE FUNCTION funding_only_added();
DROP TRIGGER IF EXISTS empty_line ON funding_budgetline;
CREATE TRIGGER empty_line BEFORE INSERT ON funding_budgetline FOR EACH ROW EXECUTE FUNCTION funding_empty_line();

-- What rows of claims, bank accounts and closed years promise of one another.

-- A cost belongs to the actor of its claim; a claim that is taken back lets its voucher numbers go.
CREATE OR REPLACE FUNCTION funding_cost_of_claim() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE parent funding_claim%ROWTYPE;
BEGIN
  SELECT * INTO parent FROM funding_claim WHERE id = NEW.claim_id FOR KEY SHARE;
  IF parent.actor_id IS DISTINCT FROM NEW.actor_id THEN
    RAISE EXCEPTION 'a cost belongs to the actor of its claim' USING ERRCODE = 'check_violation';
  END IF;
  NEW.counts := parent.state <> 'TAKEN_BACK';
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION funding_claim_of_commitment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.actor_id IS DISTINCT FROM (SELECT actor_id FROM funding_commitment WHERE id = NEW.commitment_id)
     OR TG_OP = 'UPDATE' AND (NEW.commitment_id, NEW.ref) IS DISTINCT FROM (OLD.commitment_id, OLD.ref) THEN
    RAISE EXCEPTION 'a claim belongs to the actor of its commitment' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.state = 'TAKEN_BACK' THEN
    RAISE EXCEPTION 'a claim that is taken back stays so' USING ERRCODE = 'check_violation';
  END IF;
  -- What lies before a coordinator is what the coordinator has read.
  IF TG_OP = 'UPDATE' AND current_setting('role', true) = 'nsp_scoped' AND OLD.state NOT IN ('DRAFT', 'ASKED') THEN
    RAISE EXCEPTION 'a claim that is sent is the office''s' USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- Paid once: a claim of a paid batch is in no other, and stays approved for what was paid.
  IF TG_OP = 'UPDATE' AND (NEW.batch_id, NEW.state, NEW.approved) IS DISTINCT FROM (OLD.batch_id, OLD.state, OLD.approved)
     AND EXISTS (SELECT 1 FROM funding_paymentbatch WHERE id = OLD.batch_id AND state = 'PAID') THEN
    RAISE EXCEPTION 'what is paid stays as it is' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION funding_let_vouchers_go() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE funding_claimcost SET counts = false WHERE claim_id = NEW.id;
  RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS cost_of_claim ON funding_claimcost;
CREATE TRIGGER cost_of_claim BEFORE INSERT OR UPDATE ON funding_claimcost
  FOR EACH ROW EXECUTE FUNCTION funding_cost_of_claim();
DROP TRIGGER IF EXISTS claim_of_commitment ON funding_claim;
CREATE TRIGGER claim_of_commitment BEFORE INSERT OR UPDATE ON funding_claim
  FOR EACH ROW EXECUTE FUNCTION funding_claim_of_commitment();
DROP TRIGGER IF EXISTS let_vouchers_go ON funding_claim;
CREATE TRIGGER let_vouchers_go AFTER UPDATE OF state ON funding_claim
  FOR EACH ROW WHEN (NEW.state = 'TAKEN_BACK') EXECUTE FUNCTION funding_let_vouchers_go();

-- An actor's account is asked for, confirmed and ended in one's own name; what was asked for stays as it was typed.
CREATE OR REPLACE FUNCTION funding_account_in_own_name() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE viewer uuid := nullif(current_setting('nsp.user', true), '')::uuid;
BEGIN
  IF regexp_replace(upper(NEW.typed), '[^0-9A-Z]', '', 'g') <> NEW.number THEN
    RAISE EXCEPTION 'the number is what was typed' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.confirmed_at IS NOT NULL OR NEW.ended_at IS NOT NULL
       OR (viewer IS NOT NULL AND NEW.asked_by_id <> viewer) THEN
      RAISE EXCEPTION 'an account is asked for in one''s own name' USING ERRCODE = 'insufficient_privilege';
    END IF;
  ELSE
    IF OLD.ended_at IS NOT NULL
       OR (OLD.confirmed_at IS NOT NULL
           AND (NEW.confirmed_at, NEW.confirmed_by_id, NEW.usable_from)
               IS DISTINCT FROM (OLD.confirmed_at, OLD.confirmed_by_id, OLD.usable_from))
       OR (OLD.confirmed_at IS NULL AND viewer IS NOT NULL AND NEW.confirmed_by_id <> viewer)
       OR (viewer IS NOT NULL AND NEW.ended_by_id <> viewer) THEN
      RAISE EXCEPTION 'an account is confirmed once, in one''s own name' USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  RETURN NEW;
END $$;

DROP TRIGGER IF EXISTS account_in_own_name ON funding_bankaccount;
CREATE TRIGGER account_in_own_name BEFORE INSERT OR UPDATE ON funding_bankaccount
  FOR EACH ROW EXECUTE FUNCTION funding_account_in_own_name();

-- A year that two have signed, and a batch that is paid, stay as they are.
CREATE OR REPLACE FUNCTION funding_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what is signed or paid stays as it is' USING ERRCODE = 'insufficient_privilege';
END $$;

DROP TRIGGER IF EXISTS keep_year ON funding_yearend;
CREATE TRIGGER keep_year BEFORE UPDATE OR DELETE ON funding_yearend
  FOR EACH ROW WHEN (OLD.state = 'SIGNED') EXECUTE FUNCTION funding_keep();
DROP TRIGGER IF EXISTS keep_batch ON funding_paymentbatch;
CREATE TRIGGER keep_batch BEFORE UPDATE OR DELETE ON funding_paymentbatch
  FOR EACH ROW WHEN (OLD.state = 'PAID') EXECUTE FUNCTION funding_keep();

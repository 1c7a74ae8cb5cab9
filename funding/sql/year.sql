-- A year that two coordinators have signed takes no more bookings, whoever makes them, and is never opened again.
-- A booking holds its year together with other bookings; who signs holds it alone (accounts/locks.py), so that nothing
-- is booked between counting and signing.
CREATE OR REPLACE FUNCTION funding_year_is_open() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext('year_end'), hashtext(NEW.year::text));
  IF EXISTS (SELECT 1 FROM funding_yearend WHERE year = NEW.year AND state = 'SIGNED') THEN
    RAISE EXCEPTION 'the year % is signed', NEW.year USING ERRCODE = 'check_violation',
      CONSTRAINT = 'a_signed_year_is_closed';
  END IF;
  RETURN NEW;
END $$;

-- Each signs in their own name; the second signs what the first did.
CREATE OR REPLACE FUNCTION funding_sign_in_own_name() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE viewer uuid := nullif(current_setting('nsp.user', true), '')::uuid;
BEGIN
  IF TG_OP = 'INSERT' AND NEW.state = 'SIGNED' THEN
    RAISE EXCEPTION 'a year is signed by two, one after the other' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.state = 'SIGNED'
     AND (NEW.year, NEW.figures, NEW.digest, NEW.signed_by_id, NEW.signed_at)
         IS DISTINCT FROM (OLD.year, OLD.figures, OLD.digest, OLD.signed_by_id, OLD.signed_at) THEN
    RAISE EXCEPTION 'the second signs what the first did' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF viewer IS NOT NULL AND (
       NEW.state = 'SIGNED' AND NEW.countersigned_by_id <> viewer
       OR NEW.signed_by_id IS NOT NULL AND NEW.signed_by_id <> viewer
          AND (TG_OP = 'INSERT' OR NEW.signed_by_id IS DISTINCT FROM OLD.signed_by_id)) THEN
    RAISE EXCEPTION 'a year is signed in one''s own name' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

DROP TRIGGER IF EXISTS a_year_is_open ON funding_ledgerline;
CREATE TRIGGER a_year_is_open BEFORE INSERT ON funding_ledgerline FOR EACH ROW EXECUTE FUNCTION funding_year_is_open();
DROP TRIGGER IF EXISTS sign_in_own_name ON funding_yearend;
CREATE TRIGGER sign_in_own_name BEFORE INSERT OR UPDATE ON funding_yearend
  FOR EACH ROW EXECUTE FUNCTION funding_sign_in_own_name();

-- A claim is not paid twice by two files: while the bank may pay by the file of its payment, it stands in no other.
CREATE OR REPLACE FUNCTION funding_file_is_out() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM funding_paymentfile WHERE batch_id = OLD.batch_id AND unused_at IS NULL) THEN
    RAISE EXCEPTION 'the file of its payment is taken out' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

-- A file is taken out, and said to be unused, once and in one's own name.
CREATE OR REPLACE FUNCTION funding_file_in_own_name() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE viewer uuid := nullif(current_setting('nsp.user', true), '')::uuid;
BEGIN
  IF TG_OP = 'INSERT' AND (NEW.unused_at IS NOT NULL OR viewer IS NOT NULL AND NEW.taken_by_id <> viewer)
     OR TG_OP = 'UPDATE' AND (OLD.unused_at IS NOT NULL OR viewer IS NOT NULL AND NEW.unused_by_id <> viewer) THEN
    RAISE EXCEPTION 'a file is taken out, and said to be unused, once and in one''s own name'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

DROP TRIGGER IF EXISTS file_is_out ON funding_claim;
CREATE TRIGGER file_is_out BEFORE UPDATE OF batch_id ON funding_claim
  FOR EACH ROW WHEN (NEW.batch_id IS DISTINCT FROM OLD.batch_id) EXECUTE FUNCTION funding_file_is_out();
DROP TRIGGER IF EXISTS file_in_own_name ON funding_paymentfile;
CREATE TRIGGER file_in_own_name BEFORE INSERT OR UPDATE ON funding_paymentfile
  FOR EACH ROW EXECUTE FUNCTION funding_file_in_own_name();

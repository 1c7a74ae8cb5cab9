-- A published report is a frozen snapshot: the same numbers for ever (domain §5). Nobody changes or takes it away,
-- whatever the program or its owner's login asks for.
CREATE OR REPLACE FUNCTION reports_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'report % is published and frozen', OLD.ref USING ERRCODE = 'check_violation';
END $$;

DROP TRIGGER IF EXISTS reports_frozen ON reports_funderreport;
CREATE TRIGGER reports_frozen BEFORE UPDATE OR DELETE ON reports_funderreport
  FOR EACH ROW WHEN (OLD.state = 'PUBLISHED') EXECUTE FUNCTION reports_frozen();

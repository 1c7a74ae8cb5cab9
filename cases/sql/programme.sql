-- A programme that is in force is what decisions were taken under: nobody changes it or its rules, save that it ends
-- earlier because another begins. The owner (set-up, migrations) is not a role of the program and is not bound.
CREATE OR REPLACE FUNCTION cases_keep_programme() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('role', true) IN ('none', '') OR OLD.in_force_at IS NULL THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'DELETE' OR NEW.valid_to > OLD.valid_to
     OR to_jsonb(NEW) - 'valid_to' IS DISTINCT FROM to_jsonb(OLD) - 'valid_to' THEN
    RAISE EXCEPTION 'a programme in force stays as it is' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION cases_keep_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched uuid := CASE TG_OP WHEN 'INSERT' THEN NEW.programme_id ELSE OLD.programme_id END;
BEGIN
  IF current_setting('role', true) NOT IN ('none', '')
     AND EXISTS (SELECT 1 FROM cases_programme WHERE id IN (touched, CASE TG_OP WHEN 'UPDATE' THEN NEW.programme_id END)
                  AND in_force_at IS NOT NULL) THEN
    RAISE EXCEPTION 'the rules of a programme in force stay as they are' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

DROP TRIGGER IF EXISTS keep_programme ON cases_programme;
CREATE TRIGGER keep_programme BEFORE UPDATE OR DELETE ON cases_programme
  FOR EACH ROW EXECUTE FUNCTION cases_keep_programme();
DROP TRIGGER IF EXISTS keep_rules ON cases_interventionrule;
CREATE TRIGGER keep_rules BEFORE INSERT OR UPDATE OR DELETE ON cases_interventionrule
  FOR EACH ROW EXECUTE FUNCTION cases_keep_rules();

-- What stands on the list of a programme in force is what people apply for and are granted: it is added to, and closed
-- from a day, and nothing else of it is changed. The owner (set-up, migrations) is not bound.
CREATE OR REPLACE FUNCTION cases_keep_items() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('role', true) NOT IN ('none', '')
     AND EXISTS (SELECT 1 FROM cases_programme WHERE in_force_at IS NOT NULL
                  AND id IN (OLD.programme_id, CASE TG_OP WHEN 'UPDATE' THEN NEW.programme_id END))
     AND (TG_OP = 'DELETE' OR to_jsonb(NEW) - 'closed_on' IS DISTINCT FROM to_jsonb(OLD) - 'closed_on') THEN
    RAISE EXCEPTION 'the list of a programme in force is added to and closed, not changed'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

DROP TRIGGER IF EXISTS keep_items ON cases_catalogueitem;
CREATE TRIGGER keep_items BEFORE UPDATE OR DELETE ON cases_catalogueitem
  FOR EACH ROW EXECUTE FUNCTION cases_keep_items();

-- What is locked in the journal is locked for everybody, and what is struck is struck everywhere. The functions below
-- are the only ones that write a text in the journal that somebody else has written, and they are the owner's.

-- A note is changed by its writer alone, for 24 hours. Later nothing of it is changed but that an undo of taking it
-- away, begun in time, ends late. Nobody takes a row away.
CREATE OR REPLACE FUNCTION cases_keep_notes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE fixed text[] := ARRAY['on', 'contact', 'text', 'words', 'version', 'taken_at'];
BEGIN
  IF current_user = 'nsp_owner' THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'DELETE' OR OLD.writer_id IS DISTINCT FROM nsp_user()
     OR to_jsonb(NEW) - fixed IS DISTINCT FROM to_jsonb(OLD) - fixed THEN
    RAISE EXCEPTION 'a note is its writer''s' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF clock_timestamp() >= OLD.written_at + interval '24 hours'
     AND (NEW.taken_at IS NOT NULL OR to_jsonb(NEW) - 'taken_at' IS DISTINCT FROM to_jsonb(OLD) - 'taken_at') THEN
    RAISE EXCEPTION 'the note is locked' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

DROP TRIGGER IF EXISTS keep_notes ON cases_journalnote;
CREATE TRIGGER keep_notes BEFORE UPDATE OR DELETE ON cases_journalnote
  FOR EACH ROW EXECUTE FUNCTION cases_keep_notes();

-- A question about striking is answered once, and no role says by itself that something is struck.
CREATE OR REPLACE FUNCTION cases_keep_strikings() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE answer text[] := ARRAY['state', 'passage', 'why', 'answered_by_id', 'answered_at'];
BEGIN
  IF current_user = 'nsp_owner' THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'DELETE' OR OLD.state <> 'OPEN' OR NEW.state NOT IN ('REFUSED', 'WITHDRAWN')
     OR NEW.answered_by_id IS DISTINCT FROM nsp_user()
     OR to_jsonb(NEW) - answer IS DISTINCT FROM to_jsonb(OLD) - answer THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

DROP TRIGGER IF EXISTS keep_strikings ON cases_striking;
CREATE TRIGGER keep_strikings BEFORE UPDATE OR DELETE ON cases_striking
  FOR EACH ROW EXECUTE FUNCTION cases_keep_strikings();

-- A second person strikes a passage: the note gets its text without it, every older version of the note loses its
-- texts, drafts get theirs without it (or nothing), and the question loses its words. ``struck`` and ``said`` are the
-- sealed texts of the note; NULL where it has none. The asker never answers; whoever does manages the responsible
-- actor and may change the person, or sees everybody.
CREATE OR REPLACE FUNCTION nsp_strike(question uuid, struck bytea, said bytea, drafts uuid[], kept bytea[],
                                      moment timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  asked cases_striking%ROWTYPE;
  newest integer;
BEGIN
  SELECT * INTO asked FROM cases_striking WHERE id = question AND state = 'OPEN' FOR UPDATE;
  IF NOT FOUND OR nsp_user() IS NULL OR asked.asked_by_id = nsp_user()
     OR NOT EXISTS (SELECT 1 FROM cases_journalnote WHERE id = asked.note_id AND person_id = asked.person_id)
     OR NOT coalesce(
       nsp_sees_all()
       OR (nsp_home(asked.person_id) = ANY (nsp_my_managed_actors())
           AND asked.person_id = ANY (nsp_mine_to_change())), false) THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE cases_journalnote SET text = struck, words = said, version = version + 1 WHERE id = asked.note_id
    RETURNING version INTO newest;
  UPDATE cases_journalnoteevent SET text = NULL, words = NULL WHERE id = asked.note_id AND version < newest;
  UPDATE cases_journaldraft d SET data = one.sealed
    FROM unnest(drafts, kept) AS one(id, sealed) WHERE d.id = one.id AND d.person_id = asked.person_id;
  UPDATE cases_striking SET state = 'STRUCK', passage = NULL, why = NULL, answered_by_id = nsp_user(),
                            answered_at = moment WHERE id = question;
END $$;

-- The texts of notes that their writers have taken away and can no longer bring back, in the notes, in every older
-- version and in drafts of them. By the system.
CREATE OR REPLACE FUNCTION nsp_empty_notes(before timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE gone uuid[];
BEGIN
  IF current_setting('nsp.system', true) IS DISTINCT FROM 'on' THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT coalesce(array_agg(n.id), '{}') INTO gone FROM cases_journalnote n
   WHERE n.taken_at < before AND (n.text IS NOT NULL OR n.words IS NOT NULL);
  UPDATE cases_journalnote SET text = NULL, words = NULL WHERE id = ANY (gone);
  UPDATE cases_journalnoteevent SET text = NULL, words = NULL WHERE id = ANY (gone);
  DELETE FROM cases_journaldraft WHERE note_id = ANY (gone);
  RETURN cardinality(gone);
END $$;

-- Laid by accounts/policies.py after every migrate. Owned by nsp_owner, who is no superuser.
-- Functions that read permissions are SECURITY DEFINER with a fixed search path: a policy that read its own table
-- would recurse, and the scoped role has no right to write permissions by itself.

CREATE OR REPLACE FUNCTION nsp_user() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('nsp.user', true), '')::uuid $$;

CREATE OR REPLACE FUNCTION nsp_today() RETURNS date LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('nsp.today', true), '')::date $$;

CREATE OR REPLACE FUNCTION nsp_sees_all() RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT current_setting('role', true) = 'nsp_all' $$;

-- Persons the viewer holds a permission on, by user or by an actor's group, today (until is inclusive).
CREATE OR REPLACE FUNCTION nsp_persons_with(wanted text) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(person), '{}') FROM (
    SELECT g.content_object_id AS person
      FROM cases_persongroupobjectpermission g
      JOIN accounts_user_groups m ON m.group_id = g.group_id
      JOIN auth_permission p ON p.id = g.permission_id
     WHERE m.user_id = nsp_user() AND p.codename = wanted AND (g.until IS NULL OR g.until >= nsp_today())
    UNION
    SELECT u.content_object_id
      FROM cases_personuserobjectpermission u
      JOIN auth_permission p ON p.id = u.permission_id
     WHERE u.user_id = nsp_user() AND p.codename = wanted AND (u.until IS NULL OR u.until >= nsp_today())
       -- Who was named by an actor sees the person as long as they work there.
       AND NOT EXISTS (SELECT 1 FROM cases_restriction r JOIN accounts_actor a ON a.id = r.actor_id
                        WHERE r.person_id = u.content_object_id AND r.ended_at IS NULL
                          AND NOT EXISTS (SELECT 1 FROM accounts_user_groups m
                                           WHERE m.user_id = u.user_id AND m.group_id = a.group_id))
  ) AS mine
$$;

CREATE OR REPLACE FUNCTION nsp_mine() RETURNS uuid[] LANGUAGE sql STABLE AS
$$ SELECT nsp_persons_with('view_person') $$;

CREATE OR REPLACE FUNCTION nsp_mine_to_change() RETURNS uuid[] LANGUAGE sql STABLE AS
$$ SELECT nsp_persons_with('change_person') $$;

-- The reference codes of the persons whom the viewer sees: asked as the viewer, so row-level security answers.
CREATE OR REPLACE FUNCTION nsp_my_codes() RETURNS text[] LANGUAGE plpgsql STABLE AS
$$ BEGIN RETURN (SELECT coalesce(array_agg(code), '{}') FROM cases_person); END $$;

-- Actors whose staff the viewer is.
CREATE OR REPLACE FUNCTION nsp_my_actors() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(a.id), '{}')
    FROM accounts_actor a JOIN accounts_user_groups m ON m.group_id = a.group_id
   WHERE m.user_id = nsp_user()
$$;

-- Actors that the viewer manages.
CREATE OR REPLACE FUNCTION nsp_my_managed_actors() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(p.actor_id), '{}') FROM accounts_appointment p
   WHERE p.user_id = nsp_user() AND p.role = 'MANAGER' AND p.actor_id = ANY (nsp_my_actors())
$$;

CREATE OR REPLACE FUNCTION nsp_permission(wanted text) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id FROM auth_permission p JOIN django_content_type c ON c.id = p.content_type_id
   WHERE c.app_label = 'cases' AND c.model = 'person' AND p.codename = wanted
$$;

-- A group's rights on a person, written as the owner. Not callable by any role of the program.
CREATE OR REPLACE FUNCTION nsp_put_group(target uuid, grp integer, last_day date, also_change boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO cases_persongroupobjectpermission (id, content_object_id, group_id, permission_id, until)
  SELECT gen_random_uuid(), target, grp, nsp_permission(c), last_day
    FROM unnest(CASE WHEN also_change THEN ARRAY['view_person', 'change_person'] ELSE ARRAY['view_person'] END) AS c
  ON CONFLICT (group_id, permission_id, content_object_id) DO UPDATE SET until = excluded.until;
END $$;

-- A new person: the first rights on an id that nobody has a key or a right to yet.
-- grp is the viewer's own group; without one the viewer alone gets the rights (a cooperating actor, until it lets go).
CREATE OR REPLACE FUNCTION nsp_open(target uuid, grp integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF nsp_user() IS NULL THEN RAISE EXCEPTION 'no viewer' USING ERRCODE = 'insufficient_privilege'; END IF;
  IF EXISTS (SELECT 1 FROM cases_personkey WHERE person_id = target)
     OR EXISTS (SELECT 1 FROM cases_persongroupobjectpermission WHERE content_object_id = target)
     OR EXISTS (SELECT 1 FROM cases_personuserobjectpermission WHERE content_object_id = target) THEN
    RAISE EXCEPTION 'this id is taken' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF grp IS NULL THEN
    INSERT INTO cases_personuserobjectpermission (id, content_object_id, user_id, permission_id, until)
    SELECT gen_random_uuid(), target, nsp_user(), nsp_permission(c), NULL
      FROM unnest(ARRAY['view_person', 'change_person']) AS c;
  ELSIF EXISTS (SELECT 1 FROM accounts_user_groups WHERE user_id = nsp_user() AND group_id = grp) THEN
    PERFORM nsp_put_group(target, grp, NULL, true);
  ELSE
    RAISE EXCEPTION 'not a group of the viewer' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;

-- The viewer gives up their own rights as a user.
CREATE OR REPLACE FUNCTION nsp_let_go(target uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM cases_personuserobjectpermission WHERE content_object_id = target AND user_id = nsp_user()
$$;

-- A coordinator (or the system) gives an actor's group the right to see, or to see and change, until a day.
CREATE OR REPLACE FUNCTION nsp_grant(target uuid, grp integer, last_day date, also_change boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- The right to change without an end is the responsible actor's alone.
  -- A coordinator only lets an actor look that is asked to take the person on: seven days at most.
  IF NOT nsp_sees_all() OR (also_change AND last_day IS NULL)
     OR (current_setting('nsp.system', true) IS DISTINCT FROM 'on'
         AND (also_change OR last_day IS NULL OR last_day > nsp_today() + 7)) THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM nsp_put_group(target, grp, last_day, also_change);
END $$;

-- Taking a group's rights away: by a coordinator or the system, or by the group's own staff.
CREATE OR REPLACE FUNCTION nsp_revoke(target uuid, grp integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT (nsp_sees_all()
          OR EXISTS (SELECT 1 FROM accounts_user_groups WHERE user_id = nsp_user() AND group_id = grp)) THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM cases_persongroupobjectpermission WHERE content_object_id = target AND group_id = grp;
END $$;

-- The staff of an actor to whom a hand-over is offered take the person on: their group may see and change from now.
-- SECURITY DEFINER does not lift row-level security of the hand-overs (FORCE), so the offer is read as the viewer.
CREATE OR REPLACE FUNCTION nsp_accept(target uuid) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE grp integer;
BEGIN
  SELECT a.group_id INTO grp
    FROM cases_handover h JOIN accounts_actor a ON a.id = h.to_actor_id
   WHERE h.person_id = target AND h.state = 'OFFERED' AND a.id = ANY (nsp_my_actors());
  IF grp IS NULL THEN RAISE EXCEPTION 'no open offer' USING ERRCODE = 'insufficient_privilege'; END IF;
  PERFORM nsp_take_on(target, grp);
END $$;

-- Its second half, which needs the owner's right to write permissions. It trusts nobody: the group must be the
-- viewer's own, and must already have been let see the person by a coordinator's offer: a share is none.
CREATE OR REPLACE FUNCTION nsp_take_on(target uuid, grp integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM accounts_user_groups WHERE user_id = nsp_user() AND group_id = grp)
     OR NOT EXISTS (SELECT 1 FROM cases_persongroupobjectpermission
                     WHERE content_object_id = target AND group_id = grp
                       AND (until IS NULL OR until >= nsp_today()))
     OR nsp_home(target) IS NOT NULL
     OR EXISTS (SELECT 1 FROM cases_persongroupobjectpermission
                 WHERE content_object_id = target AND permission_id = nsp_permission('change_person')
                   AND (until IS NULL OR until >= nsp_today()))
     OR EXISTS (SELECT 1 FROM cases_share s JOIN accounts_actor a ON a.id = s.actor_id
                 WHERE s.person_id = target AND a.group_id = grp AND s.ended_at IS NULL AND s.until >= nsp_today())
     OR EXISTS (SELECT 1 FROM cases_personuserobjectpermission WHERE content_object_id = target) THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM nsp_put_group(target, grp, NULL, true);
END $$;

-- The actor that is responsible for a person, by the rights alone: the one whose group may change without an end, or
-- whose staff were named. NULL where nobody is yet.
CREATE OR REPLACE FUNCTION nsp_home(target uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(
    (SELECT actor_id FROM cases_restriction WHERE person_id = target AND ended_at IS NULL),
    (SELECT a.id FROM cases_persongroupobjectpermission g JOIN accounts_actor a ON a.group_id = g.group_id
      WHERE g.content_object_id = target AND g.permission_id = nsp_permission('change_person') AND g.until IS NULL))
$$;

-- Whether the viewer works for the responsible actor and may change the person today.
CREATE OR REPLACE FUNCTION nsp_at_home(target uuid) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT coalesce(nsp_home(target) = ANY (nsp_my_actors()) AND target = ANY (nsp_mine_to_change()), false) $$;

-- The responsible actor's staff let another actor see a person, or see and write, until a day. What that actor held
-- before is replaced.
CREATE OR REPLACE FUNCTION nsp_share(share uuid, share_ref text, target uuid, guest uuid, last_day date,
                                     also_change boolean, moment timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE grp integer := (SELECT group_id FROM accounts_actor WHERE id = guest);
BEGIN
  IF NOT nsp_at_home(target) OR grp IS NULL OR guest = nsp_home(target)
     OR last_day IS NULL OR last_day < nsp_today() THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM nsp_end_share(target, guest, moment);
  PERFORM nsp_put_group(target, grp, last_day, also_change);
  INSERT INTO cases_share (id, ref, person_id, actor_id, may_write, since, until, by_id)
  VALUES (share, share_ref, target, guest, also_change, moment, last_day, nsp_user());
END $$;

-- The responsible actor's staff take it back.
CREATE OR REPLACE FUNCTION nsp_unshare(target uuid, guest uuid, moment timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT nsp_at_home(target) OR guest = nsp_home(target) THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM nsp_end_share(target, guest, moment);
END $$;

CREATE OR REPLACE FUNCTION nsp_end_share(target uuid, guest uuid, moment timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM cases_persongroupobjectpermission g USING accounts_actor a
   WHERE g.content_object_id = target AND a.id = guest AND g.group_id = a.group_id;
  UPDATE cases_share SET ended_at = moment, ended_by_id = nsp_user()
   WHERE person_id = target AND actor_id = guest AND ended_at IS NULL;
END $$;

-- Whether the viewer may say who of the responsible actor's staff sees the person: its managers who see them, and
-- where they are restricted already every manager, named or not.
CREATE OR REPLACE FUNCTION nsp_names_staff(target uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(nsp_home(target) = ANY (nsp_my_managed_actors())
    AND (target = ANY (nsp_mine_to_change())
         OR EXISTS (SELECT 1 FROM cases_restriction WHERE person_id = target AND ended_at IS NULL)), false)
$$;

-- A manager says who of the staff sees the person from now on; the others, and the manager unless named, do not.
CREATE OR REPLACE FUNCTION nsp_restrict(restriction uuid, restriction_ref text, target uuid, person_code text,
                                        users uuid[], moment timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  home uuid := nsp_home(target);
  grp integer := (SELECT group_id FROM accounts_actor WHERE id = home);
BEGIN
  IF NOT nsp_names_staff(target) OR coalesce(cardinality(users), 0) = 0 OR EXISTS (
       SELECT 1 FROM unnest(users) AS one
        WHERE NOT EXISTS (SELECT 1 FROM accounts_user_groups m JOIN accounts_appointment p ON p.user_id = m.user_id
                           WHERE m.user_id = one AND m.group_id = grp AND p.actor_id = home
                             AND p.role IN ('CASEWORKER', 'MANAGER'))) THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM cases_persongroupobjectpermission WHERE content_object_id = target AND group_id = grp;
  DELETE FROM cases_personuserobjectpermission WHERE content_object_id = target;
  INSERT INTO cases_personuserobjectpermission (id, content_object_id, user_id, permission_id, until)
  SELECT gen_random_uuid(), target, one, nsp_permission(c), NULL
    FROM (SELECT DISTINCT unnest(users) AS one) AS named, unnest(ARRAY['view_person', 'change_person']) AS c;
  DELETE FROM cases_restriction  -- said twice in one act: the last word holds
   WHERE person_id = target AND ended_at IS NULL AND since = moment AND by_id = nsp_user();
  UPDATE cases_restriction SET ended_at = moment, ended_by_id = nsp_user()
   WHERE person_id = target AND ended_at IS NULL;
  INSERT INTO cases_restriction (id, ref, person_id, code, actor_id, named, since, by_id)
  VALUES (restriction, restriction_ref, target, person_code, home, users, moment, nsp_user());
END $$;

-- A manager opens the person to all of the actor's staff again.
CREATE OR REPLACE FUNCTION nsp_lift(target uuid, moment timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE home uuid := nsp_home(target);
BEGIN
  IF NOT nsp_names_staff(target) THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM cases_personuserobjectpermission WHERE content_object_id = target;
  PERFORM nsp_put_group(target, (SELECT group_id FROM accounts_actor WHERE id = home), NULL, true);
  UPDATE cases_restriction SET ended_at = moment, ended_by_id = nsp_user()
   WHERE person_id = target AND ended_at IS NULL;
END $$;

-- Rights whose last day has passed open nothing; the system takes their rows away.
CREATE OR REPLACE FUNCTION nsp_tidy() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_setting('nsp.system', true) IS DISTINCT FROM 'on' THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM cases_persongroupobjectpermission WHERE until < nsp_today();
  DELETE FROM cases_personuserobjectpermission WHERE until < nsp_today();
END $$;

REVOKE ALL ON FUNCTION nsp_home(uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION nsp_at_home(uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION nsp_names_staff(uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION nsp_end_share(uuid, uuid, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION nsp_put_group(uuid, integer, date, boolean) FROM PUBLIC;

-- History is written by triggers only: their functions run as the owner, with a fixed search path.
-- django-pgtrigger cannot say it, so it is said here after every migrate.
CREATE OR REPLACE FUNCTION nsp_secure_history() RETURNS void LANGUAGE plpgsql AS $$
DECLARE f record;
BEGIN
  FOR f IN
    SELECT p.oid::regprocedure AS signature FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname = 'public' AND (p.proname LIKE 'pgtrigger\_%' OR p.proname = '_pgh_attach_context')
       AND p.proowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)
  LOOP
    EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = public, pg_temp', f.signature);
  END LOOP;
END $$;

-- django-pgtrigger lets any login switch its triggers off by a setting (pgtrigger.ignore). Ours cannot be switched off:
-- what it asks answers no. A migration lays its own answer again, so this is laid after every one.
CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT false $$;

-- Who may make a temporary table may put one in the place of ours, where a function looks names up as its caller does.
DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); END $$;

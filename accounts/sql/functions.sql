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
-- before is replaced. It rests on the person's consent to just that actor, which holds through that day.
DROP FUNCTION IF EXISTS nsp_share(uuid, text, uuid, uuid, date, boolean, timestamptz);
CREATE OR REPLACE FUNCTION nsp_share(share uuid, share_ref text, target uuid, guest uuid, last_day date,
                                     also_change boolean, rests_on uuid, moment timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE grp integer := (SELECT group_id FROM accounts_actor WHERE id = guest);
BEGIN
  IF NOT nsp_at_home(target) OR grp IS NULL OR guest = nsp_home(target)
     OR last_day IS NULL OR last_day < nsp_today() THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- Locked, so that whoever takes the consent back at the same time finds the share, or is found.
  PERFORM 1 FROM cases_consentgiven
    WHERE id = rests_on AND person_id = target AND what = 'SHARE' AND to_actor_id = guest AND withdrawn_at IS NULL
      AND "on" <= nsp_today() AND (until IS NULL OR until >= last_day) FOR SHARE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no consent' USING ERRCODE = 'insufficient_privilege'; END IF;
  PERFORM nsp_end_share(target, guest, moment);
  PERFORM nsp_put_group(target, grp, last_day, also_change);
  INSERT INTO cases_share (id, ref, person_id, actor_id, may_write, since, until, consent_id, by_id)
  VALUES (share, share_ref, target, guest, also_change, moment, last_day, rests_on, nsp_user());
END $$;

-- Whether an offer can be accepted on the day: open, by the actor that is responsible still, on a yes that holds.
CREATE OR REPLACE FUNCTION nsp_offer_stands(offer uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM cases_transferoffer o LEFT JOIN cases_consentgiven c ON c.id = o.consent_id
     WHERE o.id = offer AND o.state = 'OPEN' AND o.until >= nsp_today() AND o.from_actor_id = nsp_home(o.person_id)
       AND (o.without_consent <> ''
            OR (c.person_id = o.person_id AND c.what = 'TRANSFER' AND c.to_actor_id = o.to_actor_id
                AND c.withdrawn_at IS NULL AND (c.until IS NULL OR c.until >= nsp_today()))))
$$;

-- The same for whom it asks, who see neither the person nor the consent.
CREATE OR REPLACE FUNCTION nsp_offer_is_mine_to_accept(offer uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM cases_transferoffer WHERE id = offer AND to_actor_id = ANY (nsp_my_actors()))
     AND nsp_offer_stands(offer)
$$;

-- The staff of the actor that is asked take the person over: from this moment their group alone sees and changes. The
-- sender's rights, its guests', shares and restriction end, and the words of the offer.
CREATE OR REPLACE FUNCTION nsp_take_over(offer uuid, moment timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE o cases_transferoffer;
BEGIN
  SELECT * INTO o FROM cases_transferoffer WHERE id = offer FOR UPDATE;
  PERFORM 1 FROM cases_consentgiven WHERE id = o.consent_id FOR SHARE;
  IF o.id IS NULL OR NOT (o.to_actor_id = ANY (nsp_my_actors())) OR NOT nsp_offer_stands(offer) THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM cases_persongroupobjectpermission WHERE content_object_id = o.person_id;
  DELETE FROM cases_personuserobjectpermission WHERE content_object_id = o.person_id;
  UPDATE cases_share SET ended_at = moment, ended_by_id = nsp_user()
   WHERE person_id = o.person_id AND ended_at IS NULL;
  UPDATE cases_restriction SET ended_at = moment, ended_by_id = nsp_user()
   WHERE person_id = o.person_id AND ended_at IS NULL;
  -- What whoever takes over has to do already, as a guest, goes on.
  UPDATE cases_task SET state = 'ENDED', moved_at = moment, moved_by_id = nsp_user()
   WHERE person_id = o.person_id AND actor_id <> o.to_actor_id AND state IN ('OPEN', 'DECLINED');
  PERFORM nsp_put_group(o.person_id, (SELECT group_id FROM accounts_actor WHERE id = o.to_actor_id), NULL, true);
  UPDATE cases_transferoffer SET state = 'ACCEPTED', words = NULL, moved_at = moment, moved_by_id = nsp_user() WHERE id = offer;
END $$;

-- Whether what was granted to an actor is reported back and not settled yet: for whoever takes a person over, who sees
-- none of the sender's money.
CREATE OR REPLACE FUNCTION nsp_waits_for_money(causes uuid[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM funding_claim c JOIN funding_commitment m ON m.id = c.commitment_id
                  WHERE m.cause_id = ANY (causes) AND c.state NOT IN ('APPROVED', 'TAKEN_BACK'))
$$;

-- Whoever has just taken over leaves the sender its extract, once. Notes that were only begun end with it: here, since
-- whoever writes in one holds the person first, and so does who takes over by now.
CREATE OR REPLACE FUNCTION nsp_leave_extract(offer uuid, sealed bytea, last_day date, moment timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE cases_transferoffer SET extract = sealed, extract_until = last_day
   WHERE id = offer AND state = 'ACCEPTED' AND moved_by_id = nsp_user() AND moved_at = moment AND extract_until IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege'; END IF;
  DELETE FROM cases_journaldraft WHERE person_id = (SELECT person_id FROM cases_transferoffer WHERE id = offer);
END $$;

-- A manager of the sender takes it out, once, until its last day; it is destroyed with that.
CREATE OR REPLACE FUNCTION nsp_take_extract(offer uuid, moment timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE cases_transferoffer SET extract = NULL, extract_taken_at = moment, extract_taken_by_id = nsp_user()
   WHERE id = offer AND from_actor_id = ANY (nsp_my_managed_actors()) AND extract IS NOT NULL
     AND extract_until >= nsp_today();
  IF NOT FOUND THEN RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege'; END IF;
END $$;

-- An open offer ends without a move: said no by whom it asks, taken back by whoever is responsible, or run out.
CREATE OR REPLACE FUNCTION nsp_end_offer(offer uuid, ends text, reason text, moment timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE cases_transferoffer SET state = ends, why = reason, words = NULL, moved_at = moment, moved_by_id = nsp_user()
   WHERE id = offer AND state = 'OPEN'
     AND ((ends = 'REFUSED' AND to_actor_id = ANY (nsp_my_actors()))
          OR (ends = 'TAKEN_BACK' AND nsp_at_home(person_id))
          OR (ends = 'EXPIRED' AND until < nsp_today() AND nsp_at_home(person_id)));
  IF NOT FOUND THEN RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege'; END IF;
END $$;

-- The person takes a consent back: every share and every offer that rests on it ends in the same moment.
CREATE OR REPLACE FUNCTION nsp_withdraw(consent uuid, moment timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  whose uuid;
  guest uuid;
BEGIN
  SELECT person_id INTO whose FROM cases_consentgiven WHERE id = consent AND withdrawn_at IS NULL FOR UPDATE;
  IF whose IS NULL OR NOT nsp_at_home(whose) THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE cases_consentgiven SET withdrawn_at = moment, withdrawn_by_id = nsp_user() WHERE id = consent;
  FOR guest IN SELECT actor_id FROM cases_share WHERE consent_id = consent AND ended_at IS NULL LOOP
    PERFORM nsp_end_share(whose, guest, moment);
    PERFORM nsp_end_tasks(whose, guest, moment);
  END LOOP;
  UPDATE cases_transferoffer SET state = 'TAKEN_BACK', words = NULL, moved_at = moment, moved_by_id = nsp_user()
   WHERE consent_id = consent AND state = 'OPEN';
END $$;

-- The responsible actor's staff take it back.
CREATE OR REPLACE FUNCTION nsp_unshare(target uuid, guest uuid, moment timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT nsp_at_home(target) OR guest = nsp_home(target) THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM nsp_end_share(target, guest, moment);
  PERFORM nsp_end_tasks(target, guest, moment);
END $$;

-- What an actor's staff have to do about a person whom they do not see any longer has not to be done. What coordinators
-- have given each other goes on.
CREATE OR REPLACE FUNCTION nsp_end_tasks(target uuid, whose uuid, moment timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE cases_task SET state = 'ENDED', moved_at = moment, moved_by_id = nsp_user()
   WHERE person_id = target AND actor_id = whose AND state IN ('OPEN', 'DECLINED')
$$;

-- Whether somebody works for an actor; where none is said, whether they coordinate.
CREATE OR REPLACE FUNCTION nsp_works_for(who uuid, actor uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN actor IS NULL
    THEN EXISTS (SELECT 1 FROM accounts_appointment WHERE user_id = who AND role = 'COORDINATOR')
    ELSE EXISTS (SELECT 1 FROM accounts_appointment p
                   JOIN accounts_actor a ON a.id = p.actor_id
                   JOIN accounts_user_groups m ON m.user_id = p.user_id AND m.group_id = a.group_id
                  WHERE p.user_id = who AND p.actor_id = actor AND p.role IN ('CASEWORKER', 'MANAGER')) END
$$;

-- Whether the viewer stands in today for somebody who works at an actor.
CREATE OR REPLACE FUNCTION nsp_stands_in_for(who uuid, actor uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM accounts_absence
                  WHERE user_id = who AND actor_id = actor AND stand_in_id = nsp_user()
                    AND nsp_today() BETWEEN first AND last)
     AND EXISTS (SELECT 1 FROM accounts_appointment
                  WHERE user_id = who AND actor_id = actor AND role IN ('CASEWORKER', 'MANAGER'))
$$;

-- How many open tasks somebody has at the actors that the viewer manages, also about persons whom the manager does not
-- see: the number alone.
CREATE OR REPLACE FUNCTION nsp_tasks_in_hand(leaver uuid) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*)::integer FROM cases_task
   WHERE doer_id = leaver AND state = 'OPEN' AND actor_id = ANY (nsp_my_managed_actors())
$$;

-- A manager hands them on, unread: what is about a person to whoever took the person over (heirs, in the order of
-- persons), about a restricted one to whom is named instead, and the rest to the first who takes over there.
CREATE OR REPLACE FUNCTION nsp_hand_on_tasks(leaver uuid, persons uuid[], heirs uuid[], takers uuid[], instead uuid,
                                             moment timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE cases_task t SET doer_id = new.heir, moved_at = moment, moved_by_id = nsp_user()
    FROM (SELECT o.id,
                 CASE WHEN r.id IS NULL THEN coalesce(
                        heirs[array_position(persons, o.person_id)],
                        (SELECT one FROM unnest(takers) WITH ORDINALITY AS chosen (one, place)
                          WHERE nsp_works_for(one, o.actor_id) ORDER BY place LIMIT 1))
                      WHEN instead = ANY (r.named) THEN instead END AS heir
            FROM cases_task o
            LEFT JOIN cases_restriction r ON r.person_id = o.person_id AND r.actor_id = o.actor_id AND r.ended_at IS NULL
           WHERE o.doer_id = leaver AND o.state = 'OPEN' AND o.actor_id = ANY (nsp_my_managed_actors())) AS new
   WHERE t.id = new.id AND new.heir IS NOT NULL AND nsp_works_for(new.heir, t.actor_id)
$$;

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
  -- What others of the staff had to do about the person goes to who gave it, else to the first who is named.
  UPDATE cases_task SET state = 'OPEN', doer_id = CASE WHEN by_id = ANY (users) THEN by_id ELSE users[1] END,
                        moved_at = moment, moved_by_id = nsp_user()
   WHERE person_id = target AND actor_id = home
     AND ((state = 'OPEN' AND NOT doer_id = ANY (users)) OR (state = 'DECLINED' AND NOT by_id = ANY (users)));
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

-- The responsible actor's staff close a case on a day; a coordinator (or the system) opens it again. Which case is
-- open is nobody else's to write, since an open one lets its actor apply for more.
CREATE OR REPLACE FUNCTION nsp_close(which uuid, last_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE target uuid := (SELECT person_id FROM cases_case WHERE id = which AND closed_on IS NULL);
BEGIN
  IF target IS NULL OR NOT nsp_at_home(target) OR last_day IS NULL OR last_day > nsp_today() THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE cases_case SET closed_on = last_day WHERE id = which;
END $$;

CREATE OR REPLACE FUNCTION nsp_reopen(which uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT nsp_sees_all() THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE cases_case SET closed_on = NULL WHERE id = which;
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
  UPDATE cases_transferoffer SET state = 'EXPIRED', words = NULL, moved_at = now() WHERE state = 'OPEN' AND until < nsp_today();
  UPDATE cases_transferoffer SET extract = NULL WHERE extract IS NOT NULL AND extract_until < nsp_today();
  -- Tasks about somebody whom the actor does not see any longer, and tasks about nobody that nobody there has or gave;
  -- what somebody had who is gone goes back to who gave it. (Else an actor's managers see that nobody has it.)
  UPDATE cases_task t SET state = 'ENDED', moved_at = now(), moved_by_id = NULL
   WHERE state IN ('OPEN', 'DECLINED')
     AND CASE WHEN person_id IS NULL OR actor_id IS NULL
           THEN NOT nsp_works_for(doer_id, actor_id) AND NOT nsp_works_for(by_id, actor_id)
           ELSE NOT EXISTS (SELECT 1 FROM cases_persongroupobjectpermission g
                              JOIN accounts_actor a ON a.group_id = g.group_id
                             WHERE g.content_object_id = t.person_id AND a.id = t.actor_id)
            AND NOT EXISTS (SELECT 1 FROM cases_restriction r
                             WHERE r.person_id = t.person_id AND r.actor_id = t.actor_id AND r.ended_at IS NULL) END;
  UPDATE cases_task SET doer_id = by_id, moved_at = now(), moved_by_id = NULL
   WHERE state = 'OPEN' AND NOT nsp_works_for(doer_id, actor_id) AND nsp_works_for(by_id, actor_id);
END $$;

-- Since when the oldest event and the oldest e-mail wait, and how many are stuck: figures about the program itself, for
-- whoever looks after it. They say nothing of what waits, or about whom.
CREATE OR REPLACE FUNCTION nsp_waiting(parked_after integer, failed_since timestamptz, ready_by timestamptz,
                                       OUT event_at timestamptz, OUT mail_at timestamptz, OUT parked bigint, OUT failed bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT nsp_sees_all() AND NOT EXISTS (SELECT 1 FROM accounts_appointment
                                         WHERE user_id = nsp_user() AND role = 'ADMINISTRATOR') THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT min(at) FILTER (WHERE tries < parked_after), count(*) FILTER (WHERE tries >= parked_after)
    INTO event_at, parked FROM audit_outbox WHERE done_at IS NULL;
  SELECT min(ready_at) INTO mail_at FROM reminders_mail WHERE state IN ('WAITING', 'SENDING') AND ready_at <= ready_by;
  SELECT count(*) INTO failed FROM reminders_mail WHERE state = 'FAILED' AND made_at >= failed_since;
END $$;

REVOKE ALL ON FUNCTION nsp_home(uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION nsp_offer_stands(uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION nsp_at_home(uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION nsp_names_staff(uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION nsp_end_share(uuid, uuid, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION nsp_end_tasks(uuid, uuid, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION nsp_works_for(uuid, uuid) FROM PUBLIC;
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

-- The logins and roles of NSP. Run as a superuser, on every start if one likes: it can be repeated.
--
-- nsp_owner   owns every table, runs migrations and backups; the web server never has its password
-- nsp_app     the program's login: owns nothing, is no superuser, cannot bypass row-level security
-- nsp_scoped  what nsp_app becomes for somebody who may see some persons
-- nsp_all     what it becomes for coordinators and the system's own work
-- nsp_log     what it becomes for the data protection officer
--
-- The three roles are granted WITH INHERIT FALSE: until the program has opened the door ("SET LOCAL ROLE"), the login
-- has none of their rights, and their policies do not apply to it. What each may do is laid after every migration.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['nsp_owner', 'nsp_app'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I LOGIN', wanted);
        END IF;
    END LOOP;
    FOREACH wanted IN ARRAY ARRAY['nsp_scoped', 'nsp_all', 'nsp_log'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        END IF;
    END LOOP;
END
$$;

ALTER ROLE nsp_owner LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE nsp_app LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS NOCREATEDB NOINHERIT;
ALTER ROLE nsp_scoped NOLOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS NOCREATEDB;
ALTER ROLE nsp_all NOLOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS NOCREATEDB;
ALTER ROLE nsp_log NOLOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS NOCREATEDB;

GRANT nsp_scoped, nsp_all, nsp_log TO nsp_app WITH INHERIT FALSE, SET TRUE, ADMIN FALSE;

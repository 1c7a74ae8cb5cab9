#!/bin/sh
# Run once by the database's container after roles.sql: passwords of the two logins, and the empty database.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
    --set owner="$(cat "${OWNER_PASSWORD_FILE:-/run/secrets/owner}")" \
    --set app="$(cat "${APP_PASSWORD_FILE:-/run/secrets/app}")" <<'SQL'
ALTER ROLE nsp_owner PASSWORD :'owner';
ALTER ROLE nsp_app PASSWORD :'app';
CREATE DATABASE nsp OWNER nsp_owner;
REVOKE ALL ON DATABASE nsp FROM PUBLIC;
GRANT CONNECT ON DATABASE nsp TO nsp_app;
SQL

#!/bin/sh
# Runs one of PostgreSQL's tools as the administrator.
set -eu
PGPASSWORD="$(cat /run/secrets/postgres_password)"
export PGPASSWORD
exec "$@"

#!/bin/bash
# The administrator's password comes from a file, and never into the container's configuration.
set -eu
POSTGRES_PASSWORD="$(cat /run/secrets/postgres_password)"
if [ -z "$POSTGRES_PASSWORD" ]; then
  echo 'postgres_password is empty: restore the secret files, or delete it and run `npm run secrets`' >&2
  exit 1
fi
export POSTGRES_PASSWORD
exec docker-entrypoint.sh "$@"

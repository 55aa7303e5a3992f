#!/bin/sh
# The password comes from a file, and never into the container's configuration or the list of processes.
set -eu
password=$(cat /run/secrets/redis_password)
if [ -z "$password" ]; then
  echo 'redis_password is empty: restore the secret files, or delete it and run `npm run secrets`' >&2
  exit 1
fi
{
  cat /takwin/redis.conf
  echo "requirepass $password"
} | exec redis-server -

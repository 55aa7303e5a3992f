#!/bin/bash
# Before anything else starts: every secret is there and not empty.
set -u
faults=0
for secret in /run/secrets/*; do
  [ -s "$secret" ] && grep -q '[^[:space:]]' "$secret" && continue
  echo "secret ${secret##*/} is empty or cannot be read: put it back, or delete it and run npm run secrets" >&2
  faults=1
done
exit $faults

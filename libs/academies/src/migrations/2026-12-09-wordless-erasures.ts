import type { Migration } from '@takwin/platform/postgres';

/** What was said to somebody who is erased is not kept once that is done. */
export const wordlessErasuresMigration: Migration = {
  name: '2026-12-09-wordless-erasures',
  up: `
    update erasure e set answer = null
    where exists (select from erasure done where done.state = 'finished' and e.person_id = any(done.former || done.person_id));`,
};

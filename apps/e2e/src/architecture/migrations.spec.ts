import { describe, expect, it } from '@jest/globals';
import { SERVICES } from '@takwin/contracts/topology';
import { loadApp } from '@takwin/services/load-app';
import { breakingSteps } from './breaking-migrations.js';

describe('a migration', () => {
  it.each(SERVICES)('of %s takes nothing away that the release before needs', async (service) => {
    const { migrations = [] } = await loadApp(service);
    expect(migrations.length).toBeGreaterThan(1);
    expect(breakingSteps(service, migrations)).toEqual([]);
  });

  it.each([
    'drop table room',
    'alter table room drop column seats',
    'alter table room drop seats',
    'alter table room rename to hall',
    'alter table room rename column seats to places',
    'alter table room alter column seats type bigint',
    'alter table room alter seats set data type bigint',
    'alter table room alter seats set not null',
    'truncate room',
  ])('is refused where it says: %s', (up) => {
    expect(breakingSteps('academies', [{ name: '2026-12-01-rooms', up }])).toHaveLength(1);
    expect(breakingSteps('academies', [{ name: '2026-12-01-rooms-contract', up }])).toEqual([]);
  });

  it('may add, and speak of what it does', () => {
    const up = `-- does not drop table room
      alter table room add column floor int not null default 0;
      comment on table room is 'rename to hall: never';
      alter table room drop constraint room_seats_check, alter column seats drop not null;
      create index room_floor on room(floor)`;
    expect(breakingSteps('academies', [{ name: '2026-12-01-rooms', up }])).toEqual([]);
  });
});

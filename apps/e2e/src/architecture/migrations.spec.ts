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
    "alter table room add floor int, add constraint room_floor check (floor > 0 or state = 'closed')",
    'alter table room add check (seats > 0)',
    'alter table room add constraint room_code unique (code)',
    'alter table room add constraint room_of foreign key (academy_id) references academy',
  ])('is refused where it says: %s', (up) => {
    expect(breakingSteps('academies', [{ name: '2026-12-01-rooms', up }])).toHaveLength(1);
    expect(breakingSteps('academies', [{ name: '2026-12-01-rooms-contract', up }])).toEqual([]);
  });

  it('may add, and speak of what it does', () => {
    const up = `-- does not drop table room
      alter table room add column floor int not null default 0;
      comment on table room is 'rename to hall: never';
      alter table room drop constraint room_seats_check, alter column seats drop not null;
      alter table room drop constraint room_state_check;
      alter table room add constraint room_state_check check (state in ('open', 'closed', 'in repair'));
      create table repair(room_id uuid, ended_at timestamptz, constraint repair_ended check (ended_at is not null));
      create index room_floor on room(floor)`;
    expect(breakingSteps('academies', [{ name: '2026-12-01-rooms', up }])).toEqual([]);
  });
});

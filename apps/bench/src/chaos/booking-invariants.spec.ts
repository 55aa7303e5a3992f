import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { certificationsMigrations, loadCertificationsReference } from '@takwin/certifications';
import { testDatabase, type TestDatabase } from '@takwin/platform/testing';
import pg from 'pg';
import { bookingViolations } from './booking-invariants.js';

let database: TestDatabase;
let sql: pg.Client;

beforeAll(async () => {
  database = await testDatabase({
    schema: 'certifications',
    migrations: certificationsMigrations,
    reference: loadCertificationsReference,
  });
  sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
});
afterAll(async () => {
  await sql?.end();
  await database?.close();
});

/** All that the database guards is taken away, and everything that it guards against put in, once each at least. */
const BREAKAGE = `
  alter table sitting drop constraint sitting_taken, drop constraint sitting_offered, drop constraint sitting_room,
    drop constraint sitting_within_hours;
  alter table sitting_proctor drop constraint sitting_proctor_free;
  alter table registration drop constraint registration_candidate;
  alter table engagement drop constraint engagement_one_place;
  drop index registration_active;
  drop index registration_workstation;
  drop trigger registration_workstation on registration;
  drop trigger registration_exam_days on registration;
  create function id(n int) returns uuid language sql as $$ select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid $$;
  insert into sitting(id, academy_id, region, room_id, starts_at, minutes, during, wall_time, zone, zone_rules, seats, taken, state, created_by)
    select id(n), id(90), 'MA-04', id(91), '2100-01-01 09:00Z', 90, '[2100-01-01 09:00Z,2100-01-01 10:30Z)', '2100-01-01T09:00', '', '', 1, 0,
      case n when 3 then 'cancelled' else 'open' end, 'spec' from generate_series(1, 3) n;
  insert into sitting_proctor(sitting_id, proctor_id, during)
    select id(n), id(92), '[2100-01-01 09:00Z,2100-01-01 10:30Z)' from generate_series(1, 3) n where n <> 2;
  insert into room_hours(room_id, version, open, workstations, closures)
    values (id(91), 1, true, 1, '[{"from": "2100-01-01T00:00", "until": "2100-01-02T00:00", "reason": "spec"}]');
  insert into registration(id, person_id, exam_code, academy_id, region, sitting_id, during, state, workstation, requested_at, created_by)
    select id(10 + n), id(50), 'MO-200', id(90), 'MA-04', id(case n when 4 then 3 else 1 end),
      case n when 3 then '[2100-01-01 09:30Z,2100-01-01 10:30Z)' else '[2100-01-01 09:00Z,2100-01-01 10:30Z)' end::tstzrange,
      'booked', case when n < 3 then 1 end, '2026-11-23Z', 'spec' from generate_series(1, 4) n;
  insert into registration(id, person_id, exam_code, academy_id, region, sitting_id, during, state, requested_at, created_by)
    values (id(20), id(92), 'MO-200', id(90), 'MA-04', id(1), '[2100-01-01 09:00Z,2100-01-01 10:30Z)', 'booked', '2026-11-23Z', 'spec');
  insert into person_copy(subject, version, generation, active) values (id(50)::text, 1, 1, false);
  insert into room_copy(subject, version, generation, open) values (id(91)::text, 1, 1, false);
  update registration set move_reason = 'ROOM_IS_CLOSED', cancellation = 'fee' where id = id(11);
  insert into event(position, uid, subject, type, body, at) values (1, gen_random_uuid(), 'registration', 'SeatBooked',
    jsonb_build_object('changes', jsonb_build_array(jsonb_build_object('s', id(11), 'v', 1, 'd', jsonb_build_object(
      'state', 'waitlisted', 'reason', 'ROOM_IS_CLOSED', 'startsAt', '2026-11-24T09:00:00Z')))), '2026-11-23Z');`;

describe('the invariants of booking', () => {
  it('are found broken, each of them, where nothing guards them', async () => {
    expect(Object.values(await bookingViolations(sql))).toEqual(Array(20).fill(0));
    await sql.query(BREAKAGE);
    const found = await bookingViolations(sql);
    expect(Object.entries(found).filter(([, times]) => times === 0)).toEqual([]);
  });
});

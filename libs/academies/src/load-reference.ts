import type { Database, Tx } from '@takwin/platform/postgres';
import { systemActor } from '@takwin/platform/auth';
import sql from 'sql-template-tag';
import { academies, type AcademySeed } from './academies/reference/academies.js';
import { provinces, regions } from './academies/reference/regions.js';
import { trainerPersons } from './persons/reference/trainer-persons.js';
import { foundAcademies } from './academies/academy.writer.js';
import { announceRooms } from './rooms/announce-rooms.js';
import { selectRooms } from './rooms/read-rooms.js';
import { registerSeeds } from './persons/person.writer.js';

/** The day on which the convention begins and its first academies are accredited. */
const CONVENTION_STARTS = '2026-09-01';

/**
 * Loads what ships with the product: regions, provinces, the 100 academies with their rooms, and the synthetic trainers.
 * Adds what is missing and touches nothing else, so that a second run changes nothing and what people changed stays.
 */
export async function loadAcademiesReference(db: Database): Promise<void> {
  await db.asActor(systemActor('reference'), async (tx) => {
    await loadPlaces(tx);
    const seeds = academies();
    await foundAcademies(tx, seeds, CONVENTION_STARTS);
    await loadRooms(tx, seeds);
    await registerSeeds(tx, trainerPersons(seeds));
  });
}

async function loadPlaces(tx: Tx): Promise<void> {
  await tx.query(sql`
    insert into region(code, name_fr, name_ar, population)
    select code, name->>'fr', name->>'ar', population
    from jsonb_to_recordset(${JSON.stringify(regions())}::jsonb) as r(code text, name jsonb, population int)
    on conflict do nothing`);
  await tx.query(sql`
    insert into province(code, region, name_fr, name_ar, kind, population, part_of)
    select code, region, name->>'fr', name->>'ar', kind, population, "partOf"
    from jsonb_to_recordset(${JSON.stringify(provinces())}::jsonb)
      as p(code text, region text, name jsonb, kind text, population int, "partOf" text)
    on conflict do nothing`);
}

async function loadRooms(tx: Tx, seeds: readonly AcademySeed[]): Promise<void> {
  const rows = seeds.flatMap((seed) => seed.rooms.map((room) => ({ ...room, academyId: seed.id })));
  const added = await tx.query<{ id: string }>(sql`
    insert into room(id, academy_id, code, seats, synthetic, created_by)
    select id, "academyId", code, workstations, true, 'reference'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "academyId" uuid, code text, workstations int)
    on conflict do nothing returning id`);
  const ids = added.map(({ id }) => id);
  const regionOf = new Map(seeds.map((seed) => [seed.id, seed.region]));
  const rooms = await selectRooms(tx, sql`r.id = any(${ids}::uuid[])`);
  await announceRooms(tx, 'RoomOpened', rooms, (academyId) => regionOf.get(academyId)!);
}

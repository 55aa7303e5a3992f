import { CONVENTION } from '@takwin/contracts/convention';
import type { Database, Tx } from '@takwin/platform/postgres';
import { systemActor } from '@takwin/platform/auth';
import sql from 'sql-template-tag';
import { academies } from './academies/reference/academies.js';
import { provinces, regions } from './academies/reference/regions.js';
import { trainerPersons } from './persons/reference/trainer-persons.js';
import { foundAcademies, nameAcademies, renewSearchNames } from './academies/academy.writer.js';
import { openRooms } from './rooms/room.writer.js';
import { registerSeeds } from './persons/person.writer.js';

/**
 * Loads what ships with the product: regions, provinces, the 100 academies with their rooms, and the synthetic trainers.
 * Adds what is missing, an Arabic name too, and renews what academies are found by. It touches nothing else, so that a second run changes
 * nothing and what people changed stays.
 */
export async function loadAcademiesReference(db: Database): Promise<void> {
  await db.asActor(systemActor('reference'), async (tx) => {
    await loadProvinces(tx);
    const seeds = academies();
    await foundAcademies(tx, seeds, CONVENTION.startsOn);
    await nameAcademies(tx, seeds);
    await renewSearchNames(tx);
    await openRooms(tx, seeds);
    await registerSeeds(tx, trainerPersons(seeds));
  });
}

async function loadProvinces(tx: Tx): Promise<void> {
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

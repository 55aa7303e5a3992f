import { academy } from '@takwin/contracts/events/academies';
import { NotFound } from '@takwin/platform/errors';
import { append } from '@takwin/platform/events';
import { demandVersion, KEY, refusing, Repository, type Tx, within } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { EntitySchema } from 'typeorm';
import {
  Academy,
  AcademyCodeTaken,
  type AcademyFacts,
  AcademyMayBeRegistered,
  type AcademyView,
  bilingual,
  type BilingualName,
  ProvinceUnknown,
} from './academy.js';
import { type AcademyEvent, academyLife } from './academy.life.js';
import { selectAcademies } from './academy.rows.js';
import { keepSteps } from './academy-step.writer.js';
import { foldName } from './fold-name.js';
import type { AcademySeed } from './reference/academies.js';
import { cityInArabic } from './reference/cities.js';
import { provinces } from './reference/regions.js';

const TEXT = { type: 'text' } as const;
const FIXED = { ...TEXT, update: false } as const;

export const academySchema = new EntitySchema<Academy>({
  name: 'Academy',
  target: Academy,
  tableName: 'academy',
  columns: {
    ...KEY,
    code: FIXED,
    kind: FIXED,
    region: FIXED,
    province: FIXED,
    profile: TEXT,
    state: TEXT,
    city: TEXT,
    names: TEXT,
    accreditedOn: { type: 'date' },
    membershipUntil: { type: 'date' },
    interruptions: { type: 'jsonb' },
    proposedOn: { type: 'date' },
    proposedBy: TEXT,
    createdBy: FIXED,
    distinctFrom: { type: 'uuid', array: true, update: false },
    distinctReason: FIXED,
  },
  embeddeds: {
    name: { schema: new EntitySchema<BilingualName>({ name: 'BilingualName', columns: { fr: TEXT, ar: TEXT } }) },
  },
});

const academies = new Repository(academySchema);

type NewAcademy = Pick<AcademyView, 'code' | 'kind' | 'profile' | 'region' | 'province' | 'city'> & {
  name: Parameters<typeof bilingual>[0];
  membershipUntil?: string;
  distinctFrom?: { academyIds: readonly string[]; reason: string };
};

type Found = { code: string; name: { fr: string; ar: string | null }; province: string; city: string };

/**
 * What an academy can be found by: its code, its names, its city, in Arabic as the gazetteer has it, and its province. The search tells the
 * places by where they stand, of which the first is the city's; each of several words is one word too.
 */
const searchNames = ({ code, name, province, city }: Found): string => {
  provinceNames ??= new Map(provinces().map((one) => [one.code, one.name]));
  const of = provinceNames.get(province);
  return [code, name.fr, name.ar ?? '', inOne(city, cityInArabic(province, city)), inOne(of?.fr, of?.ar)]
    .map(foldName)
    .join('|');
};

let provinceNames: Map<string, { fr: string; ar: string }> | undefined;

const inOne = (...names: (string | null | undefined)[]): string =>
  names
    .map((name) => foldName(name ?? ''))
    .flatMap((name) => (name.includes(' ') ? [name, name.replaceAll(' ', '')] : [name]))
    .join(' ');

/** Takes a candidate into the register. Refuses ACADEMY_CODE_IS_TAKEN, ACADEMY_MAY_BE_REGISTERED and a province not in the region. */
export async function registerAcademy(tx: Tx, asked: NewAcademy): Promise<AcademyView> {
  const { code, kind, profile, region, province, city, membershipUntil = null, distinctFrom } = asked;
  const name = bilingual(asked.name);
  await demandUnlike(tx, { code, name, kind, province, city }, distinctFrom?.academyIds ?? []);
  const registered = await refusing(
    tx.one<{ id: string }>(sql`
      insert into academy(code, name_fr, name_ar, kind, profile, region, province, city, membership_until, names,
        distinct_from, distinct_reason, created_by)
      values (${code}, ${name.fr}, ${name.ar}, ${kind}, ${profile}, ${region}, ${province}, ${city}, ${membershipUntil},
        ${searchNames({ code, city, province, name })}, ${distinctFrom?.academyIds ?? null}, ${distinctFrom?.reason ?? null}, ${tx.actor.subject}) returning id`),
    { academy_code: () => new AcademyCodeTaken(), academy_place: () => new ProvinceUnknown() },
  );
  const [made] = await selectAcademies(tx, sql`a.id = ${registered!.id}`);
  await announce(tx, academyLife.transitions.register.event, [made!]);
  return made!;
}

const calledAs = ({ name, city }: Pick<AcademyView, 'name' | 'city'>): string =>
  [name.fr, city].map(foldName).join('|');

/** A name and city as they are compared: the letters and digits by what they look like, folded by the database as those of persons. */
const keyOf = (name: Sql, city: Sql): Sql => sql`${lookOf(name)} || '|' || ${lookOf(city)}`;

// A capital I, a small l, a 1 and a bar look alike in print, as do O and 0, S and 5.
const lookOf = (text: Sql): Sql => sql`person_name_key(translate(look_alike(${text}), 'i1|05', 'lllos'), '')`;

/**
 * Refuses ACADEMY_MAY_BE_REGISTERED where another academy that is not closed, and not among `others`, has the name, kind, province and
 * city; of two at once the later waits here. The own code is refused by name.
 */
async function demandUnlike(
  tx: Tx,
  one: Pick<AcademyView, 'code' | 'name' | 'kind' | 'province' | 'city'>,
  others: readonly string[],
): Promise<void> {
  const called = keyOf(sql`${one.name.fr}::text`, sql`${one.city}::text`);
  await tx.query(sql`
    select pg_advisory_xact_lock(hashtextextended(concat_ws('|', 'academy', ${one.kind}::text, ${one.province}::text, ${called}), 0))`);
  const matches = await tx.query<{ academyId: string; code: string; state: AcademyView['state'] }>(sql`
    select id as "academyId", code, state from academy
    where kind = ${one.kind} and province = ${one.province} and state <> 'closed' and code <> ${one.code}
      and ${keyOf(sql`name_fr`, sql`city`)} = ${called}
      and id <> all(${others}::uuid[])
    order by code limit 20`);
  if (matches.length > 0) throw new AcademyMayBeRegistered(matches);
}

/** Adds the academies that are not there yet, accredited on the day (YYYY-MM-DD). */
export async function foundAcademies(tx: Tx, seeds: readonly AcademySeed[], on: string): Promise<void> {
  const rows = seeds.map((seed) => ({ ...seed, names: searchNames(seed) }));
  const added = await tx.query<{ id: string }>(sql`
    insert into academy(id, code, name_fr, name_ar, kind, profile, state, region, province, city, accredited_on, names, created_by)
    select id, code, name->>'fr', name->>'ar', kind, profile, ${academyLife.transitions.found.to}, region, province, city,
      ${on}, names, 'reference'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a(id uuid, code text, name jsonb, kind text, profile text,
      region text, province text, city text, names text)
    on conflict do nothing returning id`);
  const ids = added.map(({ id }) => id);
  const founded = await selectAcademies(tx, sql`a.id = any(${ids}::uuid[])`);
  await announce(tx, academyLife.transitions.found.event, founded);
  await keepSteps(tx, founded, { step: 'accredited', on });
}

/** Gives the academies that still have their shipped French name the Arabic one that they lack, and keeps whose words both are. */
export async function nameAcademies(tx: Tx, seeds: readonly AcademySeed[]): Promise<void> {
  const rows = seeds.map((seed) => ({ ...seed, names: searchNames(seed) }));
  const named = await tx.query<{ id: string }>(sql`
    update academy a set name_ar = s.name->>'ar', names = s.names, version = version + 1
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(id uuid, name jsonb, names text)
    where a.id = s.id and a.name_ar is null and a.name_fr = s.name->>'fr' and a.state = any(${academyLife.from('change')})
    returning a.id`);
  const ids = named.map(({ id }) => id);
  await announce(tx, academyLife.transitions.change.event, await selectAcademies(tx, sql`a.id = any(${ids}::uuid[])`));
  await tx.query(sql`
    insert into academy_name_origin as known(academy_id, name_fr, name_ar, fr, ar)
    select id, name->>'fr', name->>'ar', origins->>'fr', origins->>'ar'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(id uuid, name jsonb, origins jsonb)
    on conflict (academy_id) do update set name_fr = excluded.name_fr, name_ar = excluded.name_ar, fr = excluded.fr,
      ar = excluded.ar where known is distinct from excluded`);
}

/** Writes anew by what academies are found, where that is other than it was once; nothing that is told of them changes. */
export async function renewSearchNames(tx: Tx): Promise<void> {
  const all = await tx.query<Parameters<typeof searchNames>[0] & { id: string; names: string }>(sql`
    select id, code, jsonb_build_object('fr', name_fr, 'ar', name_ar) as name, province, city, names from academy`);
  const rows = all
    .map((one) => ({ id: one.id, was: one.names, names: searchNames(one) }))
    .filter(({ was, names }) => was !== names);
  await tx.query(sql`
    update academy a set names = s.names
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(id uuid, was text, names text)
    where a.id = s.id and a.names = s.was`);
}

/**
 * Has an academy of the actor decide what becomes of it: saves and publishes what is other than before. Refuses NOT_FOUND, VERSION_MISMATCH and
 * ACADEMY_MAY_BE_REGISTERED where it would be called as another one of the place.
 */
export async function changeAcademy(
  tx: Tx,
  { id, expectedVersion }: { id: string; expectedVersion?: number },
  decide: (academy: Academy) => AcademyEvent | Promise<AcademyEvent>,
): Promise<AcademyView> {
  const mine = within(tx.actor, { region: sql`region`, academy: sql`id` });
  const found = await academies.find(tx, sql`id = ${id} and ${mine}`);
  if (!found) throw new NotFound('academy');
  demandVersion(expectedVersion, found.version);
  const before = calledAs(found);
  const event = await decide(found);
  Object.assign(found, { names: searchNames(found) });
  if (calledAs(found) !== before) await demandUnlike(tx, found, found.distinctFrom ?? []);
  if (await academies.save(tx, found)) await announce(tx, event, [found]);
  const [shown] = await selectAcademies(tx, sql`a.id = ${id}`);
  return shown!;
}

const announce = (tx: Tx, event: AcademyEvent, changed: readonly AcademyFacts[]): Promise<void> =>
  append(
    tx,
    academy,
    event,
    changed.map(({ id, version, ...state }) => ({ id, version, state })),
  );

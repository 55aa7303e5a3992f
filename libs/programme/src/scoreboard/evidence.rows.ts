import { CONVENTION } from '@takwin/contracts/convention';
import { TRAINERS } from '@takwin/contracts/synthetic/trainers';
import { type Page, type Pages, stableId } from '@takwin/platform/schema';
import type { Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { type EvidenceView, PROOF } from './evidence.js';
import type { TargetId } from './target.js';

const { startsOn, endsOn } = CONVENTION;

/** For whom literacy is, of the persons that the register knows: the office's own people, staff and trainers; the one definition. */
export const IS_STAFF = sql`kind in ('staff', 'trainer')`;

/**
 * Persons of whom an academy alone says that there are such, and records that turned out to be somebody else's: they count nowhere. Who was
 * told of before that was told is believed.
 */
export const UNCOUNTED = sql`(select person.subject::uuid from scoreboard_person person where person.confirmed is false or person.merged_into is not null)`;

/** The facts that count towards each target on a day: whom or what each is about, where it counts and is opened, and since when. */
const FACTS: Record<TargetId, (on: string) => Sql> = {
  academies: (on) => sql`
    select subject, '' as detail, subject as fact, '/v1/academies/' || subject as path, since, region, subject::uuid as academy_id, null::uuid as person_id
    from scoreboard_academy
    where counts and (since is null or since <= ${on}) and coalesce(membership_until, ${endsOn}) >= ${on}
      and not exists (select from jsonb_to_recordset(interruptions) as out("from" date, until date)
        where ${on} between out."from" and coalesce(out.until, 'infinity'))`,
  trainers: (on) => sql`
    select subject, '' as detail, subject as fact, '/v1/trainers/' || subject || '/upskilling-plan' as path, since, region,
      academy_id, subject::uuid as person_id
    from scoreboard_trainer where counts and since <= ${on}`,
  certifications: (on) => sql`
    select person_id as subject, certification as detail, coalesce(credential_id::text, subject) as fact,
      coalesce('/v1/credentials/' || credential_id, '/v1/certifications/' || subject) as path, since, region, academy_id, person_id
    from scoreboard_certification where counts and since between ${startsOn} and least(${on}::date, ${endsOn})
      and coalesce(revoked_on > ${on}, true)`,
  courses: (on) => sql`
    select course.subject, '' as detail, offering.subject as fact, '/v1/offerings/' || offering.subject as path,
      offering.learnt_on as since, offering.region, offering.academy_id,
      null::uuid as person_id
    from scoreboard_offering offering join scoreboard_course course on course.subject = offering.course_id::text
    where offering.counts and not course.synthetic
      and offering.learnt_on <= least(${on}::date, ${endsOn}) and offering.ends_on >= ${startsOn}
      and exists (select from scoreboard_enrolment place
        where place.offering_id = offering.subject::uuid and place.person_id <> offering.trainer_id and place.hours > 0
          and place.person_id not in ${UNCOUNTED})`,
  'office365-users': (on) => sql`
    select person_id as subject, '' as detail, subject as fact, '/v1/licences/' || subject as path, since, region, academy_id, person_id
    from scoreboard_licence where counts and since <= ${on}`,
  'literacy-completions': (on) => sql`
    select subject, '' as detail, coalesce(evaluation_id::text, subject) as fact,
      coalesce('/v1/literacy-evaluations/' || evaluation_id, '/v1/persons/' || subject || '/learning-record') as path,
      since, region, academy_id,
      subject::uuid as person_id
    from scoreboard_literacy literacy where counts and since <= ${on} and exists (
      select from scoreboard_person person where person.subject = literacy.subject and ${IS_STAFF})`,
};

/** The persons that ship with the product, made up for trials. */
const MADE_UP = Array.from({ length: TRAINERS }, (_, n) => stableId('trainer', String(n + 1)));

/** Of a fact, whether it is of somebody who is made up. */
export const IS_MADE_UP = sql`coalesce(person_id in (select unnest(${MADE_UP}::uuid[])), false)`;

/** Of a fact, whether it is of somebody who was erased: by an id that names nobody, who may have come again as somebody new. */
export const IS_ERASED = sql`coalesce(person_id in (
  select person.subject::uuid from scoreboard_person person where person.erased), false)`;

type Counted = { id: TargetId; on: string; where: Sql };

/**
 * What a figure counts of the facts that `where` leaves: each subject once (each certification of a person, of certifications), by
 * its earliest fact. The one definition, for the count and for its evidence; of equal days, `ties` tells which fact is taken.
 */
export const countedOf = ({ id, on, where }: Counted, columns: Sql, ties = empty): Sql => sql`
  select distinct on (subject, detail) ${columns} from (${FACTS[id](on)}) fact where ${where} and (person_id is null or person_id not in ${UNCOUNTED})
  order by subject, detail, since ${ties}`;

/** The rows that a figure counts, to be counted. */
export const countedRows = (counted: Counted): Sql => sql`(${countedOf(counted, sql`subject`)}) evidence`;

/** The sort key of evidence: the subject's id, and which of its certifications. */
export const EvidencePlace = z.tuple([z.uuid(), z.string()]);
export const evidencePlace = ({ subject, certification }: EvidenceView): z.output<typeof EvidencePlace> => [
  subject.id,
  certification ?? '',
];

type Asked = Pages<EvidenceView, z.output<typeof EvidencePlace>>;

/** A page of what a figure counts, in the order of the subjects' ids. */
export async function selectEvidence(
  tx: Tx,
  { id, on, where }: Counted,
  { last, limit, page }: Asked,
  total: () => Promise<number | null>,
): Promise<Page<EvidenceView>> {
  const [kind, proof] = PROOF[id];
  const begin = last ? sql`and (subject, detail) > (${last[0]}, ${last[1]})` : empty;
  const rows = await tx.query<EvidenceView>(sql`
    select json_build_object('kind', ${kind}::text, 'id', subject) as subject, nullif(detail, '') as certification,
      json_build_object('kind', ${proof}::text, 'id', fact, 'path', path) as fact, since, academy_id as "academyId", region,
      ${IS_MADE_UP} as synthetic
    from (${countedOf({ id, on, where: sql`${where} ${begin}` }, sql`*`, sql`, fact`)}) counted limit ${limit}`);
  return page(rows, total);
}

/** Whether one of the academies is in the region. */
export const isRegionOf = async (tx: Tx, academies: readonly string[], region: string): Promise<boolean> =>
  (await tx.one(sql`
    select from scoreboard_academy where subject = any(${academies}::text[]) and region = ${region} limit 1`)) !==
  undefined;

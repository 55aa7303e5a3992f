import pg from 'pg';
import type { Rows } from './fill.js';

/** Rows enough for every list of which the reference data has less than a page. */
const COUNT = 120;
const NTH = (table: string, order = 'id') => `(select t.*, row_number() over (order by ${order}) nth from ${table} t)`;
const PERSON = `join ${NTH('trainers.trainer')} p on p.nth = n`;
const REGISTRATION = `join ${NTH('registration')} r on r.nth = n`;
const FIRST_PERSON = '(select id from trainers.trainer order by id limit 1)';
const HERE = `cross join (select id, region from academies.academy order by code limit 1) a`;
const OWN = { person_id: 'p.id', academy_id: 'p.academy_id', region: 'p.region' };
const NOW = `date_trunc('milliseconds', now())`;
const PAST = `${NOW} - interval '30 days'`;

const rows = (schema: string, table: string, row: Rows['row'], from = '', count = COUNT): Rows => ({
  ...{ schema, table, row, from, count },
});

export const LIST_ROWS: readonly Rows[] = [
  rows(
    'academies',
    'assignment',
    {
      ...{ subject: `'manager ' || n`, role: `'academy-manager'`, region: 'a.region', academy_id: 'a.id' },
      ...{
        from_on: 'current_date',
        until_on: 'current_date + 100',
        counted_from: 'current_date',
        given_by: `'a spec'`,
      },
    },
    HERE,
  ),
  rows(
    'academies',
    'readiness_proof',
    {
      ...{ academy_id: 'a.id', kind: `'network'`, proven_on: 'current_date', expires_on: 'current_date' },
      ...{ document: `'DR-04/2026/118'`, state: `'confirmed'`, recorded_by: `'a spec'`, recorded_at: PAST },
      ...{ confirmed_by: `'another'`, confirmed_at: PAST },
    },
    `join ${NTH('academies.academy', 'code')} a on a.nth = n`,
  ),
  rows(
    'academies',
    'academy_step',
    {
      academy_id: 'a.id',
      step: `'renewed'`,
      from_on: 'current_date',
      state: `'accredited'`,
      taken_by: `'a spec'`,
      taken_at: PAST,
    },
    HERE,
  ),
  rows(
    'academies',
    'claim',
    {
      ...{
        person_id: 'p.id',
        provisional_id: 'gen_random_uuid()',
        academy_id: 'p.academy_id',
        name_fr: `'Salma TAZI'`,
      },
      ...{ asked_by: `'a spec'`, asked_at: PAST },
    },
    PERSON,
  ),
  rows('academies', 'person_correction', {
    ...{ person_id: FIRST_PERSON, version: 'n', now_birth_date: 'current_date', corrected_as: `'programme-admin'` },
  }),
  rows(
    'academies',
    'correction_request',
    {
      ...{ person_id: 'p.id', birth_date: 'current_date', asked_at: PAST },
      ...{ state: `'refused'`, decided_at: PAST, decided_by: `'a spec'` },
    },
    PERSON,
  ),
  rows(
    'academies',
    'erasure',
    {
      ...{ person_id: 'p.id', region: 'p.region', academy_id: 'p.academy_id', asked_at: PAST },
      ...{ state: `'refused'`, decided_at: PAST, decided_by: `'a spec'` },
    },
    PERSON,
  ),
  rows(
    'academies',
    'person_merge',
    {
      ...{ person_id: 'p.id', region: 'p.region', reason: `'one person'`, document: `'DR-04/2026/118'` },
      ...{ placements_were: `'[]'`, placements_are: `'[]'` },
    },
    PERSON,
  ),
  rows('academies', 'import', { kind: `'konosys'`, state: `'done'`, encoding: `'utf-8'` }),
  rows(
    'courses',
    'offering',
    {
      course_id: '(select min(id::text)::uuid from course)',
      academy_id: 'a.id',
      region: 'a.region',
      ends_on: 'current_date + 100',
      seats: '20',
    },
    HERE,
  ),
  rows(
    'courses',
    'enrolment',
    { ...OWN, offering_id: '(select id from offering order by id limit 1)', state: `'enrolled'` },
    PERSON,
  ),
  rows('courses', 'literacy', OWN, PERSON),
  rows('courses', 'literacy_evaluation', { person_id: 'p.id', state: `'held'`, score: '800' }, PERSON),
  rows(
    'certifications',
    'sitting',
    {
      ...{ academy_id: 'a.id', region: 'a.region', minutes: '90', seats: '200', wall_time: `'2030-01-01T08:30'` },
      ...{ zone: `'Africa/Casablanca'`, zone_rules: `'filled'` },
      starts_at: `${PAST} + n * interval '1 day'`,
      during: `tstzrange(${PAST} + n * interval '1 day', ${PAST} + n * interval '1 day' + interval '90 minutes')`,
    },
    HERE,
  ),
  rows('certifications', 'campaign', {
    exam_codes: `'{MO-200}'`,
    persons: `array[gen_random_uuid()]`,
    state: `'done'`,
  }),
  rows(
    'certifications',
    'registration',
    {
      ...OWN,
      exam_code: '(select min(code) from exam)',
      sitting_id: '(select id from sitting order by starts_at limit 1)',
      during: '(select during from sitting order by starts_at limit 1)',
      state: `'booked'`,
    },
    PERSON,
  ),
  rows(
    'certifications',
    'campaign_plan',
    {
      campaign_id: '(select id from campaign order by id limit 1)',
      exam_code: '(select min(code) from exam)',
      sitting_id: 's.id',
      starts_at: 's.starts_at',
    },
    `join ${NTH('sitting')} s on s.nth = n`,
  ),
  rows(
    'certifications',
    'campaign_opening',
    { campaign_id: '(select id from campaign order by id limit 1)', academy_id: 'a.id' },
    HERE,
  ),
  rows(
    'certifications',
    'result',
    { registration_id: 'r.id', state: `'held'`, held_for: `'NOT_LET_IN'`, score: '700' },
    REGISTRATION,
  ),
  rows('certifications', 'appeal', { registration_id: 'r.id' }, REGISTRATION),
  rows(
    'certifications',
    'charge',
    {
      registration_id: 'r.id',
      person_id: 'r.person_id',
      academy_id: 'r.academy_id',
      region: 'r.region',
      dirhams: '200',
    },
    REGISTRATION,
  ),
  rows(
    'certifications',
    'charge_entry',
    { charge_id: 'c.id', state: `'booked'`, reason: `'NO_SHOW'` },
    `join ${NTH('charge')} c on c.nth = n`,
  ),
  rows('certifications', 'exam_day_record', {
    sitting_id: '(select id from sitting order by starts_at limit 1)',
    kind: `'incident'`,
    details: `'{"incident": "power", "note": "none"}'`,
  }),
  rows('certifications', 'voucher_lot', {
    family: `'mos'`,
    vouchers: '500',
    expires_on: 'current_date + 300',
    expires_at: `${NOW} + interval '300 days'`,
  }),
  rows(
    'certifications',
    'voucher',
    { ...OWN, lot_id: '(select id from voucher_lot order by id limit 1)', state: `'assigned'` },
    PERSON,
  ),
  rows('certifications', 'past_attempt', {
    person_id: FIRST_PERSON,
    exam_code: '(select min(code) from exam)',
    score: '500',
  }),
  rows('certifications', 'accommodation', { person_id: FIRST_PERSON, extra_percent: '25', extra_minutes: '0' }),
  rows('certifications', 'result_import', { state: `'done'`, encoding: `'utf-8'` }),
  rows('licensing', 'run', {
    sku_id: '(select min(sku_id::text)::uuid from seat_pool)',
    action: `'assign'`,
    state: `'done'`,
  }),
  rows(
    'licensing',
    'outcome',
    {
      ...OWN,
      run_id: '(select id from run order by id limit 1)',
      sku_id: '(select min(sku_id::text)::uuid from seat_pool)',
      state: `'assigned'`,
    },
    PERSON,
  ),
  rows(
    'licensing',
    'licence',
    {
      ...OWN,
      sku_id: '(select min(sku_id::text)::uuid from seat_pool)',
      state: `'assigned'`,
      assigned_on: 'current_date',
    },
    PERSON,
  ),
  rows(
    'licensing',
    'drift',
    { ...OWN, sku_id: '(select min(sku_id::text)::uuid from seat_pool)', kind: `'no-account'` },
    PERSON,
  ),
];

/** What those lists are of that are of one thing, by operation: the things that have the rows. */
export async function idsOf(adminUrl: string): Promise<Record<string, Record<string, string>>> {
  const admin = new pg.Client({ connectionString: adminUrl, application_name: 'list rows' });
  await admin.connect();
  try {
    const { rows } = await admin.query<Record<'person' | 'sitting' | 'campaign' | 'run', string>>(`
      select ${FIRST_PERSON} as person, (select id from certifications.sitting order by starts_at limit 1) as sitting,
        (select campaign_id from certifications.campaign_plan limit 1) as campaign,
        (select run_id from licensing.outcome limit 1) as run`);
    const { person, sitting, campaign, run } = rows[0]!;
    return {
      FindImports: { kind: 'konosys' },
      FindCorrections: { personId: person },
      FindCampaignOpenings: { id: campaign },
      FindCampaignSeats: { id: campaign },
      FindPastAttempts: { personId: person },
      FindAccommodations: { personId: person },
      FindExamDayRecords: { sittingId: sitting },
      FindProvisioningOutcomes: { id: run },
    };
  } finally {
    await admin.end();
  }
}

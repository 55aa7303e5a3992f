import pg from 'pg';
import { fill } from './fill.js';

/** A word that stands nowhere else, in whatever names a person. */
export const WORD = 'zqwhoerased';
const DECIDED = { decided_at: 'now()', decided_by: `'an official'` };
const said = `'${WORD} ' || n`;

/** Whose rows are planted: the person, of whom there is a registration, a run and a credential, and a record that merged into theirs. */
export type Planted = {
  person: string;
  former: string;
  registration: string;
  sitting: string;
  academy: string;
  region: string;
  run: string;
  sku: string;
};

/** Has every table of which erasure removes or empties something hold a row of the person, with the word in each such column that may. */
export async function plantErased(adminUrl: string, who: Planted): Promise<void> {
  const { person, former, registration, sitting, academy, region } = who;
  const id = (one: string): string => `'${one}'::uuid`;
  const of = { person_id: id(person) };
  const names = { family_fr: said, given_fr: said, family_ar: said, given_ar: said };
  const now = Object.fromEntries(Object.entries(names).map(([name, value]) => [`now_${name}`, value]));
  const kept = (column: string): string => `(select p.${column} from academies.person p where p.id = '${person}')`;
  const cards = { cin_hash: kept('cin_hash'), cin_sealed: kept('cin_sealed') };
  const json = `jsonb_build_object('family_fr', '${WORD}', 'given_fr', '${WORD}')`;
  const at = { academy_id: id(academy), region: `'${region}'` };
  await fill(adminUrl, [
    {
      schema: 'academies',
      table: 'claim',
      count: 1,
      row: { provisional_id: id(former), ...of, name_fr: said, reason: said, state: `'refused'`, ...DECIDED },
    },
    {
      schema: 'academies',
      table: 'correction_request',
      count: 1,
      row: { ...of, name: json, reason: said, answer: said, document: said, state: `'refused'`, ...DECIDED },
    },
    {
      schema: 'academies',
      table: 'person_correction',
      count: 1,
      row: { ...of, ...names, ...now, reason: said, document: said, ...cards },
    },
    {
      schema: 'academies',
      table: 'person_merge',
      count: 1,
      row: {
        ...of,
        merged_id: id(former),
        region: `'${region}'`,
        reason: said,
        document: said,
        person_was: json,
        survivor_was: json,
        ...cards,
      },
    },
    { schema: 'academies', table: 'person_alias', count: 1, row: { id: id(former), ...of } },
    { schema: 'academies', table: 'subject_person', count: 1, row: { subject: said, ...of } },
    {
      schema: 'trainers',
      table: 'trainer',
      count: 1,
      row: { id: id(person), ...at, state: `'left'`, upskilling: `'none'`, synthetic: 'true' },
    },
    {
      schema: 'trainers',
      table: 'qualification',
      count: 1,
      row: { trainer_id: id(person), kind: `'proctor'`, evidence: said },
    },
    {
      schema: 'trainers',
      table: 'plan_item',
      count: 1,
      row: { trainer_id: id(person), kind: `'exam'`, evidence_ref: said, evidence_kind: `'document'` },
    },
    {
      schema: 'trainers',
      table: 'plan_item_withdrawn',
      count: 1,
      row: { trainer_id: id(person), kind: `'exam'`, reason: said },
    },
    {
      schema: 'courses',
      table: 'literacy_evaluation',
      count: 1,
      row: {
        ...of,
        score: '700',
        state: `'revoked'`,
        revoked_at: 'now()',
        revoked_by: `'z'`,
        reason: said,
        revoked_reason: said,
        decided_at: 'now()',
        decided_by: `'x'`,
      },
    },
    {
      schema: 'certifications',
      table: 'accommodation',
      count: 1,
      row: { ...of, document: said, extra_minutes: '10', state: `'revoked'`, revoked_at: 'now()' },
    },
    {
      schema: 'certifications',
      table: 'exam_day_record',
      count: 1,
      row: {
        id: `'00000000-0000-4000-8000-0000000000e1'::uuid`,
        registration_id: id(registration),
        sitting_id: id(sitting),
        kind: `'incident'`,
        details: `jsonb_build_object('reason', '${WORD}')`,
      },
    },
    {
      schema: 'certifications',
      table: 'exam_day_revocation',
      count: 1,
      row: { record_id: `'00000000-0000-4000-8000-0000000000e1'::uuid`, reason: said },
    },
    {
      schema: 'certifications',
      table: 'result_revision',
      count: 1,
      row: { registration_id: id(registration), revision: '9', outcome: `'passed'`, reason: said },
    },
    {
      schema: 'certifications',
      table: 'appeal',
      count: 1,
      row: {
        registration_id: id(registration),
        revision: '9',
        ground: said,
        reason: said,
        state: `'rejected'`,
        decided_at: 'now()',
        decided_by: `'y'`,
        created_by: `'x'`,
      },
    },
    {
      schema: 'certifications',
      table: 'past_attempt_revocation',
      count: 1,
      row: { ...of, exam_code: `'MO-201'`, reason: said },
    },
    {
      schema: 'certifications',
      table: 'charge',
      count: 1,
      row: {
        ...of,
        id: `'00000000-0000-4000-8000-0000000000c1'::uuid`,
        registration_id: id(registration),
        ...at,
        dirhams: '100',
        state: `'settled'`,
        payer: `'academy'`,
      },
    },
    {
      schema: 'certifications',
      table: 'charge_entry',
      count: 1,
      row: { charge_id: `'00000000-0000-4000-8000-0000000000c1'::uuid`, state: `'settled'`, reason: said },
    },
    { schema: 'certifications', table: 'subject_person', count: 1, row: { subject: said, ...of } },
    {
      schema: 'licensing',
      table: 'initial_secret',
      count: 1,
      row: { ...of, account: said, nonce: `convert_to('${WORD}', 'UTF8')`, ...at },
    },
    { schema: 'licensing', table: 'drift', count: 1, row: { ...of, sku_id: id(who.sku), kind: `'not-there'`, ...at } },
    ...['trainers', 'courses', 'licensing'].map((schema) => ({
      schema,
      table: 'subject_person',
      count: 1,
      row: { subject: said, ...of },
    })),
    ...['academies', 'trainers', 'courses', 'certifications', 'licensing'].map((schema) => ({
      ...{ schema, table: 'kept_work', count: 1 },
      row: { kept_at: 'now()', answer: `'{"id":"${person}","name":"${WORD}"}'` },
    })),
    ...['courses', 'certifications'].map((schema) => ({
      ...{ schema, table: 'kept_answer', count: 1 },
      row: { answered_at: 'now()', answer: `jsonb_build_object('personId', '${person}', 'name', '${WORD}')` },
    })),
  ]);
  await say(adminUrl, [
    `update certifications.registration set consent_document = '${WORD}', reason = '${WORD}', move_reason = '${WORD}' where id = '${registration}'`,
    ...['certifications', 'courses'].map(
      (schema) => `update ${schema}.person_copy set groups = array['${WORD}'] where subject = '${person}'`,
    ),
    `insert into certifications.literacy_copy(subject, version, generation, revoked_reason) values ('${person}', 0, 0, '${WORD}')
      on conflict (subject) do update set revoked_reason = excluded.revoked_reason`,
    `update certifications.result set reason = case when reason is not null then '${WORD}' end, correction = '${WORD}' where registration_id = '${registration}'`,
    `update certifications.credential set revoked_reason = '${WORD}', reissued_reason = '${WORD}' where person_id = '${person}'`,
    `update licensing.outcome set graph_error = '${WORD}', request_id = '${WORD}' where person_id = '${person}'`,
    `update academies.placement set group_code = '${WORD}', filiere = '${WORD}', level = '${WORD}' where person_id = '${person}'`,
  ]);
}

/** Says it to the database as it stands, past triggers and references. */
async function say(adminUrl: string, statements: readonly string[]): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(`set session_replication_role = replica`);
    for (const statement of statements) await admin.query(statement);
  } finally {
    await admin.end();
  }
}

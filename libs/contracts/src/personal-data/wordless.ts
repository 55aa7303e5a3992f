import { columns } from './columns.js';
import { KINDS } from './kinds.js';

/**
 * Why a column of text that stays of who is erased holds no words about them: it holds a code of a closed set (or what is made of such), the
 * key of something, a hash, or a name that erased-persons.md keeps. `*` is of every service. A spec holds it to PostgreSQL's catalogue.
 */
const WORDLESS = `
*.erasure_work                            code   stage because
*.event                                   code   subject type
*.event                                   key    trace
*.event_new                               code   subject type
*.event_new                               key    trace
academies.erasure                         code   region kind state
academies.erasure                         named  document
academies.erasure_report                  code   service stage because
academies.exam_to_come                    key    subject
academies.import                          code   kind state encoding code encoding_because
academies.open_charge                     key    subject
academies.person_claim                    key    key
academies.scoreboard_certification        code   region certification
academies.scoreboard_certification        key    subject
academies.scoreboard_enrolment            key    subject
academies.scoreboard_licence              code   region
academies.scoreboard_licence              key    subject
academies.scoreboard_literacy             code   region
academies.scoreboard_literacy             key    subject
academies.scoreboard_offering             code   region
academies.scoreboard_offering             key    subject
academies.scoreboard_person               code   region kind
academies.scoreboard_person               key    subject
academies.scoreboard_registration         code   region
academies.scoreboard_registration         key    subject
academies.scoreboard_trainer              code   region
academies.scoreboard_trainer              key    subject
certifications.appeal                     code   state
certifications.campaign                   code   exam_codes state opening
certifications.charge                     code   region state payer
certifications.charge_entry               code   state
certifications.credential                 code   certification_id region state achievement_id
certifications.exam_day_record            code   kind
certifications.exam_day_record            hash   content_hash
certifications.held                       code   certification_id region
certifications.literacy_copy              code   region
certifications.literacy_copy              key    subject
certifications.past_attempt               code   exam_code
certifications.past_attempt_revocation    code   exam_code
certifications.person_copy                code   kind region erasure
certifications.person_copy                key    subject
certifications.registration               code   exam_code region state cancellation
certifications.result                     code   state held_for source
certifications.result_conflict            code   source
certifications.result_import              code   state encoding code encoding_because kind
certifications.result_revision            code   outcome source
certifications.teaching_copy              key    subject
certifications.trainer_copy               code   region
certifications.trainer_copy               key    subject
certifications.voucher                    code   region state
courses.enrolment                         code   region state reason
courses.literacy                          code   region state
courses.literacy_evaluation               code   state
courses.offering                          code   region state
courses.person_copy                       code   kind region erasure
courses.person_copy                       key    subject
courses.statement                         code   region verb why_not
courses.statement                         hash   digest
courses.trainer_copy                      code   topics qualifications region
courses.trainer_copy                      key    subject
licensing.account                         named  name
licensing.entitlement                     code   state region problem
licensing.event                           code   body
licensing.event_new                       code   body
licensing.licence                         code   region state
licensing.outcome                         code   region state reason
licensing.person_copy                     code   kind region erasure
licensing.person_copy                     key    subject
trainers.completion_copy                  key    subject
trainers.event                            code   body
trainers.event_new                        code   body
trainers.exam_pass_copy                   code   exam_code
trainers.exam_pass_copy                   key    subject
trainers.person_copy                      code   kind region erasure
trainers.person_copy                      key    subject
trainers.plan_item                        code   kind evidence_kind
trainers.plan_item                        key    ref
trainers.plan_item_withdrawn              code   kind
trainers.plan_item_withdrawn              key    ref
trainers.qualification                    code   kind topic
trainers.trainer                          code   region state upskilling
`;

/** Columns, as `schema.table.column` or `*.table.column`, of text that stays and is no words about somebody. */
export const wordless: ReadonlySet<string> = new Set(
  WORDLESS.trim()
    .split('\n')
    .flatMap((line) => {
      const [table, , ...names] = line.trim().split(/\s+/);
      return names.map((name) => `${table}.${name}`);
    }),
);

/** Kinds that end by themselves, whoever is erased, and that of subjects of tokens: no words are looked for in what is of them. */
const ELSEWHERE = new Set<string>(['callers', ...KINDS.flatMap((kind) => ('days' in kind.retention ? [kind.id] : []))]);

/** Whether rows of a table, as `schema.table`, tell of a person: one of its columns holds personal data of another kind than who acted. */
export const tellsOfPersons = (table: string): boolean =>
  [...columns].some(
    ([column, kind]) => column.slice(0, column.lastIndexOf('.')) === table && !['none', 'callers'].includes(kind),
  );

/** Whether words about a person could stand in a column of text, as far as its kind says. */
export const mayHoldWords = (column: string): boolean => !ELSEWHERE.has(columns.get(column)!);

import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { achievements } from '../credentials/reference/achievements.js';
import { announceExam, announceExams } from './announce-exam.js';
import type { ExamFacts, ExamView } from './exam.js';
import type { Origin } from './origin.js';
import { certificationFacts } from './reference/certification-facts.js';
import { certifications } from './reference/certifications.js';
import { exams } from './reference/exams.js';

/** Loads the exams that ship, and tells of them, what they count for, and all that a credential can be about: see `loadCertificationsReference`. */
export async function loadCatalogue(tx: Tx): Promise<void> {
  const all = certifications();
  const requirements = all.flatMap(({ id, requires }) =>
    requires.flatMap((codes, alternative) => codes.map((code) => ({ id, alternative, code }))),
  );
  await tx.query(sql`
    insert into exam as known(code, title, family, minutes, administration_minutes, pass_mark, retake_policy, pass_months,
      twins, released_on, retired_on, gone_by, source, as_of, languages, confirmed_pass_mark, confirmed_minutes)
    select code, title, family, minutes, "administrationMinutes", "passMark", "retakePolicy",
      case family when 'role-based' then 12 end, array(select jsonb_array_elements_text(twins)),
      "releasedOn", "retiredOn", "goneBy", source, "asOf", languages, "passMark", minutes
    from jsonb_to_recordset(${JSON.stringify(exams())}::jsonb) as e(code text, title text, family text, minutes int,
      "administrationMinutes" int, "passMark" int, "retakePolicy" text, twins jsonb, "releasedOn" date, "retiredOn" date,
      "goneBy" date, source text, "asOf" date, languages text[])
    on conflict (code) do update set title = excluded.title, twins = excluded.twins, released_on = excluded.released_on,
      retired_on = excluded.retired_on, gone_by = excluded.gone_by, source = excluded.source, as_of = excluded.as_of,
      languages = excluded.languages, by_hand = false, version = known.version + 1
    where known.corrected_by is null and (known.as_of is null or known.as_of < excluded.as_of
      or known.as_of = excluded.as_of and known.languages is null and excluded.languages is not null)`);
  await tx.query(sql`
    insert into certification as known(id, title, basis, unreachable)
    select id, title, basis, unreachable from jsonb_to_recordset(${JSON.stringify(all)}::jsonb)
      as c(id text, title text, basis text, unreachable text)
    on conflict (id) do update set unreachable = null where known.unreachable is not null and excluded.unreachable is null`);
  await tx.query(sql`
    update certification known set level = f.level, prerequisites = f.prerequisites, renewal_months = f."renewalMonths",
      retired_on = f."retiredOn", gone_by = f."goneBy", source = f.source, as_of = f."asOf"
    from jsonb_to_recordset(${JSON.stringify(certificationFacts())}::jsonb) as f(id text, level text, prerequisites jsonb,
      "renewalMonths" int, "retiredOn" date, "goneBy" date, source text, "asOf" date)
    where known.id = f.id and (known.as_of is null or known.as_of < f."asOf")`);
  await tx.query(sql`
    insert into requirement(certification_id, alternative, exam_code)
    select id, alternative, code from jsonb_to_recordset(${JSON.stringify(requirements)}::jsonb)
      as r(id text, alternative int, code text)
    on conflict do nothing`);
  await tx.query(sql`
    insert into achievement(id, kind, name, name_ar)
    select id, kind, name, "nameAr" from jsonb_to_recordset(${JSON.stringify(achievements())}::jsonb)
      as a(id text, kind text, name text, "nameAr" text)
    on conflict do nothing`);
  await tellShipped(tx);
}

/** Tells of the exams that ship and were not told of in their version: the other services know what is told alone. */
async function tellShipped(tx: Tx): Promise<void> {
  await announceExams(tx, 'add', sql`e.told_version = 0`);
  await announceExams(tx, 'correct', sql`e.told_version between 1 and e.version - 1`);
  await tx.query(sql`update exam set told_version = version where told_version < version`);
}

/** Has an exam retaken by another family's policy; false where there is none. Fails by `exam_retake_family`. */
export async function setRetakeFamily(tx: Tx, code: string, family: string): Promise<boolean> {
  return (
    (await tx.one(sql`update exam set retake_policy = ${family} where code = ${code} returning code`)) !== undefined
  );
}

/**
 * Adds an exam, and what passing it is called. It counts as a certification of its own, whatever its title: that one exam renews
 * another is told by the catalogue that ships alone. `byHand`: by a form, not by a file. Fails by `exam_pkey` where it is there.
 */
export async function addExam(tx: Tx, code: string, facts: ExamFacts, byHand: boolean): Promise<ExamView> {
  const {
    title,
    family,
    minutes,
    administrationMinutes,
    passMark,
    releasedOn,
    retiredOn,
    goneBy,
    languages,
    source,
    asOf,
  } = facts;
  await tx.query(sql`
    insert into exam(code, title, family, minutes, administration_minutes, pass_mark, retake_policy, pass_months, twins, released_on,
      retired_on, gone_by, languages, source, as_of, corrected_by, by_hand, told_version)
    values (${code}, ${title}, ${family}, ${minutes}, ${administrationMinutes}, ${passMark},
      ${retakeFamily(family)}, ${passMonths(family)},
      '{}', ${releasedOn}::date, ${retiredOn}::date, ${goneBy}::date, ${languages}::text[], ${source}, ${asOf}::date, ${tx.actor.subject},
      ${byHand}, 1)`);
  await tx.query(sql`
    insert into achievement(id, kind, name) values (${`passed.${code.toLowerCase()}`}, 'exam', ${`${code}: ${title}`})
    on conflict do nothing`);
  await countAlone(tx, code, title);
  return announceExam(tx, 'add', code);
}

const retakeFamily = (family: ExamFacts['family']): string => (family === 'mos' ? 'mos' : 'role-based');
/** For how many months a pass holds; null is for good. */
const passMonths = (family: ExamFacts['family']): number | null => (family === 'role-based' ? 12 : null);

/** Has an exam count as a certification of its own, of which there is none. */
export async function countAlone(tx: Tx, code: string, title: string): Promise<void> {
  const id = ownCertification(code);
  await tx.query(sql`insert into certification(id, title, basis) values (${id}, ${title}, 'exam')`);
  await tx.query(sql`insert into requirement(certification_id, alternative, exam_code) values (${id}, 0, ${code})`);
  await tx.query(sql`
    insert into achievement(id, kind, name) values (${id}, 'certification', ${title}) on conflict do nothing`);
}

/** Has an exam count for a certification no more. */
export const countNoMore = (tx: Tx, code: string, certificationId: string): Promise<unknown> =>
  tx.query(sql`delete from requirement where exam_code = ${code} and certification_id = ${certificationId}`);

/** Has the exams that the programme added, all but those that ship, be nobody's twins, nor have any. */
export const forgetTwins = (tx: Tx, shipped: readonly string[]): Promise<unknown> =>
  tx.query(sql`
    with added as (select code from exam where corrected_by is not null and code <> all(${shipped}::text[]))
    update exam e set twins = case when e.code in (select code from added) then '{}'
      else array(select twin from unnest(e.twins) twin where twin not in (select code from added)) end
    where e.twins <> '{}' and (e.code in (select code from added) or e.twins && array(select code from added))`);

/** Moves the origin of an exam on, whose row is locked: a newer source says the same of it. */
export async function confirmExam(tx: Tx, code: string, { source, asOf }: Origin, byHand: boolean): Promise<ExamView> {
  await tx.query(sql`
    update exam set source = ${source}, as_of = ${asOf}::date, by_hand = ${byHand}, version = version + 1, told_version = version + 1
    where code = ${code}`);
  return announceExam(tx, 'correct', code);
}

/**
 * Confirms the pass mark, the minutes, or both, that another than the actor has told of an exam, whose row is locked, and the exam
 * still has; undefined where there is nothing to confirm by this actor.
 */
export async function confirmTerms(
  tx: Tx,
  code: string,
  { passMark, minutes }: Record<'passMark' | 'minutes', boolean>,
): Promise<ExamView | undefined> {
  const { subject } = tx.actor;
  const confirmed = await tx.one(sql`
    with told as (
      select code, ${passMark} and not same_human(${subject}, array[pass_mark_by]) as mark,
        ${minutes} and not same_human(${subject}, array[minutes_by]) as time
      from exam where code = ${code})
    update exam e set version = version + 1, told_version = version + 1,
      confirmed_pass_mark = case when told.mark then e.pass_mark else e.confirmed_pass_mark end,
      confirmed_minutes = case when told.time then e.minutes else e.confirmed_minutes end
    from told where e.code = told.code
      and (told.mark and e.confirmed_pass_mark <> e.pass_mark or told.time and e.confirmed_minutes is distinct from e.minutes)
    returning e.code`);
  return confirmed ? announceExam(tx, 'correct', code) : undefined;
}

/** The id of the certification of an exam that stands for itself. */
export const ownCertification = (code: string): string => `exam.${code.toLowerCase()}`;

/**
 * Gives an exam, whose row is locked, other facts: of another family it has retakes and passes as that has. What ships leaves it as it is from then on. Credentials that are signed keep the title
 * that they name.
 */
export async function correctExam(
  tx: Tx,
  code: string,
  facts: ExamFacts,
  { transition, byHand }: { transition: 'correct' | 'retire'; byHand: boolean },
): Promise<ExamView> {
  const {
    title,
    family,
    minutes,
    administrationMinutes,
    passMark,
    releasedOn,
    retiredOn,
    goneBy,
    languages,
    source,
    asOf,
  } = facts;
  await tx.query(sql`
    update exam set title = ${title}, family = ${family},
      pass_months = case when family = ${family} then pass_months else ${passMonths(family)}::int end,
      retake_policy = case when family = ${family} or retake_policy <> case family when 'mos' then 'mos' else 'role-based' end
        then retake_policy else ${retakeFamily(family)} end, minutes = ${minutes}, administration_minutes = ${administrationMinutes},
      pass_mark = ${passMark}, released_on = ${releasedOn}::date, retired_on = ${retiredOn}::date, gone_by = ${goneBy}::date,
      languages = ${languages}::text[], source = ${source}, as_of = ${asOf}::date, corrected_by = ${tx.actor.subject}, by_hand = ${byHand},
      version = version + 1,
      told_version = version + 1
    where code = ${code}`);
  await tx.query(sql`
    update achievement set name = ${`${code}: ${title}`} where id = ${`passed.${code.toLowerCase()}`}`);
  const own = await tx.one<{ id: string }>(sql`
    update certification set title = ${title} where id = ${ownCertification(code)} and basis = 'exam' returning id`);
  if (own) await tx.query(sql`update achievement set name = ${title} where id = ${own.id}`);
  return announceExam(tx, transition, code);
}

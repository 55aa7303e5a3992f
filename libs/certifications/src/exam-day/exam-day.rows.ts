import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { resumableUntil, type RollCallView, type Room, type Standing } from './exam-day.js';
import { ageAt, type Aged, needsConsent } from '../booking/age.js';
import { iso } from '../instants.js';

type Row = Omit<Standing, 'needsConsent'> & Aged & { consent: boolean };

/** Where a candidate of this sitting stands, locked; nowhere where the registration is not of it. */
export async function standingOf(tx: Tx, sittingId: string, registrationId: string): Promise<Standing | null> {
  const row = await tx.one<Row>(sql`
    select r.state, lower(s.during) as "startsAt", upper(s.during) as "endsAt", r.admitted_at as "admittedAt",
      r.interrupted_at as "interruptedAt", r.consent, p.kind, p.birth_date::text as "birthDate"
    from registration r join sitting s on s.id = r.sitting_id left join person_copy p on p.subject = r.person_id::text
    where r.id = ${registrationId} and r.sitting_id = ${sittingId} for update of r`);
  if (!row) return null;
  const { kind, birthDate, consent, ...standing } = row;
  return { ...standing, needsConsent: !consent && needsConsent(ageAt({ kind, birthDate }, standing.startsAt)) };
}

/** The sitting's proctors, those who were seen, and how many candidates were let in. */
export async function roomOf(tx: Tx, sittingId: string): Promise<Room & { proctors: string[] }> {
  return (await tx.one<Room & { proctors: string[] }>(sql`
    select array(select proctor_id::text from sitting_proctor where sitting_id = ${sittingId}) as proctors,
      (select count(distinct details->>'proctorId')::int from exam_day_record
        where sitting_id = ${sittingId} and kind = 'proctor-present') as "proctorsPresent",
      (select count(*)::int from registration where sitting_id = ${sittingId} and admitted_at is not null) as admitted,
      (select seats_per_proctor from exam_rules) as "seatsPerProctor"`))!;
}

type Listed = Omit<RollCallView['candidates'][number], 'age' | 'needsConsent' | 'resumableUntil'> &
  Aged & { consent: boolean };

/** Who is expected in a sitting, by workstation, and what was recorded of it. */
export async function rollCall(tx: Tx, sittingId: string, startsAt: Date): Promise<RollCallView> {
  const listed = await tx.query<Listed>(sql`
    select r.id as "registrationId", r.person_id as "personId", coalesce(p.name_fr, '') as name, r.exam_code as "examCode",
      r.workstation, r.state, ${iso('r.admitted_at')} as "admittedAt", ${iso('r.started_at')} as "startedAt",
      ${iso('r.interrupted_at')} as "interruptedAt", p.kind, p.birth_date::text as "birthDate", r.consent
    from registration r left join person_copy p on p.subject = r.person_id::text
    where r.sitting_id = ${sittingId} and r.state in ('booked', 'sat', 'passed', 'failed', 'no-show')
    order by r.workstation, r.id`);
  const said = (await tx.one<Pick<RollCallView, 'proctorsPresent' | 'incidents'>>(sql`
    select array(select distinct details->>'proctorId' from exam_day_record
        where sitting_id = ${sittingId} and kind = 'proctor-present' order by 1) as "proctorsPresent",
      (select coalesce(jsonb_agg(jsonb_build_object('at', ${iso('happened_at')}, 'registrationId', registration_id,
        'reason', details->>'reason') order by happened_at, id), '[]') from exam_day_record
        where sitting_id = ${sittingId} and kind = 'incident') as incidents`))!;
  return {
    sittingId,
    ...said,
    candidates: listed.map(({ kind, birthDate, consent, ...one }) => {
      const age = ageAt({ kind, birthDate }, startsAt);
      return {
        ...one,
        age,
        needsConsent: !consent && needsConsent(age),
        resumableUntil: one.interruptedAt && resumableUntil(new Date(one.interruptedAt)).toISOString(),
      };
    }),
  };
}

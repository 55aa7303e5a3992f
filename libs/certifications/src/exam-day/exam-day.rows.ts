import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { resumableUntil, type RollCallView, type Room, type Standing } from './exam-day.js';
import { isCandidateThere } from '../told-of-prisons.js';
import type { Granted } from '../accommodations/accommodation.js';
import { ageAt, type Aged, needsConsent } from '../booking/age.js';
import { AGED } from '../unconfirmed.js';
import type { SittingView } from '../sittings/sitting.js';

/** Why a consent that is noted in a registration `r` counts for nothing. */
const DOUBT: Sql = sql`case when r.consent and r.consent_by is null then 'GIVER_NOT_KNOWN' end`;

/** Whether a record `d` has not been taken back. */
export const stands: Sql = sql`not exists (select from exam_day_revocation v where v.record_id = d.id)`;

/** When the first result of a registration `r` came that nobody has rejected. */
export const resultArrived: Sql = sql`(
  select min(n.sent_at) from result n where n.registration_id = r.id and n.correction is null and n.state <> 'rejected')`;

type Row = Omit<Standing, 'needsConsent'> & Aged & { consent: boolean; startsAt: Date };

/** Where a candidate of this sitting stands, locked; nowhere where the registration is not of it. */
export async function standingOf(tx: Tx, sittingId: string, registrationId: string): Promise<Standing | null> {
  const row = await tx.unbound.one<Row>(sql`
    select r.person_id as "personId", r.state, r.seated_at as "seatedAt", s.starts_at as "startsAt", r.admitted_at as "admittedAt", r.started_at as "startedAt",
      r.interrupted_at as "interruptedAt", r.lapsed_at as "lapsedAt", (select max(d.happened_at) from exam_day_record d
        where d.registration_id = r.id and d.kind = 'resumed' and ${stands}) as "resumedAt", ${resultArrived} as "resultAt", r.consent and r.consent_by is not null as consent, is_erased(r.person_id) as "isErased", ${AGED}
    from registration r join sitting s on s.id = r.sitting_id left join person_copy p on p.subject = r.person_id::text
    where r.id = ${registrationId} and r.sitting_id = ${sittingId} for update of r`);
  if (!row) return null;
  const { kind, birthDate, isConfirmed, isBirthDateConfirmed, consent, startsAt, ...standing } = row;
  const age = ageAt({ kind, birthDate, isConfirmed, isBirthDateConfirmed }, startsAt);
  return { ...standing, needsConsent: !consent && needsConsent(age) };
}

export type RoomThen = Room & { state: SittingView['state']; proctors: string[] };

/** Whether the sitting takes place, its hours and proctors, those who were seen by that instant, how many candidates were let in, and the rules. */
export async function roomOf(tx: Tx, sittingId: string, at: Date): Promise<RoomThen> {
  return (await tx.one<RoomThen>(sql`
    select s.state, s.planned_at as "plannedAt", s.starts_at as "startsAt", upper(s.during) as "endsAt",
      array(select p.proctor_id::text from sitting_proctor p where p.sitting_id = s.id) as proctors,
      (select count(distinct d.details->>'proctorId')::int from exam_day_record d
        where d.sitting_id = s.id and d.kind = 'proctor-present' and d.happened_at <= ${at}
          and ${stands}) as "proctorsPresent",
      (select count(*)::int from registration r where r.sitting_id = s.id and r.admitted_at <= ${at}) as admitted,
      u.seats_per_proctor as "seatsPerProctor", u.admission_minutes as "admissionMinutes",
      u.early_start_minutes as "earlyStartMinutes"
    from sitting s cross join exam_rules u where s.id = ${sittingId}`))!;
}

type Listed = Omit<RollCallView['candidates'][number], keyof Granted | 'age' | 'needsConsent' | 'resumableUntil'> &
  Aged & { consent: boolean };

const NOT_SHOWN = { extraMinutes: null, reader: null, accessibleWorkstation: null };

/** Who is expected in a sitting, by workstation, what they are `granted` where that is shown, and what was recorded of it. */
export async function rollCall(
  tx: Tx,
  sittingId: string,
  startsAt: Date,
  granted: ReadonlyMap<string, Granted>,
): Promise<RollCallView> {
  const listed = await tx.query<Listed>(sql`
    select r.id as "registrationId", r.person_id as "personId", coalesce(p.name_fr, '') as name, r.exam_code as "examCode",
      r.workstation, r.state, ${iso('r.admitted_at')} as "admittedAt", ${iso('r.started_at')} as "startedAt",
      ${iso('r.interrupted_at')} as "interruptedAt", ${AGED},
      r.consent and r.consent_by is not null as consent, ${DOUBT} as "consentDoubt"
    from registration r left join person_copy p on p.subject = r.person_id::text
    where r.sitting_id = ${sittingId} and r.state in ('booked', 'sat', 'passed', 'failed', 'no-show')
      and ${isCandidateThere(tx.actor, sql`r.id`)}
    order by r.workstation, r.id`);
  const said = (await tx.one<Pick<RollCallView, 'proctorsPresent' | 'incidents'>>(sql`
    select array(select distinct d.details->>'proctorId' from exam_day_record d
        where d.sitting_id = ${sittingId} and d.kind = 'proctor-present' and ${stands} order by 1) as "proctorsPresent",
      (select coalesce(jsonb_agg(jsonb_build_object('at', ${iso('d.happened_at')}, 'registrationId', d.registration_id,
        'reason', d.details->>'reason') order by d.happened_at, d.id), '[]') from exam_day_record d
        where d.sitting_id = ${sittingId} and d.kind = 'incident' and ${stands}
          and ${isCandidateThere(tx.actor, sql`d.registration_id`)}) as incidents`))!;
  return {
    sittingId,
    ...said,
    candidates: listed.map(({ kind, birthDate, isConfirmed, isBirthDateConfirmed, consent, ...one }) => {
      const age = ageAt({ kind, birthDate, isConfirmed, isBirthDateConfirmed }, startsAt);
      return {
        ...one,
        ...(granted.get(one.registrationId) ?? NOT_SHOWN),
        age,
        needsConsent: !consent && needsConsent(age),
        resumableUntil: one.interruptedAt && resumableUntil(new Date(one.interruptedAt)).toISOString(),
      };
    }),
  };
}

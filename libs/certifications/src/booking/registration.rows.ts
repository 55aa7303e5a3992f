import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { RegistrationView } from './registration.js';
import { ageAt, type Aged, needsConsent } from './age.js';
import { AGED } from '../unconfirmed.js';
import { resumableUntil } from '../exam-day/exam-day.js';

type Row = Omit<RegistrationView, 'resumableUntil'> & { consent: boolean; aged: Aged | null };

/** Selects registrations straight into their view. */
export async function selectRegistrations(tx: Tx, where: Sql, rest: Sql = empty): Promise<RegistrationView[]> {
  const rows = await tx.query<Row>(sql`
    select r.id, r.person_id as "personId", r.exam_code as "examCode", r.academy_id as "academyId", r.region,
      r.sitting_id as "sittingId", (select s.academy_id from sitting s where s.id = r.sitting_id) as "sittingAcademyId",
      ${iso('lower(r.during)')} as "startsAt", ${iso('r.earliest')} as earliest,
      ${iso('r.latest')} as latest, r.state, r.workstation, r.cancellation,
      r.cancelled_by as "cancelledBy", r.cancelled_on_request as "onRequest", r.own_wish as "ownWish", r.score, r.reason, r.move_reason as "moveReason",
      ${iso('r.interrupted_at')} as "interruptedAt", ${iso('r.lapsed_at')} as "lapsedAt", r.consent_document as "consentDocument", r.consent_by as "consentBy",
      case when r.consent and r.consent_by is null then 'GIVER_NOT_KNOWN' end as "consentDoubt", r.consent, r.version,
      (select to_jsonb(known) from (select ${AGED} from person_copy p where p.subject = r.person_id::text) known) as aged
    from registration r where ${where} ${rest}`);
  return rows.map(({ aged, consent, ...row }) => ({
    ...row,
    consentDoubt: row.consentDoubt ?? (isMissing({ ...row, aged, consent }) ? 'CONSENT_MISSING' : null),
    resumableUntil: row.interruptedAt && resumableUntil(new Date(row.interruptedAt)).toISOString(),
  }));
}

// A seat was given by the age that was known then.
const isMissing = ({ state, startsAt, consent, aged }: Pick<Row, 'state' | 'startsAt' | 'consent' | 'aged'>): boolean =>
  state === 'booked' && !consent && aged !== null && startsAt !== null && needsConsent(ageAt(aged, new Date(startsAt)));

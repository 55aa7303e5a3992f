import { codeList } from '@takwin/platform/schema';
import { z } from 'zod';
import { placeOf, statusEntry } from './status-list.js';

export const AchievementKind = codeList('AchievementKind', 'What earns a credential', {
  exam: 'One exam that was passed',
  certification: 'A certification: all exams that it takes were passed',
  'trainer-qualification': 'A qualification to teach a topic',
  'digital-literacy': 'The 30-hour digital-literacy programme, completed',
});
export type AchievementKind = z.output<typeof AchievementKind>;

/** What can be achieved: `name` as its field says it, `nameAr` where Arabic has a name of its own. */
export type Achievement = { id: string; kind: AchievementKind; name: string; nameAr: string | null };

/** What a credential says: of whom, of what, by whom and since when. */
export type Achieved = {
  id: string;
  /** Counts credentials from 1 on: where its status is told. */
  ordinal: number;
  holder: { name: string; nameAr: string | null };
  achievement: Achievement;
  issuedAt: Date;
  /** YYYY-MM-DD */
  achievedOn: string;
  /** The last day on which it holds; null where it does not end. */
  validUntil: string | null;
};

/** How the names of topics' qualifications begin. */
export const QUALIFIED = 'Formateur qualifié : ';

/** Words of a kind of achievement; `type` is of Open Badges' own list, and `description` is of the achievement of that name. */
const KINDS: Record<AchievementKind, { type: string; description: (name: string) => string; criteria: string }> = {
  exam: {
    type: 'Assessment',
    description: (name) => `Examen réussi : ${name}`,
    criteria: 'Passed the exam with the score that its vendor asks for, under proctoring.',
  },
  certification: {
    type: 'Certification',
    description: (name) => `Certification : ${name}`,
    criteria: 'Passed every exam that the certification asks for, under proctoring.',
  },
  'trainer-qualification': {
    type: 'Certificate',
    description: (name) => `Qualification de formateur : ${name.replace(QUALIFIED, '')}`,
    criteria: 'Showed the qualification to the academy that records it, or completed the upskilling plan.',
  },
  'digital-literacy': {
    type: 'CertificateOfCompletion',
    description: () => 'Programme d’alphabétisation numérique de 30 heures',
    criteria: 'Followed 30 recorded hours and passed the evaluation that ends them.',
  },
};

export const credentialUrl = (url: string, id: string): string => `${url}/v1/credentials/${id}`;
export const statusListUrl = (url: string, list: number): string => `${url}/v1/credentials/status-lists/${list}`;

const CONTEXTS = ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'];

/** What was achieved, as a credential says it, and under its own address too. */
function achievementOf(url: string, { id, kind, name }: Achievement) {
  const { type, description, criteria } = KINDS[kind];
  return {
    id: `${url}/achievements/${encodeURIComponent(id)}`,
    type: ['Achievement'],
    achievementType: type,
    name,
    description: description(name),
    criteria: { narrative: criteria },
  };
}

/** An achievement by itself, as JSON-LD: what its address answers. */
export const achievementDocument = (url: string, achievement: Achievement) => ({
  '@context': CONTEXTS,
  ...achievementOf(url, achievement),
});

/** The names of a holder, as a credential prints them. */
export const namesOf = ({ name, nameAr }: Achieved['holder']): string[] => [name, ...(nameAr ? [nameAr] : [])];

/**
 * An Open Badges 3.0 credential (OpenBadgeCredential on the W3C Verifiable Credentials Data Model 2.0). The holder is named
 * and not identified: no number, no birth date, no academy (a prison centre's would tell of a conviction).
 */
export function openBadge({ url, issuer }: { url: string; issuer: string }, achieved: Achieved) {
  const { id, ordinal, holder, achievement, issuedAt, achievedOn, validUntil } = achieved;
  const place = placeOf(ordinal);
  return {
    '@context': [...CONTEXTS],
    id: credentialUrl(url, id),
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: achievement.name,
    issuer: { id: issuer, type: ['Profile'], name: 'OFPPT, programme Microsoft IT Academies', url },
    validFrom: issuedAt.toISOString(),
    ...(validUntil !== null && { validUntil: `${validUntil}T23:59:59Z` }),
    awardedDate: `${achievedOn}T00:00:00Z`,
    credentialStatus: statusEntry(statusListUrl(url, place.list), place),
    credentialSubject: {
      id: `urn:uuid:${id}`,
      type: ['AchievementSubject'],
      identifier: namesOf(holder).map((name) => ({
        type: 'IdentityObject',
        identityHash: name,
        identityType: 'name',
        hashed: false,
      })),
      achievement: achievementOf(url, achievement),
    },
  };
}
export type OpenBadge = ReturnType<typeof openBadge>;

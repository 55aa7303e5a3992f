import { SERVICES, type Service } from '@takwin/contracts/topology';
import { MOST_MIB } from '@takwin/platform/files';

const MIB = 2 ** 20;

/** Which kinds of import each service takes: the `kind` of `POST /v1/imports`. */
export const IMPORT_KINDS: Readonly<Record<string, Service>> = {
  konosys: 'academies',
  results: 'certifications',
  'exam-catalogue': 'certifications',
};

/** Whom a request goes to: one service, the one that takes the import's kind, or the one that knows the import. */
export type Owner = Service | 'by-kind' | 'by-import';

export type Route = {
  /** The path, and everything below it unless `alone`. */
  path: string;
  owner: Owner;
  alone?: true;
  /** Why no service describes what answers here; whatever else the table holds, one does. */
  undescribed?: string;
  /** The largest body, in bytes. */
  bodyLimit?: number;
  /** How long the service may take to begin its answer, in milliseconds. */
  patience?: number;
};

const PUBLIC_KEYS = 'public keys, in the form that their own standards give them';

/** The routing table of the REST edge: the most exact path that fits decides. What stands nowhere here is a 404. */
export const ROUTES: readonly Route[] = [
  { path: '/v1/programme', owner: 'academies' },
  { path: '/v1/academies', owner: 'academies' },
  { path: '/v1/rooms', owner: 'academies' },
  { path: '/v1/academy-steps', owner: 'academies' },
  { path: '/v1/due-dates', owner: 'academies' },
  { path: '/v1/readiness-proofs', owner: 'academies' },
  { path: '/v1/persons', owner: 'academies' },
  { path: '/v1/assignments', owner: 'academies' },
  { path: '/v1/claims', owner: 'academies' },
  { path: '/v1/personal-data', owner: 'academies' },
  { path: '/v1/merges', owner: 'academies' },
  { path: '/v1/correction-requests', owner: 'academies' },
  { path: '/v1/erasures', owner: 'academies' },
  { path: '/v1/erasure-terms', owner: 'academies' },
  { path: '/v1/persons/:id/learning-record', owner: 'courses' },
  { path: '/v1/persons/:id/literacy-evaluation', owner: 'courses' },
  { path: '/v1/literacy-evaluations', owner: 'courses' },
  { path: '/v1/persons/:id/licence-explanation', owner: 'licensing' },
  { path: '/v1/persons/:id/exam-eligibility', owner: 'certifications' },
  { path: '/v1/persons/:id/accommodations', owner: 'certifications' },
  { path: '/v1/accommodations', owner: 'certifications' },
  { path: '/v1/imports', owner: 'by-kind', alone: true, bodyLimit: MOST_MIB * MIB, patience: 120_000 },
  { path: '/v1/imports/:importId', owner: 'by-import', patience: 120_000 },
  ...SERVICES.map((service) => ({ path: `/v1/own-records/${service}`, owner: service, alone: true as const })),
  { path: '/v1/trainers', owner: 'trainers' },
  { path: '/v1/courses', owner: 'courses' },
  { path: '/v1/offerings', owner: 'courses' },
  { path: '/v1/enrolments', owner: 'courses' },
  { path: '/v1/statements', owner: 'courses' },
  { path: '/v1/exams', owner: 'certifications' },
  { path: '/v1/exam-day-records', owner: 'certifications' },
  { path: '/v1/exam-rules', owner: 'certifications' },
  { path: '/v1/retake-families', owner: 'certifications' },
  { path: '/v1/past-attempts', owner: 'certifications' },
  { path: '/v1/legal-time', owner: 'certifications' },
  { path: '/v1/sittings', owner: 'certifications' },
  { path: '/v1/voucher-lots', owner: 'certifications' },
  { path: '/v1/vouchers', owner: 'certifications' },
  { path: '/v1/charges', owner: 'certifications' },
  { path: '/v1/registrations', owner: 'certifications' },
  { path: '/v1/campaigns', owner: 'certifications' },
  { path: '/v1/results', owner: 'certifications' },
  { path: '/v1/appeals', owner: 'certifications' },
  { path: '/v1/certifications', owner: 'certifications' },
  { path: '/v1/catalogued-certifications', owner: 'certifications' },
  { path: '/v1/credentials', owner: 'certifications' },
  { path: '/verify/:credentialId', owner: 'certifications', alone: true, undescribed: 'a page for people' },
  {
    path: '/achievements/:id',
    owner: 'certifications',
    alone: true,
    undescribed: 'what credentials name by its address',
  },
  { path: '/keys/:kid', owner: 'certifications', alone: true, undescribed: PUBLIC_KEYS },
  { path: '/.well-known/jwks.json', owner: 'certifications', alone: true, undescribed: PUBLIC_KEYS },
  { path: '/.well-known/did.json', owner: 'certifications', alone: true, undescribed: PUBLIC_KEYS },
  { path: '/v1/provisioning-runs', owner: 'licensing' },
  { path: '/v1/licences', owner: 'licensing' },
  { path: '/v1/licence-drift', owner: 'licensing' },
  { path: '/v1/entitlements', owner: 'licensing' },
  { path: '/v1/entitlement-rules', owner: 'licensing' },
  { path: '/v1/initial-secrets', owner: 'licensing' },
  { path: '/v1/seat-pools', owner: 'licensing' },
];

/** The services that take imports, in the order in which they are asked for one. */
export const IMPORTERS: readonly Service[] = SERVICES.filter((service) =>
  Object.values(IMPORT_KINDS).includes(service),
);

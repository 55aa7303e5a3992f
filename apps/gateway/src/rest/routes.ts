import { SERVICES, type Service } from '../services.js';

const MIB = 2 ** 20;

/** Which kinds of import each service takes: the `kind` of `POST /v1/imports`. */
export const IMPORT_KINDS: Readonly<Record<string, Service>> = {
  konosys: 'academies',
  oneroster: 'academies',
  sds: 'academies',
  'learn-catalog': 'courses',
  results: 'certifications',
};

/** Whom a request goes to: one service, the one that takes the import's kind, or the one that knows the import. */
export type Owner = Service | 'by-kind' | 'by-import';

export type Route = {
  /** The path, and everything below it unless `alone`. */
  path: string;
  owner: Owner;
  alone?: true;
  /** The largest body, in bytes. */
  bodyLimit?: number;
  /** How long the service may take to begin its answer, in milliseconds. */
  patience?: number;
};

/** The routing table of the REST edge: the longest path that fits decides. What stands nowhere here is a 404. */
export const ROUTES: readonly Route[] = [
  { path: '/v1/programme', owner: 'academies' },
  { path: '/v1/academies', owner: 'academies' },
  { path: '/v1/rooms', owner: 'academies' },
  { path: '/v1/persons', owner: 'academies' },
  { path: '/v1/persons/:id/learning-record', owner: 'courses' },
  { path: '/v1/persons/:id/literacy-evaluation', owner: 'courses' },
  { path: '/v1/persons/:id/exam-eligibility', owner: 'certifications' },
  { path: '/v1/imports', owner: 'by-kind', alone: true, bodyLimit: 64 * MIB, patience: 120_000 },
  { path: '/v1/imports/:importId', owner: 'by-import', patience: 120_000 },
  { path: '/v1/trainers', owner: 'trainers' },
  { path: '/v1/courses', owner: 'courses' },
  { path: '/v1/offerings', owner: 'courses' },
  { path: '/v1/enrolments', owner: 'courses' },
  { path: '/v1/statements', owner: 'courses' },
  { path: '/v1/exams', owner: 'certifications' },
  { path: '/v1/exam-rules', owner: 'certifications' },
  { path: '/v1/retake-families', owner: 'certifications' },
  { path: '/v1/past-attempts', owner: 'certifications' },
  { path: '/v1/legal-time', owner: 'certifications' },
  { path: '/v1/sittings', owner: 'certifications' },
  { path: '/v1/voucher-lots', owner: 'certifications' },
  { path: '/v1/vouchers', owner: 'certifications' },
  { path: '/v1/registrations', owner: 'certifications' },
  { path: '/v1/campaigns', owner: 'certifications' },
  { path: '/v1/results', owner: 'certifications' },
  { path: '/v1/credentials', owner: 'certifications' },
  { path: '/verify/:credentialId', owner: 'certifications', alone: true },
  { path: '/keys/:kid', owner: 'certifications', alone: true },
  { path: '/.well-known/jwks.json', owner: 'certifications', alone: true },
  { path: '/.well-known/did.json', owner: 'certifications', alone: true },
  { path: '/v1/provisioning-runs', owner: 'licensing' },
  { path: '/v1/licences', owner: 'licensing' },
  { path: '/v1/seat-pools', owner: 'licensing' },
];

/** The services that take imports, in the order in which they are asked for one. */
export const IMPORTERS: readonly Service[] = SERVICES.filter((service) =>
  Object.values(IMPORT_KINDS).includes(service),
);

/** Who answers a path template such as `/v1/persons/{id}/learning-record`; nobody where no route fits. */
export function ownerOf(template: string): Owner | undefined {
  const asked = segments(template);
  const fitting = ROUTES.filter(({ path, alone }) => {
    const own = segments(path);
    if (alone ? own.length !== asked.length : own.length > asked.length) return false;
    return own.every((segment, index) => segment === PARAMETER || segment === asked[index]);
  });
  return fitting.toSorted((a, b) => segments(b.path).length - segments(a.path).length)[0]?.owner;
}

const PARAMETER = '*';
const segments = (path: string) => path.split('/').map((segment) => (/^(:|\{)/.test(segment) ? PARAMETER : segment));

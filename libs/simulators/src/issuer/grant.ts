import { AcademyId, PersonId, RegionCode } from '@takwin/contracts/ids';
import { type Role, ROLES } from '@takwin/platform/auth';
import { z } from 'zod';

const split = (value: unknown): unknown =>
  value === undefined
    ? []
    : [value]
        .flat()
        .flatMap((text) => String(text).split(','))
        .filter((text) => text !== '');

const several = <S extends z.ZodType>(schema: S) => z.preprocess(split, z.array(schema));

const fields = z.object({
  role: z.enum(ROLES),
  region: several(RegionCode),
  academy: several(AcademyId),
  group: several(z.string().regex(/^[\w-]{1,64}$/, 'Invalid group')),
  person: PersonId.optional(),
  subject: z
    .string()
    .regex(/^[\w:.@-]{1,128}$/, 'Invalid subject')
    .optional(),
  scope: z
    .union([z.string(), z.array(z.string())])
    .transform((scope) =>
      [scope]
        .flat()
        .join(' ')
        .split(/[\s,]+/)
        .filter((id) => id !== ''),
    )
    .pipe(z.array(z.string().regex(/^[\w:.*-]{1,128}$/, 'Invalid scope')))
    .optional(),
  hours: z.coerce.number().positive().max(24).default(12),
});

/** Within what a role acts, by any of these: without it a token of the role sees nothing, and no call says why. */
const WITHIN: Partial<Record<Role, readonly ('region' | 'academy' | 'group' | 'person')[]>> = {
  'regional-director': ['region'],
  'academy-manager': ['academy'],
  trainer: ['academy', 'person'],
  candidate: ['person'],
};

/**
 * What a development token is asked for: a role, and within what. Lists are repeated or separated by commas. Refuses a role
 * of some region, academy or person without one, and a group without its academy. Without a scope an integrator gets `*`, every operation of its role, and
 * others get none, as they need none.
 */
export const Grant = fields.superRefine((grant, context) => {
  if (grant.group.length > 0 && grant.academy.length === 0)
    context.addIssue({ code: 'custom', path: ['academy'], message: 'a group is of an academy: name that, too' });
  const within = WITHIN[grant.role];
  if (!within || within.some((field) => (grant[field]?.length ?? 0) > 0)) return;
  context.addIssue({
    code: 'custom',
    path: within.slice(0, 1),
    message: `the role ${grant.role} needs ${within.join(' or ')}`,
  });
});
export type Grant = z.output<typeof Grant>;

/** The claims of a token that says what was asked for. `sub` is the subject; where none was named the person, or the role. */
export function claimsOf(grant: Grant) {
  return {
    sub: grant.subject ?? grant.person ?? `development:${grant.role}`,
    role: grant.role,
    regions: grant.region,
    academies: grant.academy,
    groups: grant.group,
    ...(grant.person && { person_id: grant.person }),
    scope: (grant.scope ?? defaultScope(grant.role)).join(' '),
  };
}

const defaultScope = (role: Role): string[] => (role === 'integrator' ? ['*'] : []);

/** What is wrong with a grant, in one line that names each field. */
export const whatIsWrong = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => `${String(path[0])}: ${message}`).join('; ');

/** The roles that a token can carry, and who has no token. */
export const ROLES = [
  'nobody',
  'programme-admin',
  'auditor',
  'integrator',
  'regional-director',
  'academy-manager',
  'trainer',
  'candidate',
] as const;
export type Role = (typeof ROLES)[number];

/**
 * Who asks: what they are, and of which regions, academies and person; whose role names groups has their `members` alone. A machine may ask these operations alone (`asks`), that show
 * these kinds of rows, of prisons none where it is `outside`.
 */
export type Caller = {
  name: string;
  role: Role;
  subject: string;
  regions: readonly string[];
  academies: readonly string[];
  person?: string;
  members?: ReadonlySet<string>;
  /** What they are besides, by their token, where the register gives them a role. */
  alsoAs?: Role;
  asks?: readonly string[];
  reads?: readonly string[];
  outside?: boolean;
  token?: string;
};

import { z } from 'zod';

/** What the licensing service reads besides what every service does. */
export const LicensingEnv = z.object({
  /** Runs that change more persons than this wait for an approval. */
  RUN_APPROVAL_ABOVE: z.coerce.number().int().min(0).default(20_000),
  /** By group needs Entra ID P1 or Office 365 A3 in the tenant (Microsoft Entra, group-based licensing): so direct unless told. */
  RUN_METHOD: z.enum(['direct', 'group']).default('direct'),
  /** Key (32 bytes, base64) from which the passwords of new accounts follow: the provisioner's. */
  INITIAL_SECRET_KEY: z.base64().optional(),
});
export type LicensingEnv = z.output<typeof LicensingEnv>;

/** What the worker reads that lets licences follow entitlement, and the service that tells of it. */
export const EntitlementEnv = z.object({
  /** For how long a change of entitlement rests before it costs a seat: an import can be undone in that time. */
  ENTITLEMENT_REST_SECONDS: z.coerce.number().min(0).max(604_800).default(900),
});
export type EntitlementEnv = z.output<typeof EntitlementEnv>;

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

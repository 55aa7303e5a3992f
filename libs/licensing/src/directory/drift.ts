import { z } from 'zod';

export const DriftKind = z.enum(['not-here', 'not-there', 'other-product', 'account-deleted', 'no-account']).meta({
  id: 'DriftKind',
  description: 'The licence is there and not here, here and not there, another one is there, or its account is gone',
});
export type DriftKind = z.output<typeof DriftKind>;

export const DriftView = z
  .object({
    personId: z.uuid(),
    skuId: z.guid(),
    sku: z.string(),
    academyId: z.uuid(),
    kind: DriftKind,
    foundAt: z.iso.datetime(),
    restorableUntil: z.iso.datetime().nullable().describe('Until when the deleted account can be restored'),
  })
  .meta({ id: 'LicenceDrift', description: 'Where Microsoft’s directory and our licences differ' });
export type DriftView = z.output<typeof DriftView>;

/** What may be mended by itself: take over what is there, give again what is missing there. Nothing is ever taken away. */
export const MENDS: Record<'adopt' | 'reassign', DriftKind> = { adopt: 'not-here', reassign: 'not-there' };

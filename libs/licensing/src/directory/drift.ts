import { codeList } from '@takwin/platform/schema';
import { z } from 'zod';

export const DriftKind = codeList('DriftKind', 'How Microsoft’s directory and our licences differ', {
  'not-here': 'The person has the licence at Microsoft, and none is known here',
  'not-there': 'The licence is known here, and the person has none at Microsoft',
  'other-product': 'The person has another product at Microsoft than the one known here',
  'account-deleted': 'The person’s account is deleted, and can still be restored',
  'no-account': 'The person has no account in the directory any more',
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
    restorableUntil: z.iso
      .datetime()
      .nullable()
      .describe('Until when the deleted account can be restored; null where there is none'),
  })
  .meta({ id: 'LicenceDrift', description: 'Where Microsoft’s directory and our licences differ' });
export type DriftView = z.output<typeof DriftView>;

/** What may be mended by itself: take over what is there, give again what is missing there. Nothing is ever taken away. */
export const MENDS: Record<'adopt' | 'reassign', DriftKind> = { adopt: 'not-here', reassign: 'not-there' };

import { Injectable } from '@nestjs/common';
import { KINDS, type PersonalDataKind } from '@takwin/contracts/personal-data';
import { type Actor, EVERYONE } from '@takwin/platform/auth';
import { query } from '@takwin/platform/schema';
import { z } from 'zod';

export const ReadErasureTerms = query(
  'ReadErasureTerms',
  EVERYONE,
  {},
  {
    summary: 'Read what erasure erases',
    description:
      'Answers of each kind of personal data what is erased of somebody who asks for it, and what stays and by which right: before it is' +
      ' asked for.',
  },
);
export type ReadErasureTerms = z.output<typeof ReadErasureTerms>;

export const ErasureTermsView = z
  .object({
    kinds: z.array(
      z
        .object({
          id: z.string().describe('By which the register of personal data names the kind'),
          name: z.string(),
          erased: z.string().nullable().describe('What is erased of it; null where nothing is'),
          stays: z.string().nullable().describe('What stays of it, and why; null where nothing does'),
        })
        .meta({ id: 'ErasureTerm', description: 'What erasure does of a kind of personal data' }),
    ),
  })
  .meta({ id: 'ErasureTerms', description: 'What is erased of somebody who asks for it, and what stays' });
export type ErasureTermsView = z.output<typeof ErasureTermsView>;

@Injectable()
export class ReadErasureTermsHandler {
  run(_actor: Actor, _: ReadErasureTerms): ErasureTermsView {
    return {
      kinds: KINDS.map(({ id, name, erasure }: PersonalDataKind) => ({
        ...{ id, name },
        erased: erasure.erased ?? null,
        stays: erasure.stays ?? null,
      })),
    };
  }
}

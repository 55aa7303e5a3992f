import { Injectable } from '@nestjs/common';
import { CertificationId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, within } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import type { CertificationView } from './certification.js';
import { selectCertifications } from './certification.rows.js';
import { CANDIDATE_READERS } from '../rules.js';
import { isThere } from '../told-of-prisons.js';

export const FindCertification = query(
  'FindCertification',
  CANDIDATE_READERS,
  { id: CertificationId },
  {
    summary: 'Read one certification',
    description: 'Tells one certification of a person, whether or not it has a credential yet.',
  },
);
export type FindCertification = z.output<typeof FindCertification>;

@Injectable()
export class FindCertificationHandler {
  constructor(private readonly db: Database) {}

  /** Refuses NOT_FOUND of what the actor may not read. */
  async run(actor: Actor, { id }: FindCertification): Promise<CertificationView> {
    const mine = within(actor, { region: sql`h.region`, academy: sql`h.academy_id`, person: sql`h.person_id` });
    const there = isThere(actor, sql`h.academy_id`, sql`h.person_id`);
    const which = sql`h.id = ${id} and ${mine} and ${there}`;
    const [found] = await this.db.readAs(actor, (tx) => selectCertifications(tx, which));
    if (!found) throw new NotFound('certification');
    return found;
  }
}

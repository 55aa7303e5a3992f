import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { AcademyView } from './academy.js';
import type { AcademyStepKind, AcademyStepView } from './academy-step.js';

/** What is said of a step beside what it is. */
export type Evidence = { document?: string | undefined; reason?: string | undefined };
type Step = Pick<AcademyStepView, 'on'> & { step: AcademyStepKind } & Evidence;

/** Keeps what became of some academies, as the actor's doing. Nothing of it is ever changed. */
export const keepSteps = (
  tx: Tx,
  academies: readonly Pick<AcademyView, 'id' | 'state'>[],
  { step, on, document, reason }: Step,
): Promise<unknown> =>
  tx.query(sql`
    insert into academy_step(academy_id, step, from_on, state, document, reason, taken_by, taken_at)
    select id, ${step}, ${on}, state, ${document ?? null}, ${reason ?? null}, ${tx.actor.subject}, ${tx.at}
    from jsonb_to_recordset(${JSON.stringify(academies)}::jsonb) as a(id uuid, state text)`);

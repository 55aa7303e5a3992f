import { Injectable } from '@nestjs/common';
import { CONVENTION } from '@takwin/contracts/convention';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { invalid } from '@takwin/platform/errors';
import { Database, demandVersion } from '@takwin/platform/postgres';
import { command, conditional, LocalDate, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import type { ProgrammeView } from './programme.js';
import { TargetId } from './target.js';
import { ReadProgrammeHandler } from './read-programme.js';

export const SetTarget = command(
  'SetTarget',
  { 'programme-admin': 'programme' },
  {
    id: TargetId,
    ...conditional,
    target: z.int().min(1).max(100_000_000),
    dueOn: LocalDate.refine((day) => day >= CONVENTION.startsOn && day <= CONVENTION.endsOn, {
      message: 'not a day of the convention',
      params: { code: 'outside_convention' },
    })
      .optional()
      .describe('A day of the convention; left as it is when absent'),
    // Published without: it is demanded below, since a published input cannot come to.
    reason: Text({ min: 3, max: 500 })
      .optional()
      .meta({
        description: 'Why it is changed, for everybody to read beside the target; refused as INVALID_INPUT when absent',
        examples: ['Endorsed by the steering committee of 12 November'],
      }),
  },
  {
    summary: 'Set a target of the convention',
    description:
      'Sets what the convention promises of one target, and by when. Who changed it, when and why is told with the' +
      ' target, and days before the change go on showing what stood on them.',
    shown: ['reason'],
  },
);
export type SetTarget = z.output<typeof SetTarget>;

/** What is said of a change that nobody accounts for. */
const WHY = 'why it is changed, in 3 to 500 characters';

@Injectable()
export class SetTargetHandler {
  constructor(
    private readonly db: Database,
    private readonly programme: ReadProgrammeHandler,
  ) {}

  /**
   * The same again is no other version. Refuses VERSION_MISMATCH where another set it since it was read, and INVALID_INPUT of a change
   * without a reason.
   */
  run(actor: Actor, { id, expectedVersion, target, reason, dueOn }: SetTarget): Promise<ProgrammeView> {
    if (reason === undefined) throw invalid([{ path: ['reason'], code: 'too_small', message: WHY }]);
    const due = dueOn ?? null;
    return this.db.asActor(actor, async (tx) => {
      const known = await tx.one<{ version: number }>(
        sql`select version from scoreboard_target where id = ${id} for update`,
      );
      demandVersion(expectedVersion, known!.version);
      await tx.query(sql`
        with before as (
          select id, target, due_on from scoreboard_target
          where id = ${id} and (target, due_on) is distinct from (${target}::int, coalesce(${due}::date, due_on))
        ), changed as (
          update scoreboard_target now
          set target = ${target}, due_on = coalesce(${due}::date, now.due_on), version = version + 1
          from before where before.id = now.id returning now.id, now.version, now.target, now.due_on
        )
        insert into scoreboard_target_change(
          target_id, version, changed_at, changed_on, changed_by, reason, target_before, due_before, target, due_on)
        select id, changed.version, ${tx.at}, ${legalDayOf(tx.at)}, ${actor.subject}, ${reason}, before.target, before.due_on,
          changed.target, changed.due_on
        from before join changed using (id)`);
      return this.programme.read(tx, {});
    });
  }
}

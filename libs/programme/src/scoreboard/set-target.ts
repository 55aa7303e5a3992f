import { Injectable } from '@nestjs/common';
import { CONVENTION } from '@takwin/contracts/convention';
import type { Actor } from '@takwin/platform/auth';
import { Database, demandVersion } from '@takwin/platform/postgres';
import { command, conditional, LocalDate } from '@takwin/platform/schema';
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
  },
  {
    summary: 'Set a target of the convention',
    description: 'Sets what the convention promises of one target, and by when.',
  },
);
export type SetTarget = z.output<typeof SetTarget>;

@Injectable()
export class SetTargetHandler {
  constructor(
    private readonly db: Database,
    private readonly programme: ReadProgrammeHandler,
  ) {}

  /** The same again is no other version. Refuses VERSION_MISMATCH where another set it since it was read. */
  run(actor: Actor, { id, expectedVersion, target, dueOn }: SetTarget): Promise<ProgrammeView> {
    return this.db.asActor(actor, async (tx) => {
      const known = await tx.one<{ version: number }>(
        sql`select version from scoreboard_target where id = ${id} for update`,
      );
      demandVersion(expectedVersion, known!.version);
      await tx.query(sql`
        update scoreboard_target
        set target = ${target}, due_on = coalesce(${dueOn ?? null}::date, due_on), version = version + 1
        where id = ${id} and (target, due_on) is distinct from (${target}::int, coalesce(${dueOn ?? null}::date, due_on))`);
      return this.programme.read(tx, {});
    });
  }
}

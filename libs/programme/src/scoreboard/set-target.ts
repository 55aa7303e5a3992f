import { Injectable } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { Database } from '@takwin/platform/postgres';
import { command } from '@takwin/platform/schema';
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
    target: z.int().min(1).max(100_000_000),
    dueOn: z.iso.date().optional().describe('Left as it is when absent'),
  },
  'Sets what the convention promises of one target, and by when',
);
export type SetTarget = z.output<typeof SetTarget>;

@Injectable()
export class SetTargetHandler {
  constructor(
    private readonly db: Database,
    private readonly programme: ReadProgrammeHandler,
  ) {}

  async run(actor: Actor, { id, target, dueOn }: SetTarget): Promise<ProgrammeView> {
    await this.db.asActor(actor, (tx) =>
      tx.query(sql`
        update scoreboard_target
        set target = ${target}, due_on = coalesce(${dueOn ?? null}::date, due_on), version = version + 1
        where id = ${id} and (target, due_on) is distinct from (${target}::int, coalesce(${dueOn ?? null}::date, due_on))`),
    );
    return this.programme.run(actor, {});
  }
}

import { Injectable } from '@nestjs/common';
import { columns, KINDS, RetentionDays, type PersonalDataKind } from '@takwin/contracts/personal-data';
import type { Actor } from '@takwin/platform/auth';
import { Database, iso } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import type { PersonalDataView, RetentionRunView } from './personal-data.js';

export const ReadPersonalData = query(
  'ReadPersonalData',
  { 'programme-admin': 'programme', auditor: 'programme' },
  {},
  {
    summary: 'Read the register of personal data',
    description:
      'Answers which kinds of personal data are processed, for what, by which right and where they lie, for how long each is kept, and' +
      ' what was removed last at the end of that time.',
  },
);
export type ReadPersonalData = z.output<typeof ReadPersonalData>;

export const RetentionEnv = z.object({ RETENTION: RetentionDays });

/** For how many days each kind is kept here. */
export class KeptDays {
  constructor(readonly of: z.output<typeof RetentionDays>) {}
}

@Injectable()
export class ReadPersonalDataHandler {
  constructor(
    private readonly db: Database,
    private readonly days: KeptDays,
  ) {}

  async run(actor: Actor, _: ReadPersonalData): Promise<PersonalDataView> {
    const runs = await this.db.readAs(actor, (tx) =>
      tx.query<RetentionRunView & { kind: string }>(sql`
        select distinct on (service, kind) kind, service, on_day as on, ${iso('until_at')} as until, removed, ${iso('ended_at')} as "endedAt"
        from retention_report order by service, kind, on_day desc`),
    );
    const lastRuns = Map.groupBy(runs, ({ kind }) => kind);
    return {
      kinds: KINDS.map((kind: PersonalDataKind & (typeof KINDS)[number]) => ({
        ...{ id: kind.id, name: kind.name, purpose: kind.purpose, legalBasis: kind.legalBasis, whose: kind.whose },
        sensitive: kind.sensitive ?? null,
        recipients: kind.recipients,
        ...this.#kept(kind),
        columns: [...columns].flatMap(([column, of]) => (of === kind.id ? [column] : [])),
        lastRuns: (lastRuns.get(kind.id) ?? []).map(({ kind: _of, ...run }) => run),
      })),
    };
  }

  #kept({ id, retention }: PersonalDataKind & (typeof KINDS)[number]) {
    return 'days' in retention
      ? { keptDays: this.days.of[id]!, keptFrom: retention.from, atEnd: retention.atEnd, staysBecause: null }
      : { keptDays: null, keptFrom: null, atEnd: null, staysBecause: retention.stays };
  }
}

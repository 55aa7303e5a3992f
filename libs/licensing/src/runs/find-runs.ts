import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { ProvisioningRunId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { type Language, NotFound, Words } from '@takwin/platform/errors';
import { csvHead, csvLine } from '@takwin/platform/files';
import { counting, Database } from '@takwin/platform/postgres';
import { type Page, pagesFor, paging, query } from '@takwin/platform/schema';
import sql, { empty, join, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { OutcomeState, type OutcomeView, RunState, type RunView } from './run.js';
import { selectRuns } from './run.rows.js';
import { READERS } from '../rules.js';

export const FindRun = query(
  'FindProvisioningRun',
  READERS,
  { id: ProvisioningRunId },
  {
    summary: 'Read a provisioning run',
    description:
      'Answers how far a run is: its state, how many persons are done, failed or unknown, and when it is' +
      ' expected to end.',
  },
);
export type FindRun = z.output<typeof FindRun>;

export const FindRuns = query(
  'FindProvisioningRuns',
  READERS,
  { state: RunState.optional(), skuId: z.guid().optional(), ...paging },
  {
    summary: 'List provisioning runs',
    description: 'Lists the runs that the caller may see, the newest first, a page at a time.',
  },
);
export type FindRuns = z.output<typeof FindRuns>;

export const FindOutcomes = query(
  'FindProvisioningOutcomes',
  READERS,
  {
    id: ProvisioningRunId,
    state: OutcomeState.optional(),
    ...paging,
  },
  {
    summary: 'List what came of each person of a run',
    description: 'Lists the outcome for each person of a run, in the order of persons, a page at a time.',
  },
);
export type FindOutcomes = z.output<typeof FindOutcomes>;

export const ExportOutcomes = query(
  'ExportProvisioningOutcomes',
  READERS,
  {
    id: ProvisioningRunId,
    state: OutcomeState.optional(),
  },
  {
    summary: 'Export what came of each person of a run',
    description:
      'Answers the outcome for each person of a run as CSV, however many there are, with its reason in the caller’s' +
      ' language, too.',
  },
);
export type ExportOutcomes = z.output<typeof ExportOutcomes>;

const COLUMNS = ['personId', 'academyId', 'account', 'state', 'reason', 'attempts', 'requestId', 'reasonText'] as const;
const ROWS_AT_ONCE = 5_000;

/** An outcome as a line of the file. */
type Row = OutcomeView & { account: string | null };

const Place = z.tuple([z.iso.datetime(), z.uuid()]);
const ByPerson = z.tuple([z.uuid()]);

/** A run may span academies: whoever is not of the whole programme sees the own ones. */
export const runsOf = ({ scope, subject }: Actor): Sql =>
  scope === 'programme' ? sql`true` : sql`r.created_by = ${subject}`;

@Injectable()
export class FindRunsHandler {
  constructor(
    private readonly db: Database,
    private readonly words: Words,
  ) {}

  /** Runs that the actor may read, the newest first, a page at a time. */
  run(actor: Actor, asked: FindRuns): Promise<Page<RunView>> {
    const { state, skuId } = asked;
    const whose = { ...asked, starter: actor.scope === 'programme' ? undefined : actor.subject };
    const { last, limit, page } = pagesFor(FindRuns, actor, whose, Place, (run: RunView) => [run.acceptedAt, run.id]);
    return this.db.readAs(actor, async (tx) => {
      const where = [runsOf(actor)];
      if (state) where.push(sql`r.state = ${state}`);
      if (skuId) where.push(sql`r.sku_id = ${skuId}`);
      const total = counting(this.db, actor, sql`run r where ${join(where, ' and ')}`);
      if (last) where.push(sql`(r.accepted_at, r.id) < (${last[0]}::timestamptz, ${last[1]}::uuid)`);
      const newest = sql`order by r.accepted_at desc, r.id desc limit ${limit}`;
      return page(await selectRuns(tx, join(where, ' and '), newest), total);
    });
  }

  async one(actor: Actor, { id }: FindRun): Promise<RunView> {
    const found = (await this.byIds(actor, [id])).get(id);
    if (!found) throw new NotFound('provisioning run');
    return found;
  }

  byIds = (actor: Actor, ids: readonly string[]): Promise<Map<string, RunView>> =>
    this.db.readAs(actor, async (tx) => {
      const rows = await selectRuns(tx, sql`r.id = any(${ids}::uuid[]) and ${runsOf(actor)}`);
      return new Map(rows.map((row) => [row.id, row]));
    });

  /** What came of each person of a run, a page at a time. */
  async outcomes(actor: Actor, asked: FindOutcomes): Promise<Page<OutcomeView>> {
    const { id, state } = asked;
    await this.one(actor, { id });
    const { last, limit, page } = pagesFor(FindOutcomes, actor, asked, ByPerson, (one: OutcomeView) => [one.personId]);
    return this.db.readAs(actor, async (tx) => {
      const mine = sql`run_id = ${id} ${state ? sql`and state = ${state}` : empty}`;
      const total = counting(this.db, actor, sql`outcome where ${mine}`);
      const from = last ? sql`and person_id > ${last[0]}` : empty;
      const rows = await tx.query<OutcomeView>(sql`
        select person_id as "personId", academy_id as "academyId", state, reason, attempts,
          request_id as "requestId" from outcome
        where ${mine} ${from} order by person_id limit ${limit}`);
      return page(rows, total);
    });
  }

  /**
   * The same as CSV, however many there are, with reasons in a language: read and sent a part at a time. Refuses NOT_FOUND before anything
   * is sent.
   */
  async csv(actor: Actor, { id, state }: ExportOutcomes, language: Language): Promise<Readable> {
    await this.one(actor, { id });
    const inWords = (row: Row): Row => ({ ...row, reasonText: this.words.reasonOf(row.reason, language, row) });
    return Readable.from(this.parts(actor, id, state, inWords), { objectMode: false });
  }

  private async *parts(
    actor: Actor,
    id: string,
    state: OutcomeState | undefined,
    inWords: (row: Row) => Row,
  ): AsyncGenerator<string> {
    yield csvHead(COLUMNS);
    for (let after: string | undefined; ;) {
      const from = after === undefined ? empty : sql`and person_id > ${after}`;
      const rows = await this.db.readAs(actor, (tx) =>
        tx.query<Row>(sql`
          select person_id as "personId", academy_id as "academyId", account, state, reason, attempts, request_id as "requestId"
          from outcome where run_id = ${id} ${state ? sql`and state = ${state}` : empty} ${from}
          order by person_id limit ${ROWS_AT_ONCE}`),
      );
      const lines = rows.map(inWords).map((row) => csvLine(COLUMNS.map((column) => row[column] ?? null)));
      if (rows.length > 0) yield lines.join('');
      if (rows.length < ROWS_AT_ONCE) return;
      after = rows.at(-1)!.personId;
    }
  }
}

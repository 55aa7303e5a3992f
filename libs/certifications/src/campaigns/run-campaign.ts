import { systemActor } from '@takwin/platform/auth';
import type { Database } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { CampaignWork } from './work-on-campaign.js';

export const CAMPAIGN_QUEUE = 'exam-campaigns';

const system = systemActor('exam-scheduler');
const MOST_KEPT = 2;

type Rhythm = {
  /** Registrations in one transaction. */
  batch?: number;
  /** A job ends after so long, so that campaigns take turns; one that has planned ends with the first step; ms. For ever unless given. */
  shift?: number;
};

/** Plans accepted campaigns and books what was planned, in batches of registrations with their events. */
export class RunCampaignHandler {
  readonly #batch: number;
  readonly #shift: number | undefined;
  // Those whose shift is over, with their plans: nobody need plan again who goes on here.
  readonly #kept = new Map<string, CampaignWork>();

  constructor(
    private readonly db: Database,
    { batch = 1_000, shift }: Rhythm = {},
  ) {
    this.#batch = batch;
    this.#shift = shift;
  }

  /**
   * Works one campaign to its end, or until the shift is over and something of it is done: then there is 'more', for a job of its
   * own. What was stored stays, whatever happens to the worker: whoever takes it up plans the rest with the seats that are
   * left. Candidates who lost their seats to others meanwhile are planned again. Ends where the campaign was cancelled or
   * is another worker's by now; rejects when `signal` aborts.
   */
  async run(id: string, signal: AbortSignal): Promise<'done' | 'more'> {
    const from = this.#now();
    const kept = this.#kept.get(id);
    this.#kept.delete(id);
    const goesOn = kept !== undefined && (await kept.isMine());
    const work = goesOn ? kept : new CampaignWork(this.db, id, this.#batch);
    // One that has planned ends with its first step: what gets on never loses its worker so often that it looks like poison.
    const until = this.#shift === undefined ? Infinity : from + (goesOn ? this.#shift : 0);
    while (await work.step(signal)) {
      if (this.#now() < until) continue;
      this.#kept.set(id, work);
      const [oldest] = this.#kept.keys();
      if (this.#kept.size > MOST_KEPT) this.#kept.delete(oldest!);
      return 'more';
    }
    return 'done';
  }

  /** Campaigns that nobody has worked on since `before` and that are not done: what the sweeper wakes again. */
  waiting(before: Date, limit: number): Promise<string[]> {
    return this.db.readAs(system, async (tx) => {
      const rows = await tx.query<{ id: string }>(sql`
        select id from campaign where state in ('accepted', 'booking') and touched_at < ${before}
        order by touched_at limit ${limit}`);
      return rows.map(({ id }) => id);
    });
  }

  #now(): number {
    return this.db.clock.now().getTime();
  }
}

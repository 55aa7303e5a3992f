import { Injectable } from '@nestjs/common';
import { AcademyId, ExamCode, PersonId, RegionCode } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { invalid } from '@takwin/platform/errors';
import { Queues } from '@takwin/platform/jobs';
import { Database, type Tx, within } from '@takwin/platform/postgres';
import { command, Distinct, Instant } from '@takwin/platform/schema';
import sql, { empty, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { CampaignIsEmpty, OpeningRules, type CampaignView } from './campaign.js';
import { WindowReversed } from '../booking/registration.js';
import { ExamUnknown } from '../sittings/sitting.js';
import { legalDayOf } from '@takwin/platform/clock';
import { demandOffered } from '../exams/read-exam-days.js';
import { selectCampaigns } from './campaign.rows.js';
import { accept } from './campaign.writer.js';
import { CAMPAIGN_QUEUE } from './run-campaign.js';

const Filter = z
  .strictObject({ academyId: AcademyId.optional(), region: RegionCode.optional() })
  .meta({ id: 'CampaignFilter' });

export const PlanCampaign = command(
  'PlanCampaign',
  MANAGERS,
  {
    examCodes: Distinct(ExamCode).min(1).max(20).describe('Each person sits each of these'),
    persons: Distinct(PersonId).min(1).max(25_000).optional().describe('These persons, or'),
    filter: Filter.optional().describe('every active person whom this describes'),
    earliest: Instant,
    latest: Instant,
    consent: z.boolean().default(false).describe('The parents of those under 18, or of unknown age, agree'),
    opening: OpeningRules.optional().describe('Where it is given, the campaign opens sittings of its own, too'),
    dryRun: z.boolean().default(false).describe('Plan, show it, and book nobody'),
  },
  {
    summary: 'Schedule many candidates at once',
    shown: ['persons'],
    description:
      'Schedules up to 25,000 persons, or everyone whom a filter describes, for one or more exams within a span' +
      ' of time; a worker plans and books, and the answer is 202. With dryRun it plans, shows the plan, and' +
      ' books nobody.',
  },
);
export type PlanCampaign = z.output<typeof PlanCampaign>;

const LONGEST_OPENING = 92 * 86_400_000;

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

@Injectable()
export class PlanCampaignHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /**
   * Accepts a campaign for those whom the caller may see, as they are now, and wakes the worker. A person who is unknown counts
   * as refused. Refuses CAMPAIGN_IS_EMPTY, EXAM_UNKNOWN, EXAM_OUTSIDE_ITS_DAYS and a window that is reversed or over.
   */
  async run(actor: Actor, command: PlanCampaign): Promise<CampaignView> {
    if ((command.persons === undefined) === (command.filter === undefined))
      throw invalid([{ path: ['persons'], code: 'exactly_one', message: 'exactly one of persons, filter' }]);
    const campaign = await this.db.asActor(actor, async (tx) => {
      const id = await this.accept(tx, command);
      return (await selectCampaigns(tx, sql`c.id = ${id}`))[0]!;
    });
    if (campaign.state === 'accepted') await this.queues.wake(CAMPAIGN_QUEUE, { ids: [campaign.id] });
    return campaign;
  }

  private async accept(tx: Tx, command: PlanCampaign): Promise<string> {
    const { examCodes, earliest, latest, consent, dryRun, opening } = command;
    if (opening && latest.getTime() - earliest.getTime() > LONGEST_OPENING)
      throw invalid([{ path: ['latest'], code: 'too_late', message: 'sittings are opened for up to 92 days' }]);
    if (latest < earliest || latest <= tx.at) throw new WindowReversed();
    const unknown = await tx.one<{ code: ExamCode }>(sql`
      select asked.code from unnest(${examCodes}::text[]) asked(code)
      left join exam e on e.code = asked.code where e.code is null`);
    if (unknown) throw new ExamUnknown(unknown.code);
    await demandOffered(tx, examCodes, legalDayOf(earliest > tx.at ? earliest : tx.at), legalDayOf(latest));
    if (opening) await this.judge(tx, opening, examCodes);
    const persons = await this.choose(tx, command);
    if (persons.length === 0) throw new CampaignIsEmpty();
    const asked = command.persons?.length ?? persons.length;
    return accept(tx, {
      ...{ examCodes, persons, earliest, latest, consent, dryRun, opening },
      openingAcademies: opening ? this.academiesOf(tx.actor) : sql`'{}'`,
      requested: asked * examCodes.length,
      refused: (asked - persons.length) * examCodes.length,
    });
  }

  private async judge(
    tx: Tx,
    { minutes, opensAt, closesAt }: OpeningRules,
    examCodes: readonly string[],
  ): Promise<void> {
    if (minutesOf(closesAt) - minutesOf(opensAt) < minutes)
      throw invalid([{ path: ['opening', 'closesAt'], code: 'too_early', message: 'no sitting fits between' }]);
    const { longest } = (await tx.one<{ longest: number }>(sql`
      select max(minutes + administration_minutes) as longest from exam where code = any(${examCodes}::text[])`))!;
    if (minutes < longest)
      throw invalid([
        {
          path: ['opening', 'minutes'],
          code: 'too_short',
          message: 'an exam takes {longest} minutes',
          params: { longest },
        },
      ]);
  }

  // Where the actor may open sittings.
  private academiesOf(actor: Actor): Sql {
    return sql`array(select a.subject::uuid from academy_copy a
      where ${within(actor, { region: sql`a.region`, academy: sql`a.subject` })})`;
  }

  private async choose(tx: Tx, { persons, filter = {} }: PlanCampaign): Promise<string[]> {
    const mine = within(tx.actor, { region: sql`p.region`, academy: sql`p.academy_id` });
    const rows = persons
      ? await tx.query<{ id: string }>(sql`
          select p.subject as id from unnest(${persons}::text[]) with ordinality as asked(id, place)
          join person_copy p on p.subject = asked.id where ${mine} group by p.subject order by min(asked.place)`)
      : await tx.query<{ id: string }>(sql`
          select p.subject as id from person_copy p where p.active and ${mine}
            ${filter.academyId ? sql`and p.academy_id = ${filter.academyId}` : empty}
            ${filter.region ? sql`and p.region = ${filter.region}` : empty} order by p.subject`);
    return rows.map(({ id }) => id);
  }
}

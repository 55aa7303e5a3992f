import { Injectable } from '@nestjs/common';
import { CampaignId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Queues } from '@takwin/platform/jobs';
import { Database, type Tx } from '@takwin/platform/postgres';
import { command } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { CampaignStateForbids, DryRunBooksNobody, type CampaignView } from './campaign.js';
import { campaignLife } from './campaign.life.js';
import { cancel, replan } from './campaign.writer.js';
import { closeUnused } from './open-planned-sittings.js';
import { selectCampaigns } from './campaign.rows.js';
import { campaignsOf } from './find-campaigns.js';
import { CAMPAIGN_QUEUE } from './run-campaign.js';

export const CancelCampaign = command(
  'CancelCampaign',
  MANAGERS,
  { id: CampaignId },
  {
    summary: 'Cancel a campaign',
    description: 'Ends a campaign: it books nobody more, and who is booked stays so.',
  },
);
export type CancelCampaign = z.output<typeof CancelCampaign>;

export const ReplanCampaign = command(
  'ReplanCampaign',
  MANAGERS,
  { id: CampaignId },
  {
    summary: 'Plan a campaign anew',
    description:
      'Plans anew those who still wait or whose sitting was called off, and moves as few of the others as it can.',
  },
);
export type ReplanCampaign = z.output<typeof ReplanCampaign>;

@Injectable()
export class ControlCampaignHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /** Refuses CAMPAIGN_STATE_FORBIDS for what is done, or cancelled already. */
  cancel(actor: Actor, { id }: CancelCampaign): Promise<CampaignView> {
    return this.step(actor, id, 'cancel', async (tx) => {
      await cancel(tx, id);
      await closeUnused(tx, id);
    });
  }

  /** Refuses CAMPAIGN_STATE_FORBIDS unless it is done, and CAMPAIGN_IS_A_DRY_RUN. */
  async replan(actor: Actor, { id }: ReplanCampaign): Promise<CampaignView> {
    const campaign = await this.step(actor, id, 'replan', async (tx, { dryRun }) => {
      if (dryRun) throw new DryRunBooksNobody();
      await replan(tx, id);
    });
    await this.queues.wake(CAMPAIGN_QUEUE, { ids: [id] });
    return campaign;
  }

  private step(
    actor: Actor,
    id: string,
    transition: 'cancel' | 'replan',
    change: (tx: Tx, campaign: CampaignView) => Promise<unknown>,
  ): Promise<CampaignView> {
    return this.db.asActor(actor, async (tx) => {
      const known = await tx.one(sql`select from campaign c where c.id = ${id} and ${campaignsOf(actor)} for update`);
      if (!known) throw new NotFound('campaign');
      const [campaign] = await selectCampaigns(tx, sql`c.id = ${id}`);
      const to = transition === 'cancel' ? 'cancelled' : 'accepted';
      if (!campaignLife.allows(campaign!.state, transition)) throw new CampaignStateForbids(campaign!.state, to);
      await change(tx, campaign!);
      return (await selectCampaigns(tx, sql`c.id = ${id}`))[0]!;
    });
  }
}

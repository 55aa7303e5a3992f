import { Injectable } from '@nestjs/common';
import { PersonId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { Database, within } from '@takwin/platform/postgres';
import { query, textOf, textsOf } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { EntitlementState } from './entitlement.life.js';
import { traitsOf } from './decide-persons.js';
import { inOrder, Objection, objectionsTo, ruleFor } from './rule.js';
import { selectRules } from './rule.rows.js';
import { isThere } from '../told-of-prisons.js';
import { isTold } from './told.rows.js';
import { LICENCE_READERS } from '../rules.js';

export const ExplainEntitlement = query(
  'ExplainEntitlement',
  LICENCE_READERS,
  { personId: PersonId },
  {
    summary: 'Explain what a person is entitled to',
    description:
      'Answers which licences a person is entitled to, by which rule, since when and until when, and what' +
      ' stands against every other rule.',
  },
);
export type ExplainEntitlement = z.output<typeof ExplainEntitlement>;

export const EntitlementView = z
  .object({
    personId: z.uuid(),
    entitled: z.boolean(),
    holds: z
      .array(
        z
          .object({
            skuId: z.guid(),
            sku: z.string(),
            rule: z.string().nullable(),
            state: EntitlementState,
            since: z.iso.date(),
            until: z.iso.date().nullable().describe('The last day: of the rule, or of the grace'),
            licensed: z.boolean(),
            problem: z
              .string()
              .nullable()
              .describe('Why the licence did not follow, as a code: SEATS_SHORT; null where nothing stood against it'),
            problemText: textOf('problem'),
          })
          .meta({ id: 'HeldEntitlement' }),
      )
      .describe('What was granted, and what of it is left'),
    rules: z
      .array(
        z
          .object({
            rule: z.string(),
            skuId: z.guid(),
            covers: z.boolean(),
            objections: z.array(Objection),
            objectionTexts: textsOf('objections'),
          })
          .meta({ id: 'ConsideredRule' }),
      )
      .describe('Every rule in the order in which they are asked, and what stands against it'),
  })
  .meta({ id: 'Entitlement' });
export type EntitlementView = z.output<typeof EntitlementView>;

@Injectable()
export class ExplainEntitlementHandler {
  constructor(private readonly db: Database) {}

  /** Why a person has what, since when and until when, and why nothing else. Refuses NOT_FOUND. */
  run(actor: Actor, { personId }: ExplainEntitlement): Promise<EntitlementView> {
    return this.db.readAs(actor, async (tx) => {
      const mine = within(actor, { region: sql`p.region`, academy: sql`p.academy_id`, person: sql`p.subject::uuid` });
      const [person] = await traitsOf(
        tx,
        sql`p.subject = ${personId} and ${mine} and ${isThere(actor, sql`p.academy_id`)}`,
      );
      if (!person) throw new NotFound('person');
      const on = legalDayOf(tx.at);
      const all = await selectRules(tx);
      const rules = inOrder(all).map((rule) => {
        const objections = objectionsTo(rule, person, on);
        return { rule: rule.name, skuId: rule.skuId, covers: objections.length === 0, objections };
      });
      // A licence goes with its person, also one that another academy asked for.
      const holds = await tx.unbound.query<EntitlementView['holds'][number]>(sql`
        select e.sku_id as "skuId", s.part_number as sku, r.name as rule, e.state, e.since, e.until, e.problem,
          exists (select from licence l where l.person_id = e.person_id and l.sku_id = e.sku_id
            and l.state = 'assigned') as licensed
        from entitlement e join sku s on s.id = e.sku_id left join entitlement_rule r on r.id = e.rule_id
        where e.person_id = ${personId} and ${isTold(actor, sql`e.academy_id`)} order by e.since desc, s.part_number`);
      return { personId, entitled: ruleFor(all, person, on) !== undefined, holds, rules };
    });
  }
}

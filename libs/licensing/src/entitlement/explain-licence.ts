import { PersonId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { type Language, NotFound, type Words } from '@takwin/platform/errors';
import { type Database, within } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { type Asked, type LicenceReason, LicenceReasonView, reasonsOf, type Standing } from './licence-reason.js';
import { ruleFor, type Rule } from './rule.js';
import { selectRules } from './rule.rows.js';
import { selectAsked, selectStandings } from './standing.rows.js';
import { isThere } from '../told-of-prisons.js';
import { LICENCE_READERS } from '../rules.js';

export const ExplainLicence = query(
  'ExplainLicence',
  LICENCE_READERS,
  { personId: PersonId },
  {
    summary: 'Explain a licence',
    description:
      'Tells why somebody has no licence, with every reason at once, in the language that Accept-Language asks for; or which' +
      ' one is held, and since when.',
  },
);
export type ExplainLicence = z.output<typeof ExplainLicence>;

export const LicenceExplanationView = z
  .object({
    personId: z.uuid(),
    licensed: z.boolean().describe('Whether any licence is held'),
    skuId: z.guid().nullable().describe('The product that the rules give today; null where none covers the person'),
    holds: z.array(
      z.object({ skuId: z.guid(), sku: z.string(), since: z.iso.date(), until: z.iso.date().nullable() }).meta({
        id: 'HeldLicence',
        description: 'A licence that is held; `until` is its last day, where one is known',
      }),
    ),
    reasons: z
      .array(LicenceReasonView)
      .describe('Why the product that the rules give is not held, or none is; empty where it is'),
  })
  .meta({ id: 'LicenceExplanation' });
export type LicenceExplanationView = z.output<typeof LicenceExplanationView>;

type Explained = Map<string, LicenceExplanationView>;
type Explain = (actor: Actor, personIds: readonly string[]) => Promise<Explained>;

export class ExplainLicenceHandler {
  /** The explanations of many persons, in three statements for any number of them, by the language. */
  readonly byPersons: Readonly<Record<Language, Explain>>;

  constructor(
    private readonly db: Database,
    private readonly words: Words,
    /** For how long a change of entitlement rests, ms. */
    private readonly restMs: number,
  ) {
    const into =
      (language: Language): Explain =>
      (actor, personIds) =>
        this.#explain(actor, personIds, language);
    this.byPersons = { fr: into('fr'), ar: into('ar'), en: into('en') };
  }

  /** Refuses NOT_FOUND. */
  async run(actor: Actor, { personId }: ExplainLicence, language: Language): Promise<LicenceExplanationView> {
    const found = (await this.byPersons[language](actor, [personId])).get(personId);
    if (!found) throw new NotFound('person');
    return found;
  }

  #explain(actor: Actor, personIds: readonly string[], language: Language): Promise<Explained> {
    return this.db.readAs(actor, async (tx) => {
      const mine = within(actor, { region: sql`p.region`, academy: sql`p.academy_id`, person: sql`p.subject::uuid` });
      const persons = await selectAsked(
        tx,
        sql`p.subject = any(${personIds}::text[]) and ${mine} and ${isThere(actor, sql`p.academy_id`)}`,
      );
      if (persons.length === 0) return new Map();
      const rules = await selectRules(tx);
      const about = { at: tx.at, on: legalDayOf(tx.at), restMs: this.restMs };
      const given = persons.flatMap((person) => {
        const rule = ruleFor(rules, person, about.on);
        return rule ? [{ personId: person.id, skuId: rule.skuId }] : [];
      });
      const standings = await selectStandings(
        tx,
        persons.map(({ id }) => id),
        given,
      );
      return new Map(
        persons.map(({ id, ...asked }) => {
          const own = standings.filter(({ personId }) => personId === id);
          const skuId = given.find(({ personId }) => personId === id)?.skuId ?? null;
          return [id, { personId: id, skuId, ...this.#told(asked, own, rules, about, language) }];
        }),
      );
    });
  }

  #told(
    asked: Asked,
    standings: readonly Standing[],
    rules: readonly Rule[],
    about: Parameters<typeof reasonsOf>[3],
    language: Language,
  ): Omit<LicenceExplanationView, 'personId' | 'skuId'> {
    const holds = standings.flatMap(({ skuId, sku, licensedOn: since, entitlement }) =>
      since === null ? [] : [{ skuId, sku, since, until: entitlement?.until ?? null }],
    );
    const reasons = reasonsOf(asked, standings, rules, about).map((reason) => this.#inWords(reason, language));
    return { licensed: holds.length > 0, holds, reasons };
  }

  #inWords({ code, facts }: LicenceReason, language: Language): LicenceExplanationView['reasons'][number] {
    const said = facts.reason === undefined ? undefined : this.words.titleOf(facts.reason, language);
    const known: Record<string, unknown> = { ...facts, said };
    const told = this.words.tellOf(code, known, language);
    const all = Object.keys(LicenceReasonView.shape.facts.shape).map((name) => [name, known[name] ?? null]);
    return { code, ...told, facts: Object.fromEntries(all) as never };
  }
}

import { Injectable } from '@nestjs/common';
import { PersonId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, type Tx } from '@takwin/platform/postgres';
import { command, DocumentReference, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { decideClaim } from '../claims/claim.writer.js';
import { CinVault } from '../persons/cin.js';
import { Outrun } from '../persons/person.js';
import { lockPersons } from '../persons/read-known.js';
import { isCalled } from '../persons/read-lookalikes.js';
import { isOwnOf } from '../persons/read-provenance.js';
import { isOneOf, isVisible } from '../persons/read-persons.js';
import { ACCREDITORS } from '../rules.js';
import { MergeLacksEvidence, MergeNeedsAnother, PersonsAreOne, type MergeView } from './merge.js';
import { selectMerges } from './merge.rows.js';
import { type Fact, mergePersons } from './merge.writer.js';
import { cardOf, demandNotApart, IDENTIFIED, type Identified, matriculeOf } from './check-apart.js';

export const MergePersons = command(
  'MergePersons',
  ACCREDITORS,
  {
    id: PersonId.describe('The record that is to be no more'),
    into: PersonId.describe('The record that stays'),
    reason: Text({ max: 300 }).meta({
      description: 'Why the two are one person',
      examples: ['Registered again after a change of academy'],
    }),
    document: DocumentReference({ max: 200 }).describe('Where that is written down'),
  },
  {
    summary: 'Merge two records of one person',
    description:
      'Says that two records are of one person, also where both are confirmed: what was proven under the first belongs to the second, and' +
      ' both ids answer with it. Something has to say that they are one: the same CIN, the same matricule, or the same name and birth' +
      ' date; else MERGE_LACKS_EVIDENCE. Two CINs, matricules or birth dates say that they are two until one is corrected: PERSONS_DIFFER.' +
      ' Of which one alone is confirmed, or is claimed by the other, that one stays. Never by who stated one of them, or is the person:' +
      ' MERGE_NEEDS_ANOTHER. It may be undone for 90 days.',
  },
);
export type MergePersons = z.output<typeof MergePersons>;

type Known = Identified & {
  confirmed: boolean;
  isOwn: boolean;
  claims: string | null;
  sex: string | null;
  arabicName: string | null;
};

@Injectable()
export class MergePersonsHandler {
  constructor(
    private readonly db: Database,
    private readonly vault: CinVault,
  ) {}

  /** Refuses NOT_FOUND, PERSONS_ARE_ONE, MERGE_NEEDS_ANOTHER, PERSONS_DIFFER, MERGE_LACKS_EVIDENCE, TOO_MANY_PLACEMENTS and ACADEMY_IS_SUSPENDED. */
  run(actor: Actor, { id, into, reason, document }: MergePersons): Promise<MergeView> {
    return this.db.pastBounds(actor, async (tx) => {
      const [goes, stays] = inOrder(...(await holdBoth(tx, id, into)));
      if (goes.isOwn || stays.isOwn) throw new MergeNeedsAnother();
      await this.demandOne(tx, goes, stays);
      const claimId = await openClaimOf(tx, goes.id, stays.id);
      const mergeId = await mergePersons(tx, goes.id, stays.id, { reason, document, claimId }, lacking(goes, stays));
      if (claimId) await decideClaim(tx, claimId, 'accept', null);
      return (await selectMerges(tx, sql`m.id = ${mergeId}`))[0]!;
    });
  }

  /** Refuses two who are told apart by what is known of them, and two of whom nothing says that they are one. */
  private async demandOne(tx: Tx, one: Known, other: Known): Promise<void> {
    const { isSame } = demandNotApart(this.vault, one, other);
    if (isSame.number || (isSame.birthDate && (await areCalledAlike(tx, one.id, other.id)))) return;
    throw new MergeLacksEvidence();
  }
}

/** Which goes and which stays: as is asked, but that one who is confirmed, or claimed by the other, stays. */
const inOrder = (goes: Known, stays: Known): [goes: Known, stays: Known] =>
  stays.claims === goes.id || (goes.confirmed && !stays.confirmed) ? [stays, goes] : [goes, stays];

/** What the record that stays takes of the other one. */
const lacking = (goes: Known, stays: Known): Fact[] => {
  const facts: Record<Fact, [has: unknown, lacks: unknown]> = {
    matricule: [matriculeOf(goes), matriculeOf(stays)],
    cin: [cardOf(goes), cardOf(stays)],
    birthDate: [goes.birthDate, stays.birthDate],
    sex: [goes.sex, stays.sex],
    arabicName: [goes.arabicName, stays.arabicName],
  };
  return (Object.keys(facts) as Fact[]).filter((fact) => facts[fact][0] !== null && facts[fact][1] === null);
};

/** Both records by the ids that they have or had, held. Refuses NOT_FOUND and PERSONS_ARE_ONE. */
async function holdBoth(tx: Tx, id: string, into: string): Promise<[Known, Known]> {
  const now = async (one: string): Promise<string> => {
    const found = await tx.one<{ id: string }>(sql`
      select p.id from person p where ${isOneOf([one])} and ${isVisible(tx.actor, 'p')}`);
    if (!found) throw new NotFound('person');
    return found.id;
  };
  const ids = [await now(id), await now(into)] as const;
  if (ids[0] === ids[1]) throw new PersonsAreOne();
  // Somebody else has merged one of them since it was looked for: it is looked for again.
  if ((await lockPersons(tx, ids)).size < 2) throw new Outrun();
  const known = await tx.query<Known>(sql`
    select ${IDENTIFIED}, p.confirmed, (${isOwnOf(tx.actor.subject)} or same_human(${tx.actor.subject}, array[p.created_by])) as "isOwn", p.claims, p.sex, coalesce(p.family_ar, p.given_ar) as "arabicName"
    from person p where p.id = any(${ids}::uuid[]) and ${isVisible(tx.actor, 'p')}`);
  const found = ids.map((one) => known.find((person) => person.id === one));
  if (!found[0] || !found[1]) throw new NotFound('person');
  return [found[0], found[1]];
}

const areCalledAlike = async (tx: Tx, id: string, other: string): Promise<boolean> =>
  (await tx.one(sql`
    select from person o join person p on ${isCalled(sql`p`, sql`person_name_keys(o.family_fr, o.given_fr, o.family_ar, o.given_ar)`)}
    where o.id = ${other} and p.id = ${id}`)) !== undefined;

/** The claim that one of the two is the other one, where nobody has decided it. */
const openClaimOf = async (tx: Tx, id: string, other: string): Promise<string | null> => {
  const found = await tx.one<{ id: string }>(sql`
    select id from claim where provisional_id in (${id}, ${other}) and person_id in (${id}, ${other}) and state = 'open'`);
  return found?.id ?? null;
};

import { systemActor } from '@takwin/platform/auth';
import { groupVerdict, verdictOf, type Account, type Job, type Verdict } from '../graph/decide.js';
import {
  addMember,
  addMembers,
  createGroup,
  findGroup,
  groupNameOf,
  isMember,
  licenseGroup,
  PATCHES_PER_BATCH,
  PER_PATCH,
  removeMember,
  reprocess,
} from '../graph/groups.js';
import type { Claim } from './claim-targets.js';
import { groupsOf } from './licence-group.rows.js';
import { licenceGroup, writeGroup, type GroupKey } from './licence-group.writer.js';
import type { GroupContext, Step, ChangeChannel } from '../graph/change.js';

type StepWithAccount = Step & { account: Account };
const system = systemActor('licence-provisioner');
// To make it, and to give it its licence.
const WRITES_OF_GROUP = 2;
const chunked = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

/**
 * Gives a licence through a group that holds it: 20 members are one PATCH, all of them or none, and Microsoft gives each the
 * licence some time later. What came of it is read from the member, and an error there is told of the person.
 */
export class GroupChange {
  readonly #key: GroupKey;

  constructor(
    private readonly channel: ChangeChannel,
    { run }: Claim,
    private readonly job: Job,
    private readonly context: GroupContext,
  ) {
    const { skuId, plans } = run;
    this.#key = { tenant: context.tenant, skuId, plans, name: groupNameOf(skuId, plans) };
  }

  async join(open: readonly Step[]): Promise<void> {
    const group = await this.#group();
    if (!group) return this.#later(open, 2_000);
    const waiting = open.filter(({ target }) => target.member);
    await this.#lookAfter(group, waiting.filter(isKnown));
    // Who has no account any more is put in again, once it was made again.
    const others = open.filter(({ target, account }) => !target.member || !account);
    const [known, missing] = [others.filter(isKnown), others.filter((step) => !step.account)];
    const each = this.context.patchCost / PER_PATCH;
    const costOf = ({ target, account }: Step): number => (account ? 0 : 1) + (target.alone ? 1 : each);
    // Who is not afforded now is not asked after either: a look at a member takes more than one at an account.
    const afforded = await this.channel.afford([...known, ...missing], costOf);
    const outside = await this.#outside(group, afforded.filter(isKnown));
    const made = await this.channel.prepare([...outside, ...afforded.filter((step) => !isKnown(step))], false);
    await this.#add(group, made.filter(isKnown));
  }

  /** Takes members out of the groups by which they have the licence; returns those who have it of their own. */
  async leave(open: readonly Step[]): Promise<Step[]> {
    const ours = await this.context.db.readAs(system, (tx) => groupsOf(tx, this.context.tenant, this.job.skuId));
    const groupOf = ({ account }: Step): string | undefined =>
      account?.viaGroup.find(({ group }) => ours.has(group))?.group;
    const members = open.filter((step): step is StepWithAccount => isKnown(step) && groupOf(step) !== undefined);
    const afforded = await this.channel.afford(members, () => 1);
    const answers = await this.channel.send(
      afforded.map((step) => removeMember(groupOf(step)!, step.account.objectId)),
      { writes: afforded.length },
    );
    const effect: Verdict = { state: 'unknown', retryAfterMs: this.context.lookMs };
    afforded.forEach(({ target }, index) =>
      this.channel.settle(target, verdictOf(answers[index]!, target, effect), answers[index]),
    );
    return open.filter((step) => groupOf(step) === undefined);
  }

  async #lookAfter(group: string, members: readonly StepWithAccount[]): Promise<void> {
    const again: StepWithAccount[] = [];
    for (const step of members) {
      const verdict = groupVerdict(step.account, group, step.target);
      if (verdict === 'reprocess') again.push(step);
      else this.channel.settle(step.target, verdict ?? this.#effectOf(step.target.attempts));
    }
    const afforded = await this.channel.afford(again, () => 1);
    const answers = await this.channel.send(
      afforded.map(({ account }) => reprocess(account.objectId)),
      { writes: afforded.length },
    );
    afforded.forEach(({ target }, index) =>
      this.channel.settle(target, verdictOf(answers[index]!, target, this.#effectOf(target.attempts)), answers[index]),
    );
  }

  /** Those who are no members yet: asked of whom an earlier PATCH may have reached, as a second one would be refused. */
  async #outside(group: string, steps: readonly StepWithAccount[]): Promise<StepWithAccount[]> {
    const doubtful = steps.filter(({ target }) => target.attempts > 1);
    const answers = await this.channel.send(doubtful.map(({ account }) => isMember(group, account.objectId)));
    doubtful.forEach(({ target, account }, index) => {
      const { status } = answers[index]!;
      if (status === 200) this.channel.settle(target, this.#effectOf(1), answers[index], account.objectId);
      else if (status !== 404)
        this.channel.settle(target, { state: 'unknown', retryAfterMs: answers[index]!.retryAfterMs });
    });
    const isOutside = new Map(doubtful.map(({ target }, index) => [target, answers[index]!.status === 404]));
    return steps.filter(({ target }) => isOutside.get(target) ?? true);
  }

  async #add(group: string, steps: readonly StepWithAccount[]): Promise<void> {
    const { root } = this.context;
    const together = chunked(
      steps.filter(({ target }) => !target.alone),
      PER_PATCH,
    );
    const single = steps.filter(({ target }) => target.alone);
    const patched = await this.channel.send(
      together.map((chunk) =>
        addMembers(
          group,
          chunk.map(({ account }) => account.objectId),
          root,
        ),
      ),
      {
        writes: Math.ceil(together.length * this.context.patchCost),
        patches: together.length,
        perBatch: PATCHES_PER_BATCH,
      },
    );
    together.forEach((chunk, index) => {
      const answer = patched[index]!;
      // Not told of whom: each is looked at, and added alone.
      const refused = answer.status === 400 || answer.status === 404;
      const verdict = (step: StepWithAccount): Verdict =>
        refused
          ? { state: 'unknown', retryAfterMs: this.context.consistencyMs, alone: true }
          : verdictOf(answer, step.target, this.#effectOf(1));
      for (const step of chunk) this.channel.settle(step.target, verdict(step), answer, step.account.objectId);
    });
    const added = await this.channel.send(
      single.map(({ account }) => addMember(group, account.objectId, root)),
      { writes: single.length },
    );
    single.forEach(({ target, account }, index) =>
      this.channel.settle(target, verdictOf(added[index]!, target, this.#effectOf(1)), added[index], account.objectId),
    );
  }

  // Ever more patient: Microsoft promises minutes, and means up to a day for many members.
  #effectOf(attempts: number): Verdict {
    const patience = this.context.lookMs * Math.min(40, Math.max(1, attempts / 3));
    return { state: 'unknown', retryAfterMs: patience, member: true };
  }

  #later(steps: readonly Step[], ms: number): void {
    for (const { target } of steps) this.channel.settle(target, { state: 'unknown', retryAfterMs: ms });
  }

  /** The group's id once it is there and licensed; one worker makes it, step by step, and finds what a lost answer left. */
  async #group(): Promise<string | undefined> {
    const { db, leaseMs } = this.context;
    const known = await db.asActor(system, (tx) => licenceGroup(tx, this.#key, leaseMs));
    if (known.ready) return known.groupId!;
    if (!known.mayMake) return undefined;
    const [found] = await this.channel.send([findGroup(this.#key.name)]);
    const { value = [] } = (found?.body ?? {}) as { value?: { id: string; assignedLicenses?: { skuId: string }[] }[] };
    if (found?.status !== 200) return undefined;
    const isLicensed = value[0]?.assignedLicenses?.some(({ skuId }) => skuId === this.#key.skuId);
    if (!isLicensed && (await this.context.more(WRITES_OF_GROUP, 0)).writes < WRITES_OF_GROUP) return undefined;
    const { id } = value[0] ?? { id: await this.#make(known.partNumber) };
    if (!id) return undefined;
    if (!isLicensed) {
      const [licensed] = await this.channel.send([licenseGroup(id, this.#key.skuId, this.#key.plans)], { writes: 1 });
      if (!licensed || licensed.status >= 300 || licensed.status === 0) return undefined;
    }
    const readyAt = new Date(db.clock.now().getTime() + (value[0] ? 0 : this.context.consistencyMs));
    await db.asActor(system, (tx) => writeGroup(tx, this.#key, id, readyAt));
    return value[0] ? id : undefined;
  }

  async #make(partNumber: string): Promise<string | undefined> {
    const [made] = await this.channel.send([createGroup(this.#key.name, partNumber)], { writes: 1 });
    if (made?.status !== 201) return undefined;
    const { id } = made.body as { id: string };
    await this.context.db.asActor(system, (tx) => writeGroup(tx, this.#key, id, null));
    return id;
  }
}

const isKnown = (step: Step): step is StepWithAccount => step.account !== undefined;

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import { decodeJwt } from 'jose';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';
import { CountCertificationsHandler } from './count-certifications.js';
import { IssueCredentialsHandler } from './issue-credentials.js';
import { CredentialKeys } from './keys.js';
import { withdrawCredentials } from './credential.writer.js';
import { bitOf, placeOf } from './status-list.js';

let house: ExamEnvironment;
let sittingId: string;

beforeAll(async () => {
  house = await examEnvironment();
  house.database.clock.set('2026-11-23T09:00:00Z');
  sittingId = (await house.sitting({ seats: 50, days: 1 })).id;
});
afterAll(() => house?.close());

const issuing = () => new IssueCredentialsHandler(house.database.db, house.running.get(CredentialKeys));
const waiting = () => issuing().waiting(new Date('2030-01-01'), 1_000);
const work = async () => issuing().run(await waiting());
const counted = () => new CountCertificationsHandler(house.database.db).run(actorOf('programme-admin'), {} as never);
const credentialsOf = async (personId: string) =>
  (await house.admin.get(`/v1/credentials?personId=${personId}`)).body.items as Record<string, string | null>[];
const jwtOf = async (id: string): Promise<string> =>
  (await house.admin.get(`/v1/credentials/${id}`, { headers: { accept: 'application/vc+jwt' } })).body;
const namesIn = async (id: string) =>
  (
    decodeJwt(await jwtOf(id)) as { credentialSubject: { identifier: { identityHash: string }[] } }
  ).credentialSubject.identifier.map(({ identityHash }) => identityHash);
const verified = async (id: string) =>
  (await house.admin.post('/v1/credentials/verify', { credential: await jwtOf(id) })).body;

/** Somebody who passed and whose credentials are signed. */
async function passed(name: string) {
  house.database.clock.set('2026-11-23T09:00:00Z');
  const personId = await house.person(name);
  const { id } = (await house.book(personId, sittingId)).body;
  house.database.clock.set('2026-11-25T12:00:00Z');
  await house.begin(id);
  const results = [{ registrationId: id, score: 800, startedAt: '2026-11-24T09:05:00Z' }];
  expect((await house.admin.post('/v1/results', { results })).body.outcomes[0].outcome).toBe('passed');
  await work();
  const before = (await credentialsOf(personId)).map((one) => one.id!);
  expect(before.length).toBeGreaterThan(0);
  return { personId, before, registrationId: id as string };
}
let hour = 0;
/** The academies correct the name of somebody by a document, or spell it anew where there is none. */
const rename = (personId: string, fr: string, isCorrection = true, ar: string | null = null) =>
  house.given.personSays(personId, house.academyId, {
    name: { fr, ar },
    ...(isCorrection && { nameCorrectedAt: new Date(Date.UTC(2026, 10, 26, ++hour)).toISOString() }),
  });
const inTheList = async (id: string): Promise<boolean> => {
  const [row] = await house.sql<{ ordinal: number }>(sql`select ordinal from credential where id = ${id}`);
  const { list, index } = placeOf(Number(row!.ordinal));
  const { body } = await house.admin.get(`/v1/credentials/status-lists/${list}`, {
    headers: { accept: 'application/json' },
  });
  const status = typeof body === 'string' ? JSON.parse(body) : body;
  return bitOf(status.credentialSubject.encodedList, index)!;
};
const told = (personId: string) =>
  house.sql<{ subject: string; said: string }>(sql`
    select subject, type || ' ' || coalesce(change #>> '{d,credentialId}', change ->> 's') as said
    from event_new, jsonb_array_elements(body -> 'changes') change
    where subject in ('credential', 'certification') and change #>> '{d,personId}' = ${personId} order by id`);

describe('a credential whose printed name was corrected', () => {
  it('is issued anew under another id, revoked as superseded in its list, and names its successor where it is verified', async () => {
    const figure = await counted();
    const { personId, before } = await passed('wrongly called');
    await rename(personId, 'Salma El Amrani', true, 'سلمى العمراني');
    expect(await waiting()).toEqual(expect.arrayContaining(before));
    await work();
    const all = await credentialsOf(personId);
    expect(all).toHaveLength(2 * before.length);
    for (const id of before) {
      const old = all.find((one) => one.id === id)!;
      const next = all.find((one) => one.supersedes === id)!;
      expect(old).toMatchObject({
        ...{ state: 'revoked', revokedReason: 'superseded', revokedBy: null, supersededBy: next.id },
      });
      expect(next).toMatchObject({
        ...{ state: 'valid', achievement: old.achievement, achievedOn: old.achievedOn, validUntil: old.validUntil },
      });
      expect(await namesIn(id)).toEqual(['wrongly called']);
      expect(await namesIn(next.id!)).toEqual(['Salma El Amrani', 'سلمى العمراني']);
      expect([await inTheList(id), await inTheList(next.id!)]).toEqual([true, false]);
      const { id: address } = decodeJwt(await jwtOf(next.id!));
      expect(await verified(id)).toMatchObject({ verdict: 'invalid', faults: ['REVOKED'], supersededBy: address });
      expect((await verified(next.id!)).supersededBy).toBeNull();
      const { body } = await house.admin.as('').get(`/verify/${id}?lang=ar`);
      expect(body).toContain(`<a href="${next.id}?lang=ar">`);
      expect(body).not.toContain('superseded');
    }
    expect(await counted()).toBe(figure + 1);
    const held = await house.sql(
      sql`select revoked_at from held where person_id = ${personId} and withdrawn_at is null`,
    );
    expect(held).toEqual([{ revoked_at: null }]);
    const certified = (await told(personId)).filter(({ subject }) => subject === 'certification').at(-1)!;
    expect(all.find(({ id, state }) => state === 'valid' && certified.said.endsWith(` ${id}`))).toBeDefined();
  });

  it('is issued anew once, however often it is asked for and told of', async () => {
    const { personId, before } = await passed('called once');
    await rename(personId, 'Salma Once');
    await Promise.all([work(), work(), issuing().run(before)]);
    await house.given.rebuilt();
    await work();
    const all = await credentialsOf(personId);
    expect(all.filter(({ state }) => state === 'valid')).toHaveLength(before.length);
    expect(all).toHaveLength(2 * before.length);
    expect(await waiting()).toEqual([]);
  });

  it('is never without a valid one beside it, whenever somebody looks', async () => {
    const { personId, before } = await passed('watched');
    await rename(personId, 'Salma Watched');
    let isDone = false;
    const seen: number[] = [];
    const watch = (async () => {
      while (!isDone) {
        const rows = await house.sql<{ valid: number }>(
          sql`select count(*)::int as valid from credential where person_id = ${personId} and state = 'valid'`,
        );
        seen.push(rows[0]!.valid);
      }
    })();
    await work();
    isDone = true;
    await watch;
    expect(new Set(seen)).toEqual(new Set([before.length]));
  });

  it('stands where a name is only spelled anew, and where the correction calls the holder as it prints', async () => {
    const { personId, before } = await passed('spelled');
    await rename(personId, 'Spelled Otherwise', false);
    expect(await waiting()).toEqual([]);
    await rename(personId, 'spelled');
    expect(await waiting()).toEqual(expect.arrayContaining(before));
    await work();
    expect(await credentialsOf(personId)).toMatchObject(before.map((id) => ({ id, state: 'valid' })));
    expect(await waiting()).toEqual([]);
  });

  it('names the last of several successors', async () => {
    const { personId, before } = await passed('twice corrected');
    for (const name of ['Salma First', 'Salma Second']) {
      await rename(personId, name);
      await work();
    }
    const valid = (await credentialsOf(personId)).filter(({ state }) => state === 'valid');
    expect(valid).toHaveLength(before.length);
    expect((await verified(before[0]!)).supersededBy).toMatch(new RegExp(`(${valid.map(({ id }) => id).join('|')})$`));
  });

  it('goes with what it proves, and is issued again by who may once that stands again', async () => {
    const { personId, registrationId, before } = await passed('corrected twice over');
    await rename(personId, 'Salma Withdrawn');
    await work();
    const correct = async (score: number) => {
      const path = `/v1/results/${registrationId}`;
      const { revisions } = (await house.admin.get(path)).body;
      await house.admin.post(`${path}/correct`, { score, reason: 'rescored', revision: revisions.length });
      const { items } = (await house.admin.get(`/v1/results?registrationId=${registrationId}&state=held`)).body;
      for (const { id } of items)
        await house.director.post(`/v1/results/${id}/decide`, { accept: true, reason: 'seen' });
    };
    await correct(100);
    expect((await credentialsOf(personId)).every(({ state }) => state === 'revoked')).toBe(true);
    await correct(900);
    const [{ achievement }] = (await house.admin.get(`/v1/credentials?personId=${personId}`)).body.items;
    const again = await house.admin.post('/v1/credentials', { personId, certification: achievement.id });
    expect(again.status).toBe(201);
    await work();
    expect((await credentialsOf(personId)).filter(({ state }) => state === 'valid')).toHaveLength(before.length);
  });
});

describe('a credential that is signed while its name is corrected', () => {
  it('prints the corrected name once both are done', async () => {
    const { personId } = await passed('raced');
    const [one] = await credentialsOf(personId);
    // As a signer leaves it that read the name before the correction was told.
    await house.sql(sql`update credential set names_as_of = null, reissue_asked_at = null where id = ${one!.id}`);
    await rename(personId, 'Salma Raced');
    await work();
    const valid = (await credentialsOf(personId)).filter(({ state }) => state === 'valid');
    for (const { id } of valid) expect(await namesIn(id!)).toEqual(['Salma Raced']);
  });
});

describe('a credential that its holder has under another record, too', () => {
  const merge = (from: string, mergedInto: string) =>
    house.given.personSays(from, house.academyId, { state: 'inactive', mergedInto });
  const part = (id: string) => house.given.personSays(id, house.academyId);
  const validOf = async (personId: string) =>
    (await credentialsOf(personId)).find(({ state }) => state === 'valid')!.id!;
  const verifiedAs = async (id: string) => ((await verified(id)).supersededBy as string | null)?.split('/').at(-1);
  const evidenceOf = async (personId: string) =>
    (await told(personId))
      .findLast(({ subject }) => subject === 'certification')!
      .said.split(' ')
      .at(-1);

  it('leads to the one that stands, and to its own successor once the two are parted, each time', async () => {
    const [one, old] = [await passed('stays'), await passed('goes')];
    const [standing] = one.before;
    for (const gone of [old.before[0]!, null]) {
      const revoked = gone ?? (await validOf(old.personId));
      await merge(old.personId, one.personId);
      expect(await verifiedAs(revoked)).toBe(standing);
      expect(await credentialsOf(one.personId)).toEqual(
        expect.arrayContaining([expect.objectContaining({ id: revoked, state: 'revoked', supersededBy: standing })]),
      );
      const { body } = await house.admin.as('').get(`/verify/${revoked}?lang=en`);
      expect(body).toContain(`Replaced by <a href="${standing}?lang=en">`);
      await part(old.personId);
      await work();
      const again = await validOf(old.personId);
      expect(await verifiedAs(revoked)).toBe(again);
      expect(await verifiedAs(old.before[0]!)).toBe(again);
      expect(await credentialsOf(old.personId)).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ id: again, supersedes: revoked }),
          expect.objectContaining({ id: revoked, supersededBy: again }),
        ]),
      );
      expect(await verifiedAs(standing!)).toBeUndefined();
    }
  });

  it('proves the certification no more: the evidence is the one that stands', async () => {
    const [one, old] = [await passed('proves'), await passed('proves no more')];
    for (const _ of [1, 2]) {
      await merge(old.personId, one.personId);
      const [held] = await house.sql<{ id: string }>(sql`
        select id from held where person_id = ${one.personId} and withdrawn_at is null`);
      const { body } = await house.admin.get(`/v1/certifications/${held!.id}`);
      expect(body.credentialId).toBe(await validOf(one.personId));
      expect(await evidenceOf(one.personId)).toBe(await validOf(one.personId));
      await part(old.personId);
      await work();
      for (const { personId } of [one, old]) expect(await evidenceOf(personId)).toBe(await validOf(personId));
    }
  });

  it('leads to nobody else’s once the two are parted and what it proved is gone', async () => {
    const [one, old] = [await passed('other stays'), await passed('never was')];
    await merge(old.personId, one.personId);
    await house.sql(sql`update registration set state = 'failed', score = 100 where id = ${old.registrationId}`);
    await part(old.personId);
    await work();
    expect(await verifiedAs(old.before[0]!)).toBeUndefined();
  });
});

describe('a credential that its holder had withdrawn', () => {
  it('says so to who has its text, and leads to no other that was withdrawn', async () => {
    const { personId, before } = await passed('kept the file');
    const files = await Promise.all(before.map(jwtOf));
    await rename(personId, 'Salma Withdrawn');
    await work();
    const next = (await credentialsOf(personId)).filter(({ state }) => state === 'valid').map((one) => one.id!);
    files.push(...(await Promise.all(next.map(jwtOf))));
    await house.database.db.asActor(actorOf('system'), (tx) => withdrawCredentials(tx, [personId]));
    for (const credential of files) {
      const { body } = await house.admin.post('/v1/credentials/verify', { credential });
      expect(body).toMatchObject({
        ...{ verdict: 'invalid', faults: ['REVOKED'], supersededBy: null },
        revokedReason: 'withdrawn at the holder’s request',
      });
    }
    const { body: page } = await house.admin.as('').get(`/verify/${before[0]}?lang=en`);
    expect(page).toContain('withdrawn at the request of its holder');
    expect(page).not.toContain(`href="${next[0]}`);
  });
});

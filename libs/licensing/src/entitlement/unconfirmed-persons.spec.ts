import { CATALOGUE } from '@takwin/contracts/refusals';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Words } from '@takwin/platform/errors';
import sql from 'sql-template-tag';
import { licensingEnvironment, STUDENT, type LicensingEnvironment } from '../testing/licensing-environment.js';
import { FindLicencesHandler } from '../licences/find-licences.js';
import { reviewEntitlements } from './decide-entitlements.js';
import { ExplainLicenceHandler } from './explain-licence.js';
import { ReviewEntitlementsHandler } from './review-entitlements.js';

let ground: LicensingEnvironment;
beforeAll(async () => {
  ground = await licensingEnvironment();
  await ground.rule({ name: 'Stagiaires', kinds: ['trainee'], profiles: ['ordinary'], skuId: STUDENT });
});
afterAll(() => ground?.close());

const reviewed = () => ground.database.db.asActor(ground.system, (tx) => reviewEntitlements(tx, sql`true`));
const confirm = (id: string) => ground.sql(sql`update person_copy set confirmed = true where subject = ${id}`);
const outcomes = async (id: string) =>
  (await ground.runs.outcomes(ground.system, { id, first: 10, after: undefined } as never)).items;
const users = () => new FindLicencesHandler(ground.database.db).users(ground.system, {});

describe('a person whom an academy alone states', () => {
  it('is given no licence by a run, which tells why in its outcomes and in its preflight', async () => {
    const [stated, known] = [await ground.person({ unconfirmed: true }), await ground.person()];
    const before = await users();
    const { id } = await ground.start([stated, known], { preflight: true });
    await ground.check.run(id);
    const { preflight } = await ground.runs.one(ground.system, { id } as never);
    expect(preflight).toMatchObject({ toChange: 1, refused: [{ reason: 'PERSON_UNCONFIRMED', persons: 1 }] });
    await ground.control.approve({ ...ground.system, subject: 'another' }, { id } as never);
    await ground.work(() => ({ state: 'assigned' }));
    expect((await outcomes(id)).find(({ personId }) => personId === stated)).toMatchObject({
      ...{ state: 'failed', reason: 'PERSON_UNCONFIRMED' },
    });
    expect(await users()).toBe(before + 1);
  });

  it('is entitled to none, and told so with all else that stands against it', async () => {
    const stated = await ground.person({ unconfirmed: true });
    await reviewed();
    const { entitled, holds, rules } = await ground.explain(stated);
    const { objections } = rules.find(({ rule }) => rule === 'Stagiaires')!;
    expect([entitled, holds, objections]).toEqual([false, [], ['PERSON_UNCONFIRMED']]);
    const licences = new ExplainLicenceHandler(ground.database.db, new Words(CATALOGUE), 0);
    const { reasons } = (await licences.byPersons.fr(ground.system, [stated])).get(stated)!;
    expect(reasons[0]).toMatchObject({ code: 'PERSON_UNCONFIRMED', title: 'Personne non confirmée' });
  });

  it('who is confirmed while a run is under way is left out of it, and given the licence by the next', async () => {
    const [stated, known] = [await ground.person({ unconfirmed: true }), await ground.person()];
    await reviewed();
    const { id } = await ground.start([stated, known]);
    await confirm(stated);
    await reviewed();
    await ground.work(() => ({ state: 'assigned' }));
    expect((await outcomes(id)).map(({ state }) => state).sort()).toEqual(['assigned', 'failed']);
    const asleep = { wake: () => Promise.resolve() } as never;
    await new ReviewEntitlementsHandler(ground.database.db, ground.starting, asleep, 0).run();
    await ground.work(() => ({ state: 'assigned' }));
    expect((await ground.explain(stated)).holds).toMatchObject([{ state: 'entitled', licensed: true }]);
  });

  it('is believed where that was not told yet: of before', async () => {
    const before = await ground.person();
    await ground.sql(sql`update person_copy set confirmed = null where subject = ${before}`);
    expect((await ground.explain(before)).entitled).toBe(true);
  });
});

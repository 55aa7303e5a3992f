import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
let lots = 0;

beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());

describe('a lot', () => {
  it('of one family and order is entered once, whoever enters it and however it is written, also at once', async () => {
    const order = (about: object = {}, send?: Parameters<typeof house.admin.post>[2]) => {
      const lot = { family: 'mos', vouchers: 5, reference: `PO ${lots}-X`, purchasedOn: '2026-11-01' };
      return house.admin.post('/v1/voucher-lots', { ...lot, expiresOn: '2026-12-31', ...about }, send);
    };
    lots++;
    const key = { headers: { 'idempotency-key': `order-${lots}` } };
    const all = await Promise.all(Array.from({ length: 4 }, () => order()));
    expect(all.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    const { id } = all.find(({ status }) => status === 201)!.body;
    const refused = { status: 409, body: { code: 'VOUCHER_LOT_IS_ENTERED', lotId: id } };
    expect(await order({ vouchers: 9, purchasedOn: '2026-11-02', reference: `po  ${lots}-x` }, key)).toMatchObject(
      refused,
    );
    const { body } = await house.admin.graphql(
      'mutation ($input: BuyVouchersInput!) { buyVouchers(input: $input) { id } }',
      {
        input: {
          family: 'MOS',
          vouchers: 5,
          reference: `PO ${lots}-X`,
          purchasedOn: '2026-11-01',
          expiresOn: '2026-12-31',
        },
      },
    );
    expect(body.errors[0].extensions).toMatchObject(refused.body);
    expect((await order({ family: 'role-based' })).status).toBe(201);
    const spellings = [
      'PO\u200b N-X',
      'P\u00adO N-X',
      'ＰＯ N-X',
      'PO-N-X',
      'PO N-X.',
      'po/N x',
      '\u200ePO N‑X',
      'РО N-Х',
      'ΡΟ N-Χ',
      'P0 N-X',
      'рo N-χ',
    ];
    for (const written of spellings)
      expect(await order({ reference: written.replace('N', String(lots)) })).toMatchObject(refused);
    expect((await order({ reference: `PO ${lots}-Y` })).status).toBe(201);
    expect((await order({ reference: `PO ${lots}-ﬁ Il` })).status).toBe(201);
    expect((await order({ reference: `PO ${lots}-FI 11` })).status).toBe(409);
    const unnamed = [{ path: 'reference', code: 'invalid_text' }];
    expect((await order({ reference: '- . -' })).body.errors).toMatchObject(unnamed);
    lots++;
    const first = await order({}, key);
    expect((await order({}, key)).body).toEqual(first.body);
  });
});

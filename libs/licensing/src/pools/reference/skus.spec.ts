import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { SkuId } from '@takwin/contracts/ids';
import { defaultPools } from './default-pools.js';
import { productRows, skus } from './skus.js';

const all = skus();
const sku = (partNumber: string) => all.find((one) => one.partNumber === partNumber)!;

describe('the education SKUs', () => {
  it('have a GUID and a part number of their own', () => {
    expect(all).toHaveLength(110);
    expect(all.every((one) => SkuId.safeParse(one.id).success)).toBe(true);
    expect(new Set(all.map((one) => one.id)).size).toBe(all.length);
    expect(new Set(all.map((one) => one.partNumber)).size).toBe(all.length);
  });

  it('lose the no-break spaces that follow a GUID and a part number in the list', () => {
    const raw = readFileSync(new URL('../../../data/licensing-skus.csv', import.meta.url), 'utf8');
    expect(raw.match(/420c7602-7f70-4895-9394-d3d679ea36fb\u00a0/g)).toHaveLength(7);
    expect(sku('MCOCAP_FACULTY')).toMatchObject({ id: '420c7602-7f70-4895-9394-d3d679ea36fb', storageGb: 5 });
    expect(sku('MCOCAP_FACULTY').servicePlans).toHaveLength(7);
    expect(JSON.stringify(all)).not.toMatch(/[\u00a0\u200b\ufeff]/);
  });

  it('count the four duplicate rows of the list once', () => {
    const rows = productRows().map((row) => JSON.stringify(row));
    expect(rows.length - new Set(rows).size).toBe(4);
    const plans = sku('PROJECTPREMIUM_FACULTY').servicePlans.map((plan) => plan.name);
    expect(plans.filter((name) => name === 'EXCHANGE_S_FOUNDATION')).toHaveLength(1);
  });

  it('go by GUID, since one part number of the list has two', () => {
    const twice = productRows().filter((row) => row.partNumber === 'MCOPSTN5');
    expect(new Set(twice.map((row) => row.id)).size).toBe(2);
    expect(sku('MCOPSTN5')).toBeUndefined();
  });

  it('leave out the storage pack that has no GUID', () => {
    expect(all.some((one) => one.name.includes('10 TB Additional Storage'))).toBe(false);
  });

  it('leave open what is both sold and given away', () => {
    expect(sku('ENTERPRISEPACKPLUS_STUDENT')).toMatchObject({ paid: null, storageGb: 50 });
    expect(sku('M365EDU_A3_STUDENT')).toMatchObject({ paid: true, storageGb: 50 });
  });

  it('are for students, faculty, alumni, or anybody', () => {
    expect(sku('STANDARDWOFFPACK_HOMESCHOOL_STU').audience).toBe('student');
    expect(sku('M365EDU_A5_STUUSEBNFT').audience).toBe('student');
    expect(sku('WIN10_ENT_A3_FAC').audience).toBe('faculty');
    expect(sku('EXCHANGE_STANDARD_ALUMNI').audience).toBe('alumni');
    expect(sku('INTUNE_EDU').audience).toBe('any');
  });

  it('are the same in every copy of the programme', () => {
    expect(createHash('sha256').update(JSON.stringify(all)).digest('hex')).toBe(
      'f3efcb26d2fb56ba31c5a20c6d7ad7c5d5dcba4ef09e0957eeda32f6509c13d4',
    );
  });
});

describe('the default pools', () => {
  it('are A1 and A1 Plus, which the list knows under the same GUIDs', () => {
    for (const pool of defaultPools()) {
      expect(sku(pool.partNumber)).toMatchObject({ id: pool.skuId, audience: pool.audience, paid: false });
      expect(sku(pool.partNumber).servicePlans.length).toBeGreaterThan(10);
    }
  });

  it('hold the 500,000 users of the convention', () => {
    expect(defaultPools().reduce((sum, pool) => sum + pool.seats, 0)).toBeGreaterThan(500_000);
  });
});

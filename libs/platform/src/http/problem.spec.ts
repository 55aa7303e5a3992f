import { describe, expect, it } from '@jest/globals';
import { refusalOf } from './problem.js';

describe('what the database gave up', () => {
  it.each(['57014', '55P03'])('is told as work to be asked for again: %s', (code) => {
    expect(refusalOf(Object.assign(new Error('of PostgreSQL'), { code }))).toMatchObject({
      code: 'OVERLOADED',
      status: 503,
    });
  });

  it.each(['23505', undefined])('is a fault of ours where it is anything else: %s', (code) => {
    expect(refusalOf(Object.assign(new Error('of PostgreSQL'), { code }))).toMatchObject({
      code: 'INTERNAL',
      status: 500,
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { closeServices } from './running-services.js';

describe('services of one process', () => {
  it.each([
    ['does not end', () => new Promise<void>(() => {})],
    ['fails to end', () => Promise.reject(new Error('of a service'))],
  ])('end with PostgreSQL, though one of them %s', async (_, close) => {
    const told: string[] = [];
    const installation = {
      withdraw: () => void told.push('withdrawn'),
      stop: async () => void told.push('stopped'),
    };
    const ending = closeServices([{ close }, { close: async () => void told.push('the last') }], installation);
    await ending.catch(() => {});
    expect(told).toEqual(['withdrawn', 'the last', 'stopped']);
  });
});

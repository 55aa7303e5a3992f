import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { allPublished } from './all-published.js';
import { brokenPromises, schemasOf, type PublishedSchemas } from './published-schemas.js';

const recorded = JSON.parse(readFileSync(new URL('../published.json', import.meta.url), 'utf8')) as PublishedSchemas;

it('keeps what published.json promises to the followers of the logs', () => {
  expect(brokenPromises(recorded, schemasOf(allPublished))).toEqual([]);
});

it('has recorded all that it publishes: else run `npm run record`, and commit what it wrote', () => {
  expect(recorded).toEqual(schemasOf(allPublished));
});

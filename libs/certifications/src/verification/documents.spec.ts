import { expect, it } from '@jest/globals';
import { judged, keysOf } from '../testing/badges.js';
import { foreignIssuer } from '../testing/foreign.js';
import { vouchedFor } from './documents.js';

const web = foreignIssuer('did:web:campus.example');
const ours = web.did('verificationMethod', 'assertionMethod');
const theirs = foreignIssuer('did:web:campus.example').did('verificationMethod', 'assertionMethod');
const reordered = JSON.stringify(Object.fromEntries(Object.entries(ours).toReversed()));

it.each<[string, (string | object)[], object]>([
  ['the right one first', [ours, theirs], { verdict: 'undetermined' }],
  ['the right one last', [theirs, ours], { verdict: 'undetermined' }],
  ['the right one twice', [ours, JSON.stringify(theirs), ours], { verdict: 'undetermined' }],
  ['the same in another order of its members', [ours, reordered], { verdict: 'valid', faults: [] }],
])('of two documents of an issuer that differ neither is believed: %s', async (_, documents, expected) => {
  const faults = ['ISSUER_UNCONFIRMED', 'DOCUMENTS_CONTRADICT'];
  const found = await judged(await keysOf(), await web.proven(web.badge()), { documents: vouchedFor(documents) });
  expect(found).toMatchObject({ faults, ...expected });
});

it('documents that nobody asks for contradict nothing', async () => {
  const key = foreignIssuer();
  const found = await judged(await keysOf(), await key.proven(key.badge()), { documents: vouchedFor([ours, theirs]) });
  expect(found).toMatchObject({ verdict: 'valid', faults: [] });
});

import { expect, it } from '@jest/globals';
import { judged, keysOf } from '../testing/badges.js';
import { foreignIssuer, foreignJwt } from '../testing/foreign.js';
import { vouchedFor } from './documents.js';
import { verifyOffline } from './verify-offline.js';

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

it('documents that cannot be read are told of, and change no verdict', async () => {
  const badge = await web.proven(web.badge());
  const by = async (...documents: (string | object)[]) => {
    const vouched = vouchedFor(documents);
    return judged(await keysOf(), badge, { documents: vouched, areUnread: vouched.areUnread });
  };
  const warned = { verdict: 'valid', warnings: ['DOCUMENTS_UNREAD'] };
  const twice = JSON.stringify(ours).replace('"id":', '"id":"x","id":');
  for (const unread of ['<html></html>', 'rubbish', '{', '{}', twice, { name: 'x' }, 'e30.e30.e30', '[1]'])
    expect(await by(ours, unread)).toMatchObject(warned);
  expect(await by(ours, { keys: [{ kty: 'OKP', kid: 'x' }] })).toMatchObject({ verdict: 'valid', warnings: [] });
  const file = { credential: Buffer.from(JSON.stringify(badge)), documents: ['<html></html>'], patience: 0 };
  const found = await verifyOffline({ ...file, now: new Date('2026-12-01T00:00:00Z') });
  expect(found).toMatchObject({ faults: ['ISSUER_UNCONFIRMED'], warnings: ['DOCUMENTS_UNREAD'] });
});

it('files elsewhere of which a badge says the digest are not compared, and that is told', async () => {
  const key = foreignIssuer();
  const digest = { digestSRI: `sha384-${'A'.repeat(64)}` };
  const resource = { id: 'https://a.example/context.json', ...digest };
  const warned = { verdict: 'valid', warnings: ['DIGESTS_UNCHECKED'] };
  const badge = await key.proven(key.badge({ relatedResource: [resource] }));
  expect(await judged(await keysOf(), badge)).toMatchObject(warned);
  const evidence = { type: ['Evidence'], id: 'https://a.example/work.pdf', digestMultibase: 'uEiA' };
  const within = await foreignJwt(key.badge({ evidence }), { alg: 'EdDSA', kid: key.method.id }, key.privateKey);
  expect(await judged(await keysOf(), within)).toMatchObject(warned);
});

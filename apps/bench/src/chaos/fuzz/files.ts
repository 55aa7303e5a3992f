import { pick } from '@takwin/demo/seeded';
import { rosterOf } from '../matrix/roster.js';
import type { Body } from './broken-bytes.js';
import { oddText } from './oddities.js';

type Random = () => number;

/** The first bytes of a zip, of an old workbook, of a PDF, of gzip and of a program. */
const HEADS = ['504b0304', '504b0506', 'd0cf11e0a1b11ae1', '25504446', '1f8b08', '7f454c46', '4d5a'];

/** A file such as imports take, right but for a cell, or no such file at all. */
export function fileBody(types: readonly string[], random: Random, isHarmed: boolean): Body {
  const type = pick(random, types);
  const row = (index: number) => ({
    MatriculeEtudiant: String(2_000_000_000_000 + Math.floor(random() * 1e9)),
    Nom: `ZQ${index}`,
    Prenom: 'Essai',
    DateNaissance: '05/06/2003',
    Code: 'DEV101',
  });
  const rows = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, index) => row(index));
  if (!isHarmed)
    return { body: Buffer.from(rosterOf({ code: 'ZQ-1' }, rows)), headers: { 'content-type': 'text/csv' }, done: '' };
  const headers = { 'content-type': type };
  const dice = random();
  if (dice < 0.4) {
    const { kind, text } = oddText(random);
    const column = pick(random, Object.keys(row(0)) as (keyof ReturnType<typeof row>)[]);
    rows[0] = { ...rows[0]!, [column]: text };
    return { body: Buffer.from(rosterOf({ code: 'ZQ-1' }, rows)), headers, done: `${kind} in ${column}` };
  }
  if (dice < 0.6) {
    const noise = Buffer.from(Array.from({ length: 400 }, () => Math.floor(random() * 256)));
    return { body: Buffer.concat([Buffer.from(pick(random, HEADS), 'hex'), noise]), headers, done: 'no such file' };
  }
  if (dice < 0.7) return { body: Buffer.alloc(0), headers, done: 'an empty file' };
  if (dice < 0.8) return { body: Buffer.from('x;'.repeat(20_000)), headers, done: 'one long line' };
  if (dice < 0.9) return { body: Buffer.from(rosterOf({ code: 'ZQ-1' }, rows), 'utf16le'), headers, done: 'UTF-16' };
  return { body: Buffer.from(`"${'\n'.repeat(3_000)}`), headers, done: 'a quote that never ends' };
}

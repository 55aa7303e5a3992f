import type { BilingualName } from './academy.js';
import { foldName } from './fold-name.js';
import { isNear } from '../persons/spelling.js';

/** Whether an academy's name is the known one, spelled otherwise: the same numbers, and one other letter, two where it has ten or more. */
export const isSpelledAs = (known: BilingualName, said: BilingualName): boolean =>
  isSame(known.fr, said.fr) && (known.ar === null || (said.ar !== null && isSame(known.ar, said.ar)));

const isSame = (known: string, said: string): boolean =>
  numbersOf(known) === numbersOf(said) && isNear(lettersOf(known), lettersOf(said));

const numbersOf = (name: string): string => name.match(/\p{N}+/gu)?.join(' ') ?? '';
const lettersOf = (name: string): string => foldName(name).replace(/[\p{N} ]/gu, '');

import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { verifyOffline } from '@takwin/certifications';
import { CATALOGUE } from '@takwin/contracts/refusals';
import { type Language, Words } from '@takwin/platform/errors';

const USAGE = `usage: npm run verify -- CREDENTIAL [--with FILE]... [--max-age HOURS] [--at INSTANT] [--language fr|ar|en]

CREDENTIAL  a file: a JWT, JSON-LD, or a PNG, SVG or PDF with a credential in it
--with      what is believed: the issuer's did.json or jwks.json, the status list, as JSON-LD or JWT
--max-age   how old a status list may be to say that something still holds, 24 unless told
--at        the instant to judge by, ISO 8601, now unless told
--language  what is found is told in it: fr, ar or en, fr unless told
`;

const LANGUAGES: readonly string[] = ['fr', 'ar', 'en'] satisfies Language[];
const words = new Words(CATALOGUE);

/**
 * `npm run verify`: judges a credential with files alone. Exits with 0 valid, 1 invalid, 3 undetermined, 2 for misuse.
 * @public
 */
export async function main(args: string[]): Promise<number> {
  const asked = read(args);
  if (!asked) {
    process.stderr.write(USAGE);
    return 2;
  }
  const { file, files, now, hours, language } = asked;
  const told = (code: string): string => `${code}: ${words.reasonOf(code, language)}`;
  try {
    const [credential, documents] = await Promise.all([
      readFile(file),
      Promise.all(files.map((one) => readFile(one, 'utf8'))),
    ]);
    const judged = await verifyOffline({ credential, documents, now, patience: hours * 3_600_000 });
    const age = judged.statusAsOf === null ? null : (now.getTime() - Date.parse(judged.statusAsOf)) / 3_600_000;
    process.stdout.write(
      [
        judged.verdict.toUpperCase(),
        ...judged.faults.map((fault) => `- ${told(fault)}`),
        ...(judged.revokedReason === null ? [] : [`  “${judged.revokedReason}”`]),
        ...judged.warnings.map((warning) => `~ ${told(warning)}`),
        `credential   ${judged.credentialId ?? 'unknown'}`,
        `issuer       ${judged.issuer ?? 'unknown'}`,
        ...judged.proofs.map(proofLine),
        ...(age === null ? [] : [`status list  of ${judged.statusAsOf}, ${ageOf(age)} old`]),
        '',
      ].join('\n'),
    );
    return { valid: 0, invalid: 1, undetermined: 3 }[judged.verdict];
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

type Proof = Awaited<ReturnType<typeof verifyOffline>>['proofs'][number];

const proofLine = ({ type, suite, key, faults }: Proof): string =>
  `proof        ${[type, suite, key].map((one) => one ?? '-').join(' ')}: ${faults.length > 0 ? faults.join(', ') : 'holds'}`;

function read(args: string[]) {
  const options = {
    with: { type: 'string', multiple: true, default: [] as string[] },
    'max-age': { type: 'string', default: '24' },
    at: { type: 'string' },
    language: { type: 'string', default: 'fr' },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const now = values.at === undefined ? new Date() : new Date(values.at);
    const hours = Number(values['max-age']);
    const isSpoken = LANGUAGES.includes(values.language);
    const isSound = positionals.length === 1 && !Number.isNaN(now.getTime()) && hours >= 0 && isSpoken;
    const language = values.language as Language;
    return isSound ? { file: positionals[0]!, files: values.with, now, hours, language } : undefined;
  } catch {
    return undefined;
  }
}

const ageOf = (hours: number): string =>
  hours < 48 ? `${Math.max(0, hours).toFixed(1)} hours` : `${Math.floor(hours / 24)} days`;

import { constants, inflateSync } from 'node:zlib';
import { Dictionary, NotReadable, type PdfObject, PdfText, type PdfValue } from './pdf-objects.js';

/** Of one attachment, in bytes once it is unpacked, and how many are read. */
const LARGEST = 200_000;
const MOST = 20;

/** Of all that is packed together, in bytes once it is unpacked: objects, which may say what is attached. */
const MOST_OBJECTS = 3_000_000;

/** Bytes of a packed attachment that tell how it begins: unpacked they are a thousand times as many at most. */
const BEGINNING = 100;

/**
 * The texts that are attached to a PDF, plain or deflated: all streams that say to be files (ISO 32000-2, 7.11.4) and all that are named
 * as files anywhere (7.11.3: EF), whether by the catalogue, a page, an annotation, or nothing at all any more. Undefined where not all of
 * them could be looked at: there are too many, one is packed or sealed in other ways, or one begins as a credential does and is larger
 * than we read. Other large files are passed over.
 */
export function attached(pdf: Buffer): string[] | undefined {
  try {
    const files = filesIn(pdf);
    return files.length > MOST ? undefined : files.flatMap((file) => textIn(file) ?? []);
  } catch (error) {
    if (error instanceof NotReadable) return undefined;
    throw error;
  }
}

type Stream = { content: Dictionary; bytes: Buffer; length: PdfValue | undefined };

function filesIn(pdf: Buffer): Stream[] {
  const text = new PdfText(pdf.toString('latin1'));
  const objects = text.objects();
  const tops = [...objects.map(({ value }) => value), ...text.behind('trailer')];
  if (tops.some((one) => one instanceof Dictionary && one.has('Encrypt'))) throw new NotReadable('encrypted');
  // Which one a comment hides from its number nobody knows.
  if (objects.some(({ number, stream }) => number === null && stream !== undefined))
    throw new NotReadable('unnumbered');
  const numbered = new Map<number, PdfObject[]>();
  const know = (one: PdfObject): void => {
    const same = numbered.get(one.number!);
    if (same) same.push(one);
    else numbered.set(one.number!, [one]);
  };
  objects.filter(({ number }) => number !== null).forEach(know);
  const streamOf = ({ value, stream }: PdfObject): Stream => {
    const content = value as Dictionary;
    return { content, bytes: pdf.subarray(stream), length: lengthOf(content.of('Length'), numbered) };
  };
  const left = { bytes: MOST_OBJECTS };
  for (const packed of objects.filter(isPacked).flatMap((one) => unpacked(streamOf(one), left))) {
    tops.push(packed.value);
    know(packed);
  }
  const files = new Set(objects.filter(({ value, stream }) => stream !== undefined && saysFile(value)));
  const named: PdfValue[] = objects.filter(({ number }) => number === null).map(({ value }) => value);
  for (const top of tops) eachMember(top, (name, value) => NAMING.includes(name) && named.push(value));
  for (const one of reachedFrom(named, numbered)) if (one.stream !== undefined) files.add(one);
  return [...files].map(streamOf);
}

/** The objects that some values lead to, not beyond the first stream. */
function reachedFrom(values: readonly PdfValue[], numbered: Map<number, PdfObject[]>): Set<PdfObject> {
  const found = new Set<PdfObject>();
  const known = new Set<number>();
  const open = [...values];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (Array.isArray(value)) for (const one of value) open.push(one);
    else if (value instanceof Dictionary) for (const [, member] of value.members) open.push(member);
    else if (typeof value === 'object' && value !== null && !known.has(value.ref)) {
      known.add(value.ref);
      for (const one of numbered.get(value.ref) ?? []) {
        found.add(one);
        if (one.stream === undefined) open.push(one.value);
      }
    }
  }
  return found;
}

/** Files, and those that belong to them. */
const NAMING = ['/EF', '/RF'];
const saysFile = (value: PdfValue): boolean =>
  value instanceof Dictionary && value.members.some(([name, type]) => name === '/Type' && type === '/EmbeddedFile');

function eachMember(value: PdfValue, told: (name: string, value: PdfValue) => void): void {
  if (Array.isArray(value)) value.forEach((one) => eachMember(one, told));
  if (!(value instanceof Dictionary)) return;
  for (const [name, member] of value.members) {
    told(name, member);
    eachMember(member, told);
  }
}

function lengthOf(value: PdfValue | undefined, numbered: Map<number, PdfObject[]>): PdfValue | undefined {
  if (typeof value !== 'object' || value === null || !('ref' in value)) return value;
  const [length, ...others] = numbered.get(value.ref) ?? [];
  return others.length > 0 ? undefined : length?.value;
}

/** Whether a stream holds objects (7.5.7): it says so, or says where the first one is. */
const isPacked = ({ value, stream }: PdfObject): boolean =>
  stream !== undefined &&
  value instanceof Dictionary &&
  (value.of('Type') === '/ObjStm' || (value.has('N') && value.has('First')));

function unpacked(stream: Stream, left: { bytes: number }): PdfObject[] {
  const [count, first] = ['N', 'First'].map((name) => stream.content.of(name));
  const bytes = wayOf(stream) === 'plain' ? plain(stream) : inflated(stream.bytes, left.bytes);
  left.bytes -= bytes?.length ?? Infinity;
  if (!bytes || left.bytes < 0 || typeof count !== 'number' || typeof first !== 'number')
    throw new NotReadable('objects');
  const text = new PdfText(bytes.toString('latin1'));
  const places = (text.text.slice(0, first).match(/\d+/g) ?? []).map(Number).slice(0, 2 * count);
  return places.flatMap((number, at) =>
    at % 2 === 0 && places[at + 1] !== undefined
      ? [{ number, value: text.valueAt(first + places[at + 1]!), stream: undefined }]
      : [],
  );
}

/** How a stream is written; whatever is not known here, or is said twice, cannot be told. */
function wayOf({ content }: Stream): 'plain' | 'deflated' {
  const [filters, parameters] = ['Filter', 'DecodeParms'].map((name) => [content.of(name) ?? []].flat());
  const isTwice = new Set(content.members.map(([name]) => name)).size < content.members.length;
  const isChanged = parameters!.some(
    (one) => one !== null && !(one instanceof Dictionary && [undefined, 1].includes(one.of('Predictor') as number)),
  );
  // Its content may stand elsewhere (/F).
  if (isTwice || isChanged || content.has('F', 'DP')) throw new NotReadable('stream');
  if (filters!.length === 0) return 'plain';
  if (filters!.length > 1 || filters![0] !== '/FlateDecode') throw new NotReadable('filter');
  return 'deflated';
}

/** The bytes of a stream that is not packed: as long as it says, where its end stands. */
function plain({ bytes, length }: Stream): Buffer {
  if (typeof length !== 'number' || !/^[\0\s]*endstream/.test(bytes.toString('latin1', length, length + 20)))
    throw new NotReadable('length');
  return bytes.subarray(0, length);
}

function textIn(stream: Stream): string | undefined {
  if (wayOf(stream) === 'plain') {
    const bytes = plain(stream);
    if (bytes.length <= LARGEST) return textOf(bytes);
    if (mayBeCredential(bytes)) throw new NotReadable('too large');
    return undefined;
  }
  const file = inflated(stream.bytes, LARGEST);
  if (file) return textOf(file);
  if (mayBeCredential(inflated(stream.bytes.subarray(0, BEGINNING), LARGEST))) throw new NotReadable('too large');
  return undefined;
}

/** Whether some bytes begin as JSON or a JWT does, or cannot be told. */
const mayBeCredential = (bytes: Buffer | undefined): boolean =>
  !bytes || /^\s*(\{|\[\s*[{"]|"?eyJ|$)/.test(textOf(bytes.subarray(0, BEGINNING)));

/** UTF-8, or UTF-16 where it begins so: some readers know it by that. */
function textOf(bytes: Buffer): string {
  const begin = bytes.toString('latin1', 0, 2);
  if (begin === '\xff\xfe' || begin === '{\0') return new TextDecoder('utf-16le').decode(bytes);
  if (begin === '\xfe\xff' || begin === '\0{') return new TextDecoder('utf-16be').decode(bytes);
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

function inflated(bytes: Buffer, most: number): Buffer | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: most, finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return undefined;
  }
}

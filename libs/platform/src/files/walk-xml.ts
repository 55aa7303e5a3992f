import { SaxesParser } from 'saxes';
import { FileRefused } from '../errors/file-refused.js';
import { readable } from './zip-parts.js';

/** What is told of a document as it streams by, elements by their names without prefixes. */
export type Walker = {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
};

const DEEPEST = 100;

/** Bytes between two tags at most: a cell of a spreadsheet has 32,767 characters. */
const LONGEST = 2 ** 20;

/**
 * Tells `walker` what an XML document of UTF-8 says, and pauses after each piece. The parser opens no file and no address, and knows no
 * entity but XML's own five. Refuses WORKBOOK_UNREADABLE.
 */
export async function* walkXml(bytes: AsyncIterable<Buffer>, walker: Walker): AsyncGenerator<void> {
  const parser = new SaxesParser({ position: false });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let depth = 0;
  let silent = 0;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    silent = 0;
    if (++depth > DEEPEST) throw new Error('too deep');
    walker.open(local(name), attributes as Record<string, string>);
  });
  parser.on('text', (text) => walker.text?.(text));
  parser.on('cdata', (text) => walker.text?.(text));
  parser.on('closetag', ({ name }) => {
    silent = 0;
    depth--;
    walker.close?.(local(name));
  });
  for await (const piece of bytes) {
    silent += piece.length;
    await readable('workbook', () => void parser.write(decoder.decode(piece, { stream: true })));
    if (silent > LONGEST) throw new FileRefused('WORKBOOK_UNREADABLE', `more than ${LONGEST} bytes without a tag`);
    yield;
  }
  await readable('workbook', () => void parser.write(decoder.decode()).close());
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

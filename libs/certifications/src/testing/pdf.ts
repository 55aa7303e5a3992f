import { deflateSync } from 'node:zlib';

/** A stream with that content: deflated, unless its dictionary says otherwise. */
export function streamOf(dictionary: string, content: string | Buffer): string {
  const isPlain = /\/(?:Filter|Filt#65r|Plain)/.test(dictionary);
  const bytes = isPlain ? Buffer.from(content) : deflateSync(content);
  const filter = isPlain ? '' : ' /Filter /FlateDecode';
  const length = /\/Length/.test(dictionary) ? '' : ` /Length ${bytes.length}`;
  return `<< ${dictionary.replace('/Plain', '')}${filter}${length} >>\nstream\n${bytes.toString('latin1')}\nendstream`;
}

/** A file that a PDF carries. */
export const fileOf = (text: string | Buffer, dictionary = '/Type /EmbeddedFile'): string => streamOf(dictionary, text);

/**
 * A whole PDF of one empty page, with a table of its objects: the catalogue (1) and the page (3) say what they are given to say, and
 * `objects` count from 4 on.
 */
export function pdfOf({ catalogue = '', page = '', objects = [] as string[], trailer = '' }): Buffer {
  const bodies = [
    `<< /Type /Catalog /Pages 2 0 R ${catalogue} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] ${page} >>`,
    ...objects,
  ];
  let text = '%PDF-1.7\n';
  const places = bodies.map((body, at) => {
    const place = text.length;
    text += body.startsWith('raw ') ? `${body.slice(4)}\n` : `${at + 1} 0 obj\n${body}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const size = bodies.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}`;
  const end = `trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text + table + end, 'latin1');
}

export const pdfUrl = (pdf: Buffer): string => `data:application/pdf;base64,${pdf.toString('base64')}`;

import { describe, expect, it } from '@jest/globals';
import { DocumentReference } from './document-reference.js';

const codes = (text: string) =>
  DocumentReference({ max: 60 })
    .safeParse(text)
    .error?.issues.map(({ code, ...issue }) => ('params' in issue ? issue.params!['code'] : code));

describe('where a document is', () => {
  it('is a number under which it is filed, or an https address of it', () => {
    for (const text of [
      'DR-04/2026/118',
      'MO-200',
      'certificate 12/2026, folder 4',
      'شهادة ٢٠٢٦/٤',
      'https://archives.example.ma/dossiers/118.pdf',
      'https://archives.example.ma/?id=118',
    ])
      expect([text, codes(text)]).toEqual([text, undefined]);
  });

  it('is no sign, no word alone, and no address of nothing', () => {
    for (const text of [
      ...[
        '.',
        '-',
        '1',
        '...1',
        '1111',
        '    1',
        'certificate',
        'http://archives.example.ma/118',
        'https://archives.example.ma',
      ],
      ...['https://localhost/118', 'ftp://archives.example.ma/118', 'https://', 'javascript://x.y/118'],
    ])
      expect([text, codes(text)]).toEqual([text, ['invalid_document']]);
    expect(codes(`118/${'x'.repeat(60)}`)).toEqual(['too_big']);
  });
});

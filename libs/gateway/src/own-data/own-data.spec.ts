import { describe, expect, it } from '@jest/globals';
import { indexOf } from './own-data-index.js';

describe('the index of an archive', () => {
  const row = { reason: '<script>alert(1)</script>', empty: null, list: ['a'] };
  const title = { fr: 'Identité', ar: 'الهوية' };
  const records = [{ service: 'academies', sections: [{ id: 'person', title, rows: [row], isWhole: false }] }];

  it('shows rows under both headings, and nothing of them as markup', () => {
    const page = indexOf(records, ['credentials/1.jwt'], new Date('2026-12-01T00:00:00Z'));
    expect(page).toContain('<span>Identité</span><span lang="ar" dir="rtl">الهوية</span>');
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('<script>');
    expect(page).toContain('<a href="credentials/1.jwt">');
    expect(page).toContain('Trop nombreux');
  });
});

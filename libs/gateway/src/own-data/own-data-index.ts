/** What a service told of a person, in its sections. */
export type OwnRecords = {
  service: string;
  sections: {
    id: string;
    title: { fr: string; ar: string };
    rows: Record<string, unknown>[];
    isWhole: boolean;
  }[];
};

const SERVICES: Readonly<Record<string, { fr: string; ar: string }>> = {
  academies: { fr: 'Registre des personnes', ar: 'سجل الأشخاص' },
  trainers: { fr: 'Formateurs', ar: 'المكونون' },
  courses: { fr: 'Formation', ar: 'التكوين' },
  certifications: { fr: 'Examens et certificats', ar: 'الامتحانات والشهادات' },
  licensing: { fr: 'Licences et comptes', ar: 'التراخيص والحسابات' },
};

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);

const STYLE = `body{font:1rem/1.5 system-ui,"Noto Sans","Noto Sans Arabic",sans-serif;margin:2rem;color:#1a1a1a}
h1,h2,h3{display:flex;justify-content:space-between;gap:2rem}table{border-collapse:collapse;margin-bottom:1rem}
td,th{border:1px solid #bbb;padding:.2rem .5rem;text-align:start;vertical-align:top}`;

const heading = (level: 1 | 2 | 3, { fr, ar }: { fr: string; ar: string }): string =>
  `<h${level}><span>${escaped(fr)}</span><span lang="ar" dir="rtl">${escaped(ar)}</span></h${level}>`;

function cell(value: unknown): string {
  const text = typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);
  return `<td><bdi>${escaped(text)}</bdi></td>`;
}

function table(rows: readonly Record<string, unknown>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const head = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('');
  const body = rows.map((row) => `<tr>${columns.map((column) => cell(row[column])).join('')}</tr>`).join('\n');
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

const NONE = { fr: 'Rien', ar: 'لا شيء' };
const CUT = {
  fr: 'Trop nombreux pour une archive : demandez le reste au programme.',
  ar: 'أكثر من أن تتسع لها الوثيقة: اطلبوا البقية من البرنامج.',
};
const said = ({ fr, ar }: { fr: string; ar: string }): string =>
  `<p>${escaped(fr)} · <span lang="ar" dir="rtl">${escaped(ar)}</span></p>`;

/** The page by which a person finds their way in the archive, with what is in it, under French and Arabic headings. */
export function indexOf(records: readonly OwnRecords[], documents: readonly string[], madeAt: Date): string {
  const services = records.map(({ service, sections }) => {
    const parts = sections.map(
      ({ title, rows, isWhole }) =>
        heading(3, title) + (rows.length > 0 ? table(rows) : said(NONE)) + (isWhole ? '' : said(CUT)),
    );
    const name = SERVICES[service] ?? { fr: service, ar: service };
    return `${heading(2, name)}<p><a href="${service}.json">${service}.json</a></p>${parts.join('\n')}`;
  });
  const files = documents.map((name) => `<li><a href="${name}">${name}</a></li>`).join('');
  return `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Takwin</title><style>${STYLE}</style></head><body>
${heading(1, { fr: 'Vos données', ar: 'معطياتكم' })}
<p>${madeAt.toISOString()}</p>
${said(CIN)}
${services.join('\n')}
${heading(2, { fr: 'Documents', ar: 'الوثائق' })}${files === '' ? said(NONE) : `<ul>${files}</ul>`}
</body></html>`;
}

const CIN = {
  fr: 'Loi 09-08. Le numéro de CIN, s’il est conservé (hasCin), l’est chiffré et n’est montré à personne.',
  ar: 'القانون 09-08. رقم البطاقة الوطنية، إن كان محفوظا (hasCin)، مشفر ولا يُعرض على أحد.',
};

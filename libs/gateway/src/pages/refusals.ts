import { CAPABILITIES, CATALOGUE, exampleOf } from '@takwin/contracts/refusals';
import { type Language, Refusal, Words } from '@takwin/platform/errors';

const LANGUAGES = ['fr', 'ar', 'en'] as const;

const STYLE = `
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem }
  code { overflow-wrap: anywhere } pre { overflow-x: auto; direction: ltr; text-align: left } dt { font-weight: 600 } dd { margin: 0 0 .75rem } section { margin: 2rem 0 }
`;

const MARKS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (mark) => MARKS[mark]!);

const page = (title: string, body: string): string => `<!doctype html>
<html lang="fr">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Takwin: ${title}</title>
<style>${STYLE}</style>
${body}
</html>
`;

const sectionIn = (language: string, body: string): string =>
  `<section lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">${body}</section>`;

/** The page at /docs/refusals: every code with its French title, by where it arises. It loads nothing. */
export const REFUSALS_PAGE = page(
  'refus',
  `<h1>Refus</h1>
${CAPABILITIES.map(
  ({ name, entries }) => `<h2>${escaped(name.fr)}</h2>
<dl>
${Object.entries(entries)
  .map(
    ([code, { fr }]) => `<dt><a href="/docs/refusals/${code}"><code>${code}</code></a></dt><dd>${escaped(fr[0])}</dd>`,
  )
  .join('\n')}
</dl>`,
).join('\n')}`,
);

/** A code holds nothing that a page would have to escape. */
const FORM = /^[A-Z0-9_]{1,80}$/;

const words = new Words(CATALOGUE);

/** What a caller reads of a code, as an example: the problem, or where it is only told as a reason what is said of it. */
function toldOf(code: string, held: string, status: number | undefined, language: Language): object {
  const extra = exampleOf(held);
  if (status === undefined) return { code, ...words.tellOf(code, extra, language) };
  return words.problemOf(new Refusal(code, { status, extra }), language);
}

/**
 * The page of one code, the `type` of its refusals: what is said of it, or of its family, in three languages; undefined for what is
 * no code.
 */
export function refusalPage(code: string): string | undefined {
  const held = words.nameOf(code);
  if (held === undefined || !FORM.test(code)) return undefined;
  const entry = CATALOGUE.refusals[held]!;
  const { name } = CAPABILITIES.find(({ entries }) => Object.hasOwn(entries, held))!;
  const told = LANGUAGES.map((language) => {
    const [title, detail] = entry[language];
    const example = escaped(JSON.stringify(toldOf(code, held, entry.status, language), undefined, 2));
    const said = `<h2>${escaped(title)}</h2><p>${escaped(detail)}</p><p>${escaped(name[language])}</p>`;
    return sectionIn(language, `${said}<pre><code>${example}</code></pre>`);
  });
  const status = entry.status === undefined ? '' : `<p>HTTP ${entry.status}</p>`;
  return page(
    code,
    [`<h1><code>${code}</code></h1>`, status, ...told, '<p><a href="/docs/refusals">/docs/refusals</a></p>'].join('\n'),
  );
}

export type Language = 'fr' | 'ar' | 'en';

/** What the page shows of a credential; of one whose record does not hold, or that its holder had withdrawn, nothing but that. */
export type Shown =
  | { state: 'doubtful' }
  | { state: 'withdrawn' }
  | {
      state: 'valid' | 'revoked' | 'expired';
      id: string;
      holder: string[];
      achievement: string[];
      achievedOn: string;
      issuedOn: string;
      validUntil: string | null;
      issuer: string;
      reason: string | null;
      /** What was issued in its stead, which says why. */
      supersededBy: string | null;
    };

type Verdict = Shown['state'] | 'unknown';
type Words = {
  name: string;
  title: string;
  verdicts: Record<Verdict, string>;
  fields: Record<'holder' | 'achievement' | 'achievedOn' | 'issuedOn' | 'validUntil' | 'issuer' | 'reason', string>;
  checked: string;
  files: string;
  superseded: string;
};

const WORDS: Record<Language, Words> = {
  fr: {
    name: 'Français',
    title: 'Vérification d’un certificat',
    verdicts: {
      valid: 'Ce certificat est authentique et valide.',
      revoked: 'Ce certificat a été révoqué.',
      withdrawn: 'Ce certificat a été retiré à la demande de son titulaire.',
      expired: 'Ce certificat est authentique, mais il a expiré.',
      doubtful: 'Ce certificat ne peut pas être confirmé : sa signature ne correspond pas.',
      unknown: 'Aucun certificat ne porte ce numéro.',
    },
    fields: {
      holder: 'Titulaire',
      achievement: 'Intitulé',
      achievedOn: 'Obtenu le',
      issuedOn: 'Délivré le',
      validUntil: 'Valable jusqu’au',
      issuer: 'Délivré par',
      reason: 'Motif',
    },
    checked: 'Signatures, dates et révocation vérifiées à l’instant.',
    files: 'Documents',
    superseded: 'Remplacé par',
  },
  ar: {
    name: 'العربية',
    title: 'التحقق من شهادة',
    verdicts: {
      valid: 'هذه الشهادة صحيحة وسارية.',
      revoked: 'تم إلغاء هذه الشهادة.',
      withdrawn: 'سُحبت هذه الشهادة بطلب من صاحبها.',
      expired: 'هذه الشهادة صحيحة، لكن انتهت مدة صلاحيتها.',
      doubtful: 'لا يمكن تأكيد هذه الشهادة: توقيعها غير مطابق.',
      unknown: 'لا توجد شهادة بهذا الرقم.',
    },
    fields: {
      holder: 'صاحب الشهادة',
      achievement: 'موضوع الشهادة',
      achievedOn: 'تاريخ الحصول عليها',
      issuedOn: 'تاريخ التسليم',
      validUntil: 'صالحة إلى غاية',
      issuer: 'الجهة المانحة',
      reason: 'السبب',
    },
    checked: 'تم التحقق الآن من التوقيعات والتواريخ والإلغاء.',
    files: 'الوثائق',
    superseded: 'حلت محلها الشهادة',
  },
  en: {
    name: 'English',
    title: 'Verify a credential',
    verdicts: {
      valid: 'This credential is genuine and valid.',
      revoked: 'This credential was revoked.',
      withdrawn: 'This credential was withdrawn at the request of its holder.',
      expired: 'This credential is genuine, but it has expired.',
      doubtful: 'This credential cannot be confirmed: its signature does not match.',
      unknown: 'No credential has this number.',
    },
    fields: {
      holder: 'Holder',
      achievement: 'Credential',
      achievedOn: 'Achieved on',
      issuedOn: 'Issued on',
      validUntil: 'Valid until',
      issuer: 'Issued by',
      reason: 'Reason',
    },
    checked: 'Signatures, dates and revocation were checked just now.',
    files: 'Documents',
    superseded: 'Replaced by',
  },
};
const DAYS: Record<Language, string> = { fr: 'fr-MA', ar: 'ar-MA-u-nu-latn', en: 'en-GB' };
const LANGUAGES = Object.keys(WORDS) as Language[];

/** The language asked for by `?lang=`, else the first one of Accept-Language that the page speaks, else French. */
export function languageOf(asked: unknown, accepted = ''): Language {
  const wanted = [asked, ...accepted.split(',').map((one) => one.trim().slice(0, 2).toLowerCase())];
  return (wanted.find((one) => LANGUAGES.includes(one as Language)) as Language | undefined) ?? 'fr';
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);
/** HTML of a line of its own beside the page's margin, whatever the direction of what it says. */
export const isolated = (text: string): string => `<div><bdi>${escaped(text)}</bdi></div>`;

const STYLE = `body{font:1.05rem/1.6 system-ui,"Noto Sans","Noto Sans Arabic",sans-serif;color:#1a1a1a;background:#f4f5f7;margin:0}
main{max-width:42rem;margin:2rem auto;background:#fff;border:1px solid #ddd;border-radius:8px;padding:1.5rem 2rem}
nav{display:flex;gap:1rem}nav [aria-current]{font-weight:bold;color:inherit;text-decoration:none}a{color:#0b57a4}
h1{font-size:1.4rem}.verdict{border-inline-start:6px solid;padding:.6rem 1rem;font-weight:bold;font-size:1.15rem}
.valid{color:#0a5a2a;background:#e8f5ec}.revoked,.withdrawn,.unknown,.doubtful{color:#98101d;background:#fdeced}.expired{color:#7a4b00;background:#fff4dc}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.4rem 1.5rem}dt{color:#555}dd{margin:0;font-weight:600}
footer{color:#555;font-size:.9rem}`;

/** A page for people, with the way to its other languages; `title` and `body` are HTML. */
export function page(language: Language, title: string, body: string): string {
  const nav = LANGUAGES.map(
    (one) =>
      `<a href="?lang=${one}" lang="${one}" hreflang="${one}"${one === language ? ' aria-current="true"' : ''}>${WORDS[one].name}</a>`,
  );
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
<title>${title} · Takwin</title><style>${STYLE}</style></head>
<body><main><nav>${nav.join('')}</nav><h1>${title}</h1>
${body}</main></body></html>`;
}

/**
 * The page that whoever was handed a credential opens, in French, Arabic (right to left) or English, without script, and
 * with no more of the person than the credential itself says.
 */
export function verificationPage(language: Language, shown: Shown | undefined): string {
  const words = WORDS[language];
  const verdict = shown?.state ?? 'unknown';
  const told = `<p class="verdict ${verdict}" role="status">${words.verdicts[verdict]}</p>`;
  return page(language, words.title, told + (shown ? details(language, shown) : ''));
}

function details(language: Language, shown: Shown): string {
  if (shown.state === 'doubtful' || shown.state === 'withdrawn') return '';
  const { fields, checked, files, superseded } = WORDS[language];
  const day = (date: string | null) => date && new Intl.DateTimeFormat(DAYS[language], LONG).format(new Date(date));
  const { id, state, holder, achievement, issuer, reason, supersededBy } = shown;
  const dates = { achievedOn: day(shown.achievedOn), issuedOn: day(shown.issuedOn), validUntil: day(shown.validUntil) };
  const rows = Object.entries({ holder, achievement, ...dates, issuer, reason }).flatMap(([name, value]) =>
    value === null
      ? []
      : [`<dt>${fields[name as keyof typeof fields]}</dt><dd>${[value].flat().map(isolated).join('')}</dd>`],
  );
  const file = `/v1/credentials/${id}`;
  const paper = state === 'revoked' ? '' : `<a href="${file}.pdf">PDF</a> · `;
  const next =
    supersededBy === null ? '' : `<p>${superseded} <a href="${supersededBy}?lang=${language}">${supersededBy}</a></p>`;
  return `<dl>${rows.join('')}</dl>${next}<footer><p>${checked}</p><p>${files}: ${paper}<a href="${file}">Open Badges 3.0</a></p></footer>`;
}

const LONG = { dateStyle: 'long', timeZone: 'UTC' } as const;

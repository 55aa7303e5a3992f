export type Shown = {
  holder: string;
  achievement: string;
  issuedOn: string;
  state: 'valid' | 'revoked';
  reason: string | null;
};

const WORDS = {
  fr: {
    title: 'Vérification d’un certificat',
    valid: 'Ce certificat est authentique et valide.',
    revoked: 'Ce certificat a été révoqué.',
    unknown: 'Aucun certificat ne porte ce numéro.',
    fields: ['Titulaire', 'Certification', 'Délivré le', 'Motif'],
  },
  ar: {
    title: 'التحقق من شهادة',
    valid: 'هذه الشهادة صحيحة وسارية.',
    revoked: 'تم إلغاء هذه الشهادة.',
    unknown: 'لا توجد شهادة بهذا الرقم.',
    fields: ['صاحب الشهادة', 'الشهادة', 'تاريخ التسليم', 'السبب'],
  },
  en: {
    title: 'Verify a credential',
    valid: 'This credential is genuine and valid.',
    revoked: 'This credential was revoked.',
    unknown: 'No credential has this number.',
    fields: ['Holder', 'Certification', 'Issued on', 'Reason'],
  },
} as const;

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);

function section(language: keyof typeof WORDS, shown: Shown | undefined): string {
  const words = WORDS[language];
  const direction = language === 'ar' ? 'rtl' : 'ltr';
  const verdict = shown ? words[shown.state] : words.unknown;
  const cells = shown ? [shown.holder, shown.achievement, shown.issuedOn, shown.reason] : [];
  const rows = cells.flatMap((cell, index) =>
    cell ? [`<dt>${words.fields[index]}</dt><dd><bdi>${escaped(cell)}</bdi></dd>`] : [],
  );
  return `<section lang="${language}" dir="${direction}"><h1>${words.title}</h1><p class="${shown?.state ?? 'unknown'}">${verdict}</p><dl>${rows.join('')}</dl></section>`;
}

/**
 * The page that whoever was handed a credential opens: in French, Arabic and English, without script, and with no more of
 * the person than the credential itself says.
 */
export const verificationPage = (shown: Shown | undefined): string =>
  `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>Takwin</title><style>body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}section{border-top:1px solid #999;padding:1rem 0}h1{font-size:1.2rem}.valid{color:#064}.revoked,.unknown{color:#900}dt{font-weight:bold}dd{margin:0 0 .5rem}</style></head><body><main>${(['fr', 'ar', 'en'] as const).map((language) => section(language, shown)).join('')}</main></body></html>`;

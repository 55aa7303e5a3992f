import { onOneLine } from '@takwin/platform/schema';
import { renderSVG } from 'uqr';
import type { AchievementKind, OpenBadge } from '../openbadge-credential.js';

/** A signed credential as paper needs it: in both forms, and the Arabic name of what was achieved. */
export type Printed = {
  id: string;
  url: string;
  badge: OpenBadge;
  kind: AchievementKind;
  nameAr: string | null;
  jwt: string;
  json: object;
};

const HEADINGS: Record<AchievementKind, { heading: string; headingAr: string }> = {
  exam: { heading: 'Attestation de réussite', headingAr: 'شهادة نجاح' },
  certification: { heading: 'Certificat', headingAr: 'شهادة' },
  'trainer-qualification': { heading: 'Certificat de formateur', headingAr: 'شهادة مكوّن' },
  'digital-literacy': { heading: 'Certificat', headingAr: 'شهادة' },
};

const day = (locale: string) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
const FRENCH = day('fr-MA');
const ARABIC = day('ar-MA-u-nu-latn');

/** What the template reads: texts in both languages, the QR code of the public page, and the signed credential to attach. */
export function certificateInputs({ id, url, badge, kind, nameAr, jwt, json }: Printed): Record<string, string> {
  // What was signed before names had one form is printed in it.
  const [holder, holderAr = null] = badge.credentialSubject.identifier.map(({ identityHash }) =>
    onOneLine(identityHash),
  );
  const achievement = onOneLine(badge.name);
  const page = `${url}/verify/${id}`;
  const issued = new Date(badge.validFrom);
  const achieved = new Date(badge.awardedDate);
  const { heading, headingAr } = HEADINGS[kind];
  const data = {
    id,
    url: page,
    title: `${heading} : ${achievement}`,
    heading,
    headingAr,
    issuer: badge.issuer.name,
    holder,
    holderAr,
    achievement,
    achievementAr: nameAr && onOneLine(nameAr),
    achievedOn: FRENCH.format(achieved),
    achievedOnAr: ARABIC.format(achieved),
    issuedOn: FRENCH.format(issued),
    issuedOnAr: ARABIC.format(issued),
    validUntil: badge.validUntil ? FRENCH.format(new Date(badge.validUntil)) : null,
    validUntilAr: badge.validUntil ? ARABIC.format(new Date(badge.validUntil)) : null,
    issued: [issued.getUTCFullYear(), issued.getUTCMonth() + 1, issued.getUTCDate()],
    attachments: [
      attachment('credential.jwt', 'jwt', 'application/vc+jwt', 'Open Badges 3.0 credential, as JWT'),
      attachment(
        'credential.json',
        'json',
        'application/vc',
        'Open Badges 3.0 credential, with its Data Integrity proof',
      ),
    ],
  };
  return { data: JSON.stringify(data), qr: renderSVG(page, { ecc: 'M', border: 1 }), jwt, json: JSON.stringify(json) };
}

const attachment = (name: string, input: string, mime: string, description: string) => ({
  name,
  input,
  mime,
  description,
  relationship: 'source',
});

/** What is said of a parent's consent, and where it is filed. */
export type SaidConsent = { consent: boolean; consentDocument?: string | undefined };

/** Who says so, and which persons they are. */
export type Teller = { subject: string; personIds: ReadonlySet<string> };

export type KeptConsent = SaidConsent & { consentBy?: string };

/** A parent's consent as it counts and is kept, with who said it: nobody's own word is that of their parents, whatever their role. */
export function consentFor(personId: string, { consent, consentDocument }: SaidConsent, teller: Teller): KeptConsent {
  if (teller.personIds.has(personId)) return { consent: false };
  return consent ? { consent, consentDocument, consentBy: teller.subject } : { consent, consentDocument };
}

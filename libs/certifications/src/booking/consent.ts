/** What is said of a parent's consent, and where it is filed. */
export type SaidConsent = { consent: boolean; consentDocument?: string | undefined };

/** Who says so: the caller, and which person they are, where they are one. */
export type Teller = { subject: string; personId?: string | null | undefined };

export type KeptConsent = SaidConsent & { consentBy?: string };

/** A parent's consent as it counts and is kept, with who said it: nobody's own word is that of their parents, whatever their role. */
export function consentFor(personId: string, { consent, consentDocument }: SaidConsent, teller: Teller): KeptConsent {
  if (teller.personId === personId) return { consent: false };
  return consent ? { consent, consentDocument, consentBy: teller.subject } : { consent, consentDocument };
}

import { Refusal } from '@takwin/platform/errors';
import { codeList, Text, textOf } from '@takwin/platform/schema';
import { z } from 'zod';
import { AchievementKind } from './openbadge-credential.js';

/** The id of an achievement: small letters, in whatever case it is said. */
export const AchievementId = Text({ max: 100 }).toLowerCase();

const AchievementView = z
  .object({ id: z.string(), kind: AchievementKind, name: z.string(), nameAr: z.string().nullable() })
  .meta({ id: 'Achievement' });

export const CredentialState = codeList('CredentialState', 'Where a credential stands', {
  pending: 'Earned, and not yet signed: within moments it is, or once what it waits for has come',
  valid: 'Signed and in force; it may have a last day',
  revoked: 'Withdrawn: whoever verifies it is told so',
});

/** Why a credential was revoked that was issued anew under the name that its holder has by now. */
export const SUPERSEDED = 'superseded';

/** Why a credential was revoked whose holder is erased: what was signed is not kept. */
export const WITHDRAWN = 'withdrawn at the holder’s request';

export const CredentialView = z
  .object({
    id: z.uuid(),
    personId: z.uuid(),
    achievement: AchievementView,
    achievedOn: z.iso.date(),
    validUntil: z.iso.date().nullable().describe('The last day on which it holds; null where it does not end'),
    state: CredentialState,
    waitsFor: z
      .string()
      .nullable()
      .describe('Why a pending one is not signed yet: PERSON_UNCONFIRMED; null where it is, or soon will be'),
    waitsForText: textOf('waitsFor'),
    issuedAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
    revokedReason: z.string().nullable(),
    revokedBy: z.string().nullable().describe('Who revoked it; null where a correction of a result or a name did'),
    reissuedBy: z.string().nullable().describe('Who of the programme issued it again after another was revoked'),
    reissuedReason: z.string().nullable().describe('Why it was issued again'),
    supersedes: z
      .uuid()
      .nullable()
      .describe(
        'The credential in whose stead it was issued, since the name that it printed was corrected, or two records were parted',
      ),
    supersededBy: z
      .uuid()
      .nullable()
      .describe(
        'The credential that holds in its stead: issued for it, or had under another record; null where none is',
      ),
    version: z.int(),
  })
  .meta({ id: 'Credential', description: 'A verifiable proof of an achievement' });
export type CredentialView = z.output<typeof CredentialView>;

class CredentialNotSigned extends Refusal {
  constructor() {
    super('CREDENTIAL_NOT_SIGNED');
  }
}

/** A credential waits for its person to be confirmed. */
class PersonUnconfirmed extends Refusal {
  constructor() {
    super('PERSON_UNCONFIRMED');
  }
}

/** Why a pending credential is not there: it waits for its person to be confirmed, or its worker comes within moments. */
export const notSigned = ({ waitsFor }: Pick<CredentialView, 'waitsFor'>): Refusal =>
  waitsFor === null ? new CredentialNotSigned() : new PersonUnconfirmed();

export class CredentialStateForbids extends Refusal {
  constructor(from: CredentialView['state'], to: CredentialView['state']) {
    super('CREDENTIAL_STATE_FORBIDS', { extra: { from, to } });
  }
}

export class CredentialWasRevoked extends Refusal {
  constructor() {
    super('CREDENTIAL_WAS_REVOKED', { status: 403 });
  }
}

/** Who revoked a credential does not issue it again. */
export class ReissueNeedsAnother extends Refusal {
  constructor() {
    super('REISSUE_NEEDS_ANOTHER', { status: 403 });
  }
}

/** There is one that is not revoked: nothing is issued. */
export class CredentialIsIssued extends Refusal {
  constructor(credentialId: string, state: CredentialView['state']) {
    super('CREDENTIAL_IS_ISSUED', { extra: { credentialId, state } });
  }
}

export class CertificationNotHeld extends Refusal {
  constructor() {
    super('CERTIFICATION_NOT_HELD');
  }
}

/** A completion of literacy is the courses service's to take back: one truth, which the credential follows. */
export class LiteracyIsTakenBackElsewhere extends Refusal {
  constructor(personId: string) {
    super('LITERACY_IS_TAKEN_BACK_ELSEWHERE', {
      extra: { personId, path: `/v1/literacy-evaluations?certified=true&personId=${personId}` },
    });
  }
}

export class CredentialRevoked extends Refusal {
  constructor() {
    super('CREDENTIAL_REVOKED');
  }
}

/** Its holder had it withdrawn with all that names them: nothing of what was signed is kept. */
export class CredentialWithdrawn extends Refusal {
  constructor() {
    super('CREDENTIAL_WITHDRAWN');
  }
}

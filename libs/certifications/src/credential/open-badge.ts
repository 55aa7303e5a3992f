/** What a credential says: of whom, of what, by whom and since when. */
export type Achieved = {
  id: string;
  holder: { name: string };
  achievement: { id: string; name: string };
  issuedAt: Date;
  achievedOn: string;
};

/**
 * An Open Badges 3.0 credential (OpenBadgeCredential on the W3C Verifiable Credentials Data Model 2.0). The holder is named
 * and not identified: no number, no birth date, no academy (a prison centre's would tell of a conviction).
 */
export function openBadge(issuer: string, { id, holder, achievement, issuedAt, achievedOn }: Achieved) {
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
    id: `${issuer}/v1/credentials/${id}`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: achievement.name,
    issuer: { id: issuer, type: ['Profile'], name: 'OFPPT, programme Microsoft IT Academies' },
    validFrom: issuedAt.toISOString(),
    awardedDate: `${achievedOn}T00:00:00Z`,
    credentialSubject: {
      id: `urn:uuid:${id}`,
      type: ['AchievementSubject'],
      identifier: [{ type: 'IdentityObject', identityHash: holder.name, identityType: 'name', hashed: false }],
      achievement: {
        id: `${issuer}/achievements/${encodeURIComponent(achievement.id)}`,
        type: ['Achievement'],
        achievementType: 'Certification',
        name: achievement.name,
        description: `Certification ${achievement.name}`,
        criteria: { narrative: 'Passed every exam that the certification asks for, under proctoring.' },
      },
    },
  };
}
export type OpenBadge = ReturnType<typeof openBadge>;

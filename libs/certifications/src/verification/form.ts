import { z } from 'zod';
import type { VerifiedKind } from './verdict.js';

/** One, or a list of them: in JSON-LD the same. */
const many = <T extends z.ZodType>(one: T) => z.union([one, z.array(one)]);

const typed = (name: string) => many(z.string()).refine((type) => [type].flat().includes(name));

const Text = z.string();
const InLanguage = z.looseObject({ '@value': Text });
/** What people read may say its language (VC Data Model 2.0, 11.1). */
const Words = z.union([Text, InLanguage, z.array(InLanguage)]).optional();
const Said = Text.optional();
const Amount = z.number().optional();
/** Of what stands elsewhere the address may stand alone. */
const orAddress = <T extends z.ZodType>(whole: T) => z.union([Text, whole]).optional();

const Image = orAddress(z.looseObject({ id: Text, type: typed('Image'), caption: Words }));
/** A JWS in its compact form, of which nothing more is asked: it is a credential of its own. */
const COMPACT = /^[\w-]+\.[\w-]*\.[\w-]*$/;
const Endorsed = {
  endorsement: many(z.looseObject({})).optional(),
  endorsementJwt: many(Text.refine((jwt) => COMPACT.test(jwt))).optional(),
};
const Identifiers = many(
  z.looseObject({ type: typed('IdentifierEntry'), identifier: Text, identifierType: Text }),
).optional();
const Alignments = many(
  z.looseObject({ type: typed('Alignment'), targetName: Words.unwrap(), targetUrl: Text, targetCode: Said }),
).optional();

const Profile = z.looseObject({
  ...{ id: Text, type: typed('Profile'), name: Words, description: Words, url: Said, phone: Said, email: Said },
  ...{ image: Image, address: z.looseObject({}).optional(), otherIdentifier: Identifiers, official: Said },
  ...{ familyName: Said, givenName: Said, dateOfBirth: Said, ...Endorsed },
  get parentOrg(): z.ZodType {
    return orAddress(Profile);
  },
});

const ResultDescription = z.looseObject({
  ...{ id: Text, type: typed('ResultDescription'), name: Words.unwrap(), resultType: Text, alignment: Alignments },
  ...{ allowedValue: many(Text).optional(), requiredValue: Said, valueMin: Said, valueMax: Said },
});

/** What has to be there, faultsOfShape tells by a name of its own. */
const Achievement = z.looseObject({
  ...{ id: Said, name: Words, description: Words, achievementType: Said, creator: orAddress(Profile), image: Image },
  ...{
    criteria: z.looseObject({ id: Said, narrative: Words }).optional(),
    creditsAvailable: Amount,
    tag: many(Text).optional(),
  },
  ...{ fieldOfStudy: Said, humanCode: Said, inLanguage: Said, specialization: Said, version: Said },
  ...{ alignment: Alignments, otherIdentifier: Identifiers, resultDescription: many(ResultDescription).optional() },
  ...{ related: many(z.looseObject({ id: Text, type: typed('Related') })).optional(), ...Endorsed },
});

const Identity = z.looseObject({
  ...{ type: typed('IdentityObject'), identityHash: Text, identityType: Text, hashed: z.boolean(), salt: Said },
});
const Result = z.looseObject({
  ...{ type: typed('Result'), achievedLevel: Said, resultDescription: Said, status: Said, value: Said },
  alignment: Alignments,
});

const AchievementSubject = z.looseObject({
  ...{
    id: Said,
    type: typed('AchievementSubject'),
    achievement: Achievement.optional(),
    narrative: Words,
    role: Words,
  },
  ...{
    identifier: many(Identity).optional(),
    result: many(Result).optional(),
    source: orAddress(Profile),
    image: Image,
  },
  ...{ activityStartDate: Said, activityEndDate: Said, creditsEarned: Amount, licenseNumber: Said, term: Words },
});
const EndorsementSubject = z.looseObject({ id: Said, endorsementComment: Words });

const Evidence = z.looseObject({
  ...{
    id: Said,
    type: typed('Evidence'),
    name: Words,
    description: Words,
    narrative: Words,
    genre: Said,
    audience: Said,
  },
});
const Credential = z.looseObject({
  ...{ id: Text, name: Words, description: Words, image: Image, issuer: z.union([Text, Profile]), ...Endorsed },
});

const FORMS: Record<VerifiedKind, z.ZodType> = {
  'open-badge': Credential.extend({ credentialSubject: AchievementSubject, evidence: many(Evidence).optional() }),
  endorsement: Credential.extend({ credentialSubject: EndorsementSubject }),
};

/**
 * Whether what a credential says is of the kinds that Open Badges 3.0 says (its data model, from which its JSON schemas are made):
 * texts, numbers, objects of a type. What its contexts and dates are, its status, and members of others is asked elsewhere, or nowhere.
 */
export const isOfForm = (kind: VerifiedKind, credential: object): boolean => FORMS[kind].safeParse(credential).success;

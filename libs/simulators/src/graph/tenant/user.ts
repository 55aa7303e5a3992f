import { z } from 'zod';
import type { Sku } from './education-skus.js';

/** A licence that a user holds directly. */
export type Licence = {
  readonly sku: Sku;
  readonly disabledPlans: readonly string[];
  /** Seconds since 1970: small integers need no room of their own. */
  readonly since: number;
};

/** What a group's licence has come to for a member. */
export type GroupLicence = Licence & { readonly group: number; readonly error: string | null };

/** What a caller may write on a user, other than the password, which is checked and forgotten. */
export const UserState = z.strictObject({
  userPrincipalName: z.string().regex(/^[^@\s'"]{1,64}@[a-z0-9.-]{3,255}$/i),
  mailNickname: z.string().regex(/^[^@()\\[\]";:<>,\s]{1,64}$/),
  displayName: z.string().min(1).max(256),
  accountEnabled: z.boolean(),
  usageLocation: z
    .string()
    .regex(/^[a-z]{2}$/i)
    .toUpperCase()
    .optional(),
  givenName: z.string().max(64).nullish(),
  surname: z.string().max(64).nullish(),
  jobTitle: z.string().max(128).nullish(),
  department: z.string().max(64).nullish(),
  officeLocation: z.string().max(128).nullish(),
  city: z.string().max(128).nullish(),
  mobilePhone: z.string().max(64).nullish(),
  preferredLanguage: z.string().max(32).nullish(),
  employeeId: z.string().max(16).nullish(),
});
export type UserState = z.output<typeof UserState>;

const NONE: readonly Licence[] = [];
const NO_GROUP: readonly GroupLicence[] = [];

type Rest = Omit<UserState, 'userPrincipalName' | 'mailNickname' | 'displayName' | 'accountEnabled' | 'usageLocation'>;

/** A user of a simulated directory, kept small: names that follow from the principal name are not stored. */
export class User {
  userPrincipalName: string;
  accountEnabled: boolean;
  usageLocation: string | undefined;
  /** Those that it has of its own. */
  licences = NONE;
  /** Those that groups give it, or fail to. */
  viaGroup = NO_GROUP;
  /** Seconds since 1970, for who is deleted. */
  deletedAt: number | undefined;
  purged = false;
  #mailNickname: string | undefined;
  #displayName: string | undefined;
  #rest: Rest | undefined;

  constructor(
    /** The user's number in the directory: ids.of(n) is the object id. */
    readonly n: number,
    state: Partial<UserState> & { userPrincipalName: string },
    /** Seconds since 1970. */
    readonly createdAt: number,
  ) {
    this.userPrincipalName = state.userPrincipalName;
    this.accountEnabled = state.accountEnabled ?? true;
    this.usageLocation = undefined;
    this.change(state);
  }

  get mailNickname(): string {
    return this.#mailNickname ?? localPart(this.userPrincipalName);
  }

  get displayName(): string {
    return this.#displayName ?? this.mailNickname;
  }

  /** Properties that only some users have; null is answered like absent. */
  get rest(): Rest {
    return this.#rest ?? {};
  }

  change({
    userPrincipalName,
    mailNickname,
    displayName,
    accountEnabled,
    usageLocation,
    ...rest
  }: Partial<UserState>): void {
    const nickname = mailNickname ?? this.mailNickname;
    if (userPrincipalName !== undefined) this.userPrincipalName = userPrincipalName;
    this.#mailNickname = nickname === localPart(this.userPrincipalName) ? undefined : nickname;
    if (accountEnabled !== undefined) this.accountEnabled = accountEnabled;
    if (usageLocation !== undefined) this.usageLocation = shared(usageLocation);
    if (displayName !== undefined) this.#displayName = displayName;
    if (Object.keys(rest).length > 0) this.#rest = { ...this.#rest, ...rest };
  }

  get deleted(): boolean {
    return this.deletedAt !== undefined;
  }

  /** The licence that it has of its own. */
  holds(sku: Sku): Licence | undefined {
    return this.licences.find((licence) => licence.sku === sku);
  }

  /** Every licence that is in effect, one for each SKU, its own one first. */
  effective(): Licence[] {
    const given = this.viaGroup.filter(({ sku, error }) => error === null && !this.holds(sku));
    return [...this.licences, ...given.filter(({ sku }, at) => given.findIndex((one) => one.sku === sku) === at)];
  }

  uses(sku: Sku): boolean {
    return this.effective().some((licence) => licence.sku === sku);
  }

  /** As it is now, for who reads it later. */
  copy(): User {
    const copy = new User(this.n, { userPrincipalName: this.userPrincipalName }, this.createdAt);
    const { usageLocation, displayName, mailNickname, accountEnabled, rest } = this;
    copy.change({ ...rest, displayName, mailNickname, accountEnabled, ...(usageLocation && { usageLocation }) });
    copy.licences = this.licences;
    copy.viaGroup = this.viaGroup;
    return copy;
  }
}

const localPart = (userPrincipalName: string): string => userPrincipalName.slice(0, userPrincipalName.indexOf('@'));

// One copy of each country code, however many users parse it out of a body.
const codes = new Map<string, string>();
function shared(code: string): string {
  if (!codes.has(code)) codes.set(code, code);
  return codes.get(code)!;
}

import type { z } from 'zod';

/** What a service publishes of one kind of subject: each event carries the subject's whole state. */
export type Published<State extends z.ZodType = z.ZodType, Type extends string = string> = {
  readonly log: string;
  readonly subject: string;
  readonly state: State;
  readonly types: readonly Type[];
};

/** A state as rows hold it, before its ids have been branded. */
export type Unbranded<T> = T extends string
  ? T extends z.core.$brand
    ? string
    : T
  : T extends number | boolean | bigint | null | undefined | Date
    ? T
    : { [Key in keyof T]: Unbranded<T[Key]> };

import sql from 'sql-template-tag';

/** Whether an academy alone says that there is the person `p`, of the copies; who was told of before that was told is believed. */
export const IS_UNCONFIRMED = sql`(p.confirmed is false)`;

/** What tells the age of the person `p`, likewise. */
export const AGED = sql`p.kind, p.birth_date::text as "birthDate", not ${IS_UNCONFIRMED} as "isConfirmed",
  p.birth_date_confirmed is not false as "isBirthDateConfirmed"`;

import sql from 'sql-template-tag';

/** Whether an academy alone says that there is the person `p`, of the copies; who was told of before that was told is believed. */
export const IS_UNCONFIRMED = sql`(p.confirmed is false)`;

/** The published log, and those who follow it. */
export { type Copy, copyMigration, copyOf } from './events/copy.js';
export { EventsModule, followedIn } from './events/events.module.js';
export { Changed, type Feed } from './events/feed.js';
export { follow, type Follower, shapeOf } from './events/follower.js';
export { append, eventLogMigration } from './events/log.js';
export { Publisher } from './events/publisher.js';
export { reaction, review } from './events/reaction.js';
export type { LoggedEvent } from './events/reader.js';

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Published event types that nothing sends yet, and what will bring them. */
const NOT_YET_SENT = {
  CourseRetired: 'courses that leave the catalogue',
};

const DECLARED = /^libs\/contracts\/src\/events\/[^/]+\.ts$/;
const PRODUCT =
  /^libs\/(?!contracts\/|platform\/)[^/]+\/src\/(?!testing\/|migrations)(?!.*\.(?:spec|contract|child)\.).*\.ts$/;
const TYPES = /\btypes:\s*\[([^\]]*)\]/g;

/**
 * Holds the list of published events that are not sent: one sentence for each that nothing sends and the list does not
 * name, and for each that the list names though it is sent, or is not published.
 * @param root absolute path of the checkout
 * @param files the paths in it that are to be looked at, relative, with '/'
 */
export function promiseFaults(root, files, notYet = NOT_YET_SENT) {
  const read = (file) => readFileSync(join(root, file), 'utf8');
  const promised = files.filter((file) => DECLARED.test(file)).flatMap((file) => typesIn(read(file)));
  const product = files
    .filter((file) => PRODUCT.test(file))
    .map(read)
    .join('\n');
  const isSent = (type) => product.includes(`'${type}'`);
  return [
    ...promised
      .filter((type) => !isSent(type) && !Object.hasOwn(notYet, type))
      .map((type) => `${type} is published, and nothing sends it`),
    ...Object.keys(notYet)
      .filter((type) => isSent(type) || !promised.includes(type))
      .map((type) => `${type} is ${promised.includes(type) ? 'sent' : 'not published'}: take it from the list`),
  ];
}

const typesIn = (text) =>
  [...text.matchAll(TYPES)].flatMap(([, list]) => [...list.matchAll(/'([^']+)'/g)].map(([, type]) => type));

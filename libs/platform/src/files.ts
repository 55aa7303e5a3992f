/** Files that are sent, kept, read line by line, or shipped beside a library. */
export type { Line } from './files/record-reader.js';
export { shippedCsv } from './files/shipped-csv.js';
export { MOST_MIB } from './files/store-file.js';

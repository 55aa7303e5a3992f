/** Files that are sent, kept, read line by line, written, or shipped beside a library. */
export { csvHead, csvLine } from './files/csv-file.js';
export { shippedCsv } from './files/shipped-csv.js';
export { zipOf } from './files/write-zip.js';
export { MOST_MIB } from './files/store-file.js';

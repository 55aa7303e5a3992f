const of = (series: string, numbers: string): string[] => numbers.split(' ').map((number) => `${series}-${number}`);

/**
 * The codes of the exams that there are: one list, so that what a trainer is to pass can be told from what nobody offers. What an exam
 * is, certifications say, whose reference data is held to it.
 */
export const EXAM_CODES: ReadonlySet<string> = new Set([
  ...of(
    '70',
    '333 334 339 345 357 410 411 412 413 414 417 461 462 463 464 465 466 467 480 483 486 487 537 705 740 741 742 743 744 745 761 762 764 765 767 768 777 778 779 797',
  ),
  ...of('77', '419 601 602 726 728 729 881 882 883 884 885 887 888'),
  ...of('98', '349 361 364 365 366 367 368 375 381 382 383 388'),
  ...of('AB', '100 400 650'),
  ...of('AI', '100 500 900 901'),
  ...of('AZ', '100 101 102 103 200 201 202 203 220 300 301 302 303 304 305 400 600 720 800 801 802'),
  ...of('DA', '100'),
  ...of('DP', '200 201'),
  ...of('MB', '200 210 220 230 240 300 320 335 340 400 600 700 900 901'),
  ...of('MB2', '716'),
  ...of('MB6', '894 897 898'),
  ...of('MD', '100 101'),
  ...of('MO', '100 101 110 200 201 211 300 400 500'),
  ...of('MS', '100 101 102 200 201 202 203 220 300 301 302 500 600 720 740'),
  ...of('PL', '200 400 600'),
  ...of('SC', '100'),
]);

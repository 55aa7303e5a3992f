/** A number in capital letters, as names have no digits: 0 is A, 26 is BA. */
export const inLetters = (number: number): string =>
  (number < 26 ? '' : inLetters(Math.floor(number / 26))) + String.fromCharCode(65 + (number % 26));

/** "1 line", "3,000 lines". */
export const one = (count: number, word: string, words = `${word}s`) =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? word : words}`;

/** Letters that may differ: one in short words, two in longer ones; none where a mistake would mean another word. */
export function mistakesAllowed(word: string): number {
  const { length } = word;
  if (length < 3 || /\d/.test(word)) return 0;
  return length < 6 ? 1 : 2;
}

/**
 * How many typing mistakes lie between two words: a letter more, less, another, or two neighbours swapped (Damerau and
 * Levenshtein's distance over optimal alignments).
 *
 * @example countMistakes('shrit', 'shirt') // 1
 */
export function countMistakes(typed: string, meant: string): number {
  const [from, to] = [[...typed], [...meant]];
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      let least = Math.min(
        rows[row - 1]![column]! + 1,
        current[column - 1]! + 1,
        rows[row - 1]![column - 1]! + (isSame ? 0 : 1),
      );
      const isSwap = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (isSwap) least = Math.min(least, rows[row - 2]![column - 2]! + 1);
      current.push(least);
    }
    rows.push(current);
  }
  return rows[from.length]![to.length]!;
}

/** Known words a mistyped one may mean, likeliest first: fewest mistakes, then the same first letter. */
export function rankCorrections(typed: string, known: readonly string[]): string[] {
  const allowed = mistakesAllowed(typed);
  return known
    .map((word) => ({ word, mistakes: countMistakes(typed, word), isSameStart: word[0] === typed[0] }))
    .filter(({ mistakes }) => mistakes > 0 && mistakes <= allowed)
    .sort((a, b) => a.mistakes - b.mistakes || Number(b.isSameStart) - Number(a.isSameStart))
    .map(({ word }) => word);
}

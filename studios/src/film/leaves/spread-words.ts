/** Times for words whose speaker gave none: their share of the line by letters, in order and without gaps. */
export function spreadWords(
  text: string,
  lengthSeconds: number,
): { text: string; startSeconds: number; endSeconds: number }[] {
  const words = text.split(/\s+/).filter(Boolean);
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  let said = 0;
  return words.map((word) => {
    const startSeconds = (said / letters) * lengthSeconds;
    said += word.length;
    return { text: word, startSeconds, endSeconds: (said / letters) * lengthSeconds };
  });
}

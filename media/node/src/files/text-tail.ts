/** Keeps the last `limit` characters of a stream of text: enough of a log to explain an error, never all of it. */
export type TextTail = { add(text: string): void; read(): string };

export function createTextTail(limit = 64 * 1024): TextTail {
  let text = '';
  return {
    add(piece) {
      text += piece;
      if (text.length > limit * 2) text = text.slice(-limit);
    },
    read: () => text.slice(-limit),
  };
}

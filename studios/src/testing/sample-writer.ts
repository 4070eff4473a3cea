type Question = {
  brief: string;
  shots: { shot: string; seconds: number; takesLine: boolean; needsLine: boolean; says: string; last?: true }[];
};

/**
 * A writer that keeps to its rules, for emulators: shots in another order than they were listed, words out of the brief.
 * It stands in for a language model where what is tested is what Kinora does with an answer.
 */
export function writeByTheBrief(question: string): string {
  const { brief, shots } = JSON.parse(question) as Question;
  const clauses = [...new Set(brief.split(/[.,:;\n]+/).map((part) => part.trim()))].filter(fitsLine);
  const [first, ...rest] = shots.filter(({ last }) => last !== true);
  const order = [...rest.toReversed(), ...(first ? [first] : []), ...shots.filter(({ last }) => last === true)];
  const written = order.map(({ shot, seconds, takesLine, needsLine, says }, index) => ({
    shot,
    seconds,
    line: takesLine ? (clauses[index] ?? (needsLine ? says : '')) : '',
    narration: '',
    picturePrompt: `The product in a quiet room, ${index + 1}`,
    motionPrompt: 'Slow push in',
  }));
  const closing = written.splice(-1);
  return JSON.stringify({
    title: clauses[0] ?? shots[0]?.says ?? '',
    scenes: [
      { beat: 'story', title: 'The thing itself', summary: 'Shows it from all sides.', shots: written },
      { beat: 'call_to_action', title: 'The name', summary: 'Says who makes it.', shots: closing },
    ],
  });
}

function fitsLine(text: string): boolean {
  return text.length > 3 && text.length <= 44 && text.split(' ').length <= 6 && !/\d|@|\.\w/.test(text);
}

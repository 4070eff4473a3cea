import { type EnhanceKind, enhanceByRules } from '../film/prompts/enhance-rules.ts';
import { thinkOfLogos } from '../logo-ideas/built-in.ts';

type Question = {
  brief: string;
  shots: { shot: string; seconds: number; takesLine: boolean; needsLine: boolean; last?: true }[];
};

/**
 * A writer that keeps to its rules, for emulators: shots in another order than they were listed, words out of the brief.
 * It stands in for a language model where what is tested is what Kinora does with an answer.
 */
export function writeByTheBrief(question: string): string {
  const { brief, shots } = JSON.parse(question) as Question;
  const title = brief.split(/[.\n]/)[0]!.slice(0, 60);
  const clauses = clausesOf(brief);
  const [first, ...rest] = shots.filter(({ last }) => last !== true);
  const order = [...rest.toReversed(), ...(first ? [first] : []), ...shots.filter(({ last }) => last === true)];
  const written = order.flatMap(({ shot, seconds, takesLine, needsLine }, index) => {
    const line = takesLine ? clauses.shift() : '';
    // Nothing new is left to say: a shot of words alone is left out, another one stays silent.
    if (needsLine && line === undefined) return [];
    const picturePrompt = `The product in a quiet room, ${index + 1}`;
    return [{ shot, seconds, line: line ?? '', narration: '', picturePrompt, motionPrompt: 'Slow push in' }];
  });
  const closing = written.splice(-1);
  return JSON.stringify({
    title,
    scenes: [
      { beat: 'story', title: 'The thing itself', summary: 'Shows it from all sides.', shots: written },
      { beat: 'call_to_action', title: 'The name', summary: 'Says who makes it.', shots: closing },
    ],
  });
}

function clausesOf(brief: string): string[] {
  return [
    ...new Set(
      brief
        .replace(/\S+\.[a-z]\S*|[\p{L}]+:/gu, '')
        .split(/[.,;،\n]+/u)
        .map((part) => part.trim()),
    ),
  ].filter(fitsLine);
}

function fitsLine(text: string): boolean {
  return text.length > 3 && text.length <= 46 && text.split(' ').length <= 7 && !/\d|@|\.\w/.test(text);
}

type ScriptQuestion = {
  brief: string;
  avoid: string[];
  shots: { shot: string; takesLine: boolean; needsLine: boolean; mostSpoken: number; line: string; write: boolean }[];
};

/** The same for a script: sentences of the brief, each once, in the shots that were asked for. */
export function writeScriptByTheBrief(question: string): string {
  const { brief, avoid, shots } = JSON.parse(question) as ScriptQuestion;
  const asked = shots.filter(({ write }) => write);
  const kept = new Set(shots.filter(({ write }) => !write).map(({ line }) => line.toLowerCase()));
  const mayBeSaid = (clause: string) => !avoid.some((word) => clause.toLowerCase().includes(word.toLowerCase()));
  const clauses = clausesOf(brief).filter((clause) => !kept.has(clause.toLowerCase()) && mayBeSaid(clause));
  return JSON.stringify({
    shots: asked.map(({ shot, takesLine, needsLine, mostSpoken, line }) => {
      const next = takesLine ? clauses.shift() : undefined;
      const spoken = clauses.find((clause) => clause.length + 1 <= mostSpoken);
      return {
        shot,
        line: next ?? (needsLine ? line : ''),
        narration: mostSpoken > 0 && !takesLine && spoken ? `${spoken}.` : '',
      };
    }),
  });
}

type LogoQuestion = {
  name: string;
  about: string;
  language: 'en' | 'he' | 'ar';
  count: number;
  colours: string[];
  avoid: string[];
};

/** The same for logos: a sheet in the form that is asked for. */
export function writeLogosByTheBrief(question: string): string {
  const { avoid, ...asked } = JSON.parse(question) as LogoQuestion;
  // A model says it in English; this one knows no word of it.
  const about = /\p{Script=Latin}/u.test(asked.about) ? asked.about : 'its goods';
  const ideas = thinkOfLogos({ ...asked, about, wordsToAvoid: avoid });
  return JSON.stringify({ ideas: ideas.map((idea) => ({ ...idea, negativePrompt: 'photograph, shadow' })) });
}

/** The same for a shot's prompt: the built-in rules, in the language its letters show. */
export function writePromptByTheRules(question: string): string {
  const { kind, prompt } = JSON.parse(question) as { kind: EnhanceKind; prompt: string };
  const isHebrew = /\p{Script=Hebrew}/u.test(prompt);
  const language = isHebrew ? 'he' : /\p{Script=Arabic}/u.test(prompt) ? 'ar' : 'en';
  return JSON.stringify({ prompt: enhanceByRules({ kind, prompt, language }).prompt });
}

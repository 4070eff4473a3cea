import type { CaseScore, Writer } from '../film/prompts/evaluate.ts';
import { askForRepair } from '../film/writing/ask-for-plan.ts';
import { readAnswer } from '../film/writing/read-answer.ts';
import type { LogoGrounds } from './built-in.ts';
import { askForLogos, checkLogos, logoWriting } from './writing.ts';

const common = { count: 6, colours: [], wordsToAvoid: [] };
/** Brands of different trades and scripts; the third may not say a word that lies near. */
export const LOGO_CASES: readonly LogoGrounds[] = [
  { ...common, name: 'Orra', about: 'Coffee, roasted in small drums every Tuesday', language: 'en' },
  {
    ...common,
    name: 'Ashworth & Vale',
    about: 'Lawyers for families',
    language: 'en',
    colours: ['#1d2b3a', '#b98f45'],
  },
  { ...common, name: 'Wunder', about: 'A science museum for children', language: 'en', wordsToAvoid: ['magic'] },
  { ...common, name: 'סייבל', about: 'תיקי עור בתפירה ידנית', language: 'he' },
  { ...common, name: 'سيبل', about: 'حقائب جلدية مخيطة يدوياً', language: 'ar', count: 8 },
];

/** Tries the prompt on one brand as a job would; what is covered is how many of the ideas wanted can be shown. */
export async function scoreLogos(grounds: LogoGrounds, write: Writer): Promise<CaseScore> {
  const started = performance.now();
  const request = askForLogos(grounds, { seed: 7, mostTokens: 4000, takesTemperature: false });
  const answer = await write(request);
  const first = judge(answer, grounds);
  const repaired = first.length === 0 ? null : await write(askForRepair(request, answer.text, first));
  const isRepaired = repaired !== null && judge(repaired, grounds).length === 0;
  const usable = first.length === 0 ? 'first' : isRepaired ? 'second' : 'none';
  return {
    name: grounds.name,
    usable,
    faults: first,
    coverage: usable === 'none' ? 0 : 1,
    outputTokens: answer.usage.outputTokens + (repaired?.usage.outputTokens ?? 0),
    milliseconds: Math.round(performance.now() - started),
  };
}

function judge(answer: { text: string; isCut: boolean }, grounds: LogoGrounds): string[] {
  const read = readAnswer(logoWriting, answer);
  return read.kind === 'faulty' ? read.faults : checkLogos(read.value, grounds);
}

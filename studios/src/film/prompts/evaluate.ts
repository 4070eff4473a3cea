import type { Language, Storyboard } from '@kinora/contract';
import type { TextRequest, Written } from '@kinora/providers';
import { planStoryboard } from '../planner/plan-storyboard.ts';
import { foldText } from '../planner/text.ts';
import { shotsOf } from '../timeline/shots.ts';
import { applyWriting } from '../writing/apply-writing.ts';
import { askForPlan, askForRepair } from '../writing/ask-for-plan.ts';
import { askForScript } from '../writing/ask-for-script.ts';
import { checkWriting } from '../writing/check-writing.ts';
import { type Draft, takesLine } from '../writing/draft.ts';
import { planWriting } from '../writing/plan-writing.ts';
import { readAnswer } from '../writing/read-answer.ts';
import { checkScript, type ScriptWriting, scriptWriting } from '../writing/script-writing.ts';

/** A brief a prompt is tried on. No pictures: what is judged is words. */
export type PromptCase = { name: string; brief: string; language: Language; seconds: 15 | 30 | 60 };
/** Asks a model once. */
export type Writer = (request: TextRequest) => Promise<Written>;

export type CaseScore = {
  name: string;
  /** Which answer could be used; `none` where the built-in planner would have made the plan. */
  usable: 'first' | 'second' | 'none';
  faults: string[];
  /** Share of what the brief says (name, claim, facts) that is read or heard in the plan. */
  coverage: number;
  outputTokens: number;
  milliseconds: number;
};

export function draftOf({ brief, language, seconds }: PromptCase): Draft {
  const input = {
    brief,
    brandName: undefined,
    seconds,
    language,
    voice: 'none',
    music: 'uplifting',
    fps: 30,
    quality: 'final',
    seed: 7,
  } as const;
  const storyboard = planStoryboard(input, { pictures: [], kit: null, logo: null });
  return { storyboard, input, kit: null };
}

/** Tries the prompt on one brief as a job would: asked, told its faults once, and measured. */
export async function scoreCase(one: PromptCase, write: Writer): Promise<CaseScore> {
  const draft = draftOf(one);
  const started = performance.now();
  const request = askForPlan(draft, { seed: 7, mostTokens: 6000, takesTemperature: false });
  const answer = await write(request);
  const first = judge(answer, draft);
  const score = (usable: CaseScore['usable'], plan: Storyboard | null, outputTokens: number): CaseScore => ({
    name: one.name,
    usable,
    faults: first.faults,
    coverage: plan === null ? 0 : coverageOf(plan),
    outputTokens,
    milliseconds: Math.round(performance.now() - started),
  });
  if (first.plan) return score('first', first.plan, answer.usage.outputTokens);
  const repaired = await write(askForRepair(request, answer.text, first.faults));
  const second = judge(repaired, draft);
  const tokens = answer.usage.outputTokens + repaired.usage.outputTokens;
  return score(second.plan ? 'second' : 'none', second.plan, tokens);
}

/** The same for the script of the built-in plan, all of its shots at once; a voice speaks where one can. */
export async function scoreScript(one: PromptCase, write: Writer): Promise<CaseScore> {
  const planned = draftOf(one);
  const draft: Draft = { ...planned, storyboard: { ...planned.storyboard, voice: 'female-soft' } };
  const keys = shotsOf(draft.storyboard).map(({ key }) => key);
  const started = performance.now();
  const request = askForScript(draft, { keys, seed: 7, mostTokens: 3000, takesTemperature: false });
  const answer = await write(request);
  const first = judgeScript(answer, draft, keys);
  const repaired = first.script ? null : await write(askForRepair(request, answer.text, first.faults));
  const script = first.script ?? (repaired && judgeScript(repaired, draft, keys).script);
  return {
    name: one.name,
    usable: first.script ? 'first' : script ? 'second' : 'none',
    faults: first.faults,
    coverage: script ? coverageOf(withScript(draft.storyboard, script)) : 0,
    outputTokens: answer.usage.outputTokens + (repaired?.usage.outputTokens ?? 0),
    milliseconds: Math.round(performance.now() - started),
  };
}

function judgeScript(
  answer: Written,
  draft: Draft,
  keys: readonly string[],
): { script: ScriptWriting | null; faults: string[] } {
  const read = readAnswer(scriptWriting, answer);
  if (read.kind === 'faulty') return { script: null, faults: read.faults };
  const faults = checkScript(read.value, draft, keys);
  return { script: faults.length > 0 ? null : read.value, faults };
}

function withScript(plan: Storyboard, { shots }: ScriptWriting): Storyboard {
  const byKey = new Map(shots.map((one) => [one.shot, one]));
  const scenes = plan.scenes.map((scene) => ({
    ...scene,
    shots: scene.shots.map((shot) => {
      const { line, narration } = byKey.get(shot.key) ?? { line: '', narration: '' };
      const lines = takesLine(shot) ? [line] : shot.scene.words.lines;
      return { ...shot, narration, scene: { ...shot.scene, words: { ...shot.scene.words, lines } } };
    }),
  }));
  return { ...plan, scenes };
}

function judge(answer: Written, draft: Draft): { plan: Storyboard | null; faults: string[] } {
  const read = readAnswer(planWriting, answer);
  if (read.kind === 'faulty') return { plan: null, faults: read.faults };
  const faults = checkWriting(read.value, draft);
  return { plan: faults.length > 0 ? null : applyWriting(read.value, draft, []), faults };
}

function coverageOf(plan: Storyboard): number {
  const { facts } = plan;
  const wanted = [facts.brandName, facts.productName, facts.claim, facts.price, ...facts.facts].flatMap(
    (fact) => fact?.text ?? [],
  );
  if (wanted.length === 0) return 1;
  const said = foldText(
    shotsOf(plan)
      .map(({ scene: { words }, narration }) =>
        [words.lines.join(' '), ...words.items, words.figure, words.small, words.wordmark, narration].join(' '),
      )
      .join(' '),
  );
  return wanted.filter((text) => said.includes(foldText(text))).length / wanted.length;
}

/** 0–100: mostly whether it can be used at once, then how much of the brief is told. */
export function pointsOf(scores: readonly CaseScore[]): number {
  const points = scores.map(({ usable, coverage }) => ({ first: 70, second: 40, none: 0 })[usable] + 30 * coverage);
  return Math.round(points.reduce((sum, value) => sum + value, 0) / Math.max(1, scores.length));
}

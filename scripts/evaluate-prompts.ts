/**
 * `npm run evaluate-prompts`: tries the prompts on their cases. Always against an emulated vendor, which proves the way there
 * and back; and against a real model for each key the environment has: OPENAI_API_KEY, GEMINI_API_KEY, OPENROUTER_API_KEY, or
 * OLLAMA_URL with OLLAMA_MODEL. A real model costs money: about a cent a run on the small ones.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createProviders, type TextRequest, toStoredRequest, type Written } from '@kinora/providers';
import { startOpenAiEmulator } from '@kinora/providers/emulators';
import { writeByTheBrief, writeLogosByTheBrief, writeScriptByTheBrief } from '@kinora/studios/testing';
import { plainHttp } from '../providers/src/testing/plain-http.ts';
import { PROMPT_CASES } from '../studios/src/film/prompts/cases.ts';
import {
  type CaseScore,
  type PromptCase,
  pointsOf,
  scoreCase,
  scoreScript,
  type Writer,
} from '../studios/src/film/prompts/evaluate.ts';
import { PLAN_STORYBOARD_V1 } from '../studios/src/film/prompts/plan-storyboard.v1.ts';
import { WRITE_SCRIPT_V1 } from '../studios/src/film/prompts/write-script.v1.ts';

import { LOGO_CASES, scoreLogos } from '../studios/src/logo-ideas/evaluate.ts';
import { WRITE_LOGO_PROMPTS_V1 } from '../studios/src/logo-ideas/write-logo-prompts.v1.ts';

type Target = { provider: string; model: string; secret: string; baseUrl?: string };
const { env } = process;
const REAL: readonly { needs: string; target: Target | null }[] = [
  { needs: 'OPENAI_API_KEY', target: key('OPENAI_API_KEY', 'openai', 'gpt-5.4-mini') },
  { needs: 'GEMINI_API_KEY', target: key('GEMINI_API_KEY', 'google', 'gemini-3.8-flash') },
  { needs: 'OPENROUTER_API_KEY', target: key('OPENROUTER_API_KEY', 'openrouter', 'google/gemini-3.8-flash') },
  {
    needs: 'OLLAMA_URL and OLLAMA_MODEL',
    target:
      env['OLLAMA_URL'] && env['OLLAMA_MODEL']
        ? { provider: 'ollama', model: env['OLLAMA_MODEL'], secret: '', baseUrl: env['OLLAMA_URL'] }
        : null,
  },
];

function key(name: string, provider: string, model: string): Target | null {
  const secret = env[name];
  return secret ? { provider, model, secret } : null;
}

/** One call; a limit is waited for, anything else ends the run: a score of half the cases would say nothing. */
function createWriter(target: Target): Writer {
  const provider = createProviders().find(({ id }) => id === target.provider)!;
  const call = { http: plainHttp, baseUrl: target.baseUrl ?? provider.baseUrl, secret: target.secret, now: Date.now };
  const ask = async (request: TextRequest, tries: number): Promise<Written> => {
    const outcome = await provider.submit(call, {
      intentId: 'evaluation',
      model: target.model,
      request: toStoredRequest(request),
      inputs: { pictureUrls: [] },
      webhookUrl: null,
    });
    if (outcome.kind === 'finished' && outcome.made.written) return outcome.made.written;
    if (outcome.kind === 'refused' && outcome.fault.kind === 'rate_limited' && tries > 0) {
      await sleep(outcome.fault.retryAfterMs ?? 5000);
      return ask(request, tries - 1);
    }
    throw new Error(`${target.provider}: ${JSON.stringify(outcome)}`);
  };
  return (request) => ask(request, 5);
}

type Scored = {
  id: string;
  version: number;
  writtenOn: string;
  score: (one: PromptCase, write: Writer) => Promise<CaseScore>;
};
const PROMPTS: readonly Scored[] = [
  { ...PLAN_STORYBOARD_V1, score: scoreCase },
  { ...WRITE_SCRIPT_V1, score: scoreScript },
];

async function evaluate(name: string, prompt: Scored, write: Writer): Promise<number> {
  const scores = [];
  for (const one of PROMPT_CASES) {
    const score = await prompt.score(one, write);
    scores.push(score);
    const { usable, coverage, outputTokens, milliseconds, faults } = score;
    const share = `${Math.round(coverage * 100)} % of the brief`;
    console.log(`  ${one.name}: usable ${usable}, ${share}, ${outputTokens} tokens, ${milliseconds} ms`);
    for (const fault of faults) console.log(`    - ${fault}`);
  }
  const points = pointsOf(scores);
  console.log(`${name}: ${points} points over ${scores.length} cases`);
  return points;
}

/** Logos have cases of their own: a brand and what it does. */
async function evaluateLogos(name: string, write: Writer): Promise<number> {
  const scores = [];
  for (const one of LOGO_CASES) {
    const score = await scoreLogos(one, write);
    scores.push(score);
    console.log(`  ${one.name}: usable ${score.usable}, ${score.outputTokens} tokens, ${score.milliseconds} ms`);
    for (const fault of score.faults) console.log(`    - ${fault}`);
  }
  const points = pointsOf(scores);
  console.log(`${name}: ${points} points over ${scores.length} cases`);
  return points;
}

const emulator = await startOpenAiEmulator();
emulator.setText!(({ turns, system }) => {
  if (system.includes('You think of logos')) return { text: writeLogosByTheBrief(turns[0]!.text) };
  const write = system.includes('You write the script') ? writeScriptByTheBrief : writeByTheBrief;
  return { text: write(turns[0]!.text) };
});
const emulated: number[] = [];
for (const prompt of PROMPTS) {
  console.log(`prompt ${prompt.id} version ${prompt.version} of ${prompt.writtenOn}`);
  const target = { provider: 'openai', model: 'gpt-5.4-mini', secret: emulator.key, baseUrl: emulator.baseUrl };
  const name = 'emulated vendor, a writer that keeps to its rules';
  emulated.push(await evaluate(name, prompt, createWriter(target)));
  for (const { target: real } of REAL)
    if (real) await evaluate(`${real.provider} ${real.model}`, prompt, createWriter(real));
}
console.log(
  `prompt ${WRITE_LOGO_PROMPTS_V1.id} version ${WRITE_LOGO_PROMPTS_V1.version} of ${WRITE_LOGO_PROMPTS_V1.writtenOn}`,
);
const stand = { provider: 'openai', model: 'gpt-5.4-mini', secret: emulator.key, baseUrl: emulator.baseUrl };
emulated.push(await evaluateLogos('emulated vendor, a writer that keeps to its rules', createWriter(stand)));
for (const { target: real } of REAL)
  if (real) await evaluateLogos(`${real.provider} ${real.model}`, createWriter(real));
await emulator.close();
for (const { needs, target } of REAL) if (!target) console.log(`real model: skipped, the environment has no ${needs}`);
// Below this the way there and back is broken, whatever the models are like.
process.exit(Math.min(...emulated) >= 70 ? 0 : 1);

/**
 * `npm run evaluate-prompts`: tries the prompts on their cases. Always against an emulated vendor, which proves the way there
 * and back; and against a real model for each key the environment has: OPENAI_API_KEY, GEMINI_API_KEY, OPENROUTER_API_KEY, or
 * OLLAMA_URL with OLLAMA_MODEL. A real model costs money: about a cent a run on the small ones.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createProviders, type TextRequest, toStoredRequest, type Written } from '@kinora/providers';
import { startOpenAiEmulator } from '@kinora/providers/emulators';
import {
  writeByTheBrief,
  writeLogosByTheBrief,
  writePromptByTheRules,
  writeScriptByTheBrief,
} from '@kinora/studios/testing';
import { plainHttp } from '../providers/src/testing/plain-http.ts';
import { PROMPT_CASES } from '../studios/src/film/prompts/cases.ts';
import { ENHANCE_SHOT_V1 } from '../studios/src/film/prompts/enhance-shot.v1.ts';
import { type CaseScore, pointsOf, scoreCase, scoreScript, type Writer } from '../studios/src/film/prompts/evaluate.ts';
import { ENHANCE_CASES, scoreEnhance } from '../studios/src/film/prompts/evaluate-enhance.ts';
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

type Version = { id: string; version: number; writtenOn: string };
/** A prompt and how one of its cases is tried; what the cases are differs: a brief, a brand, a shot. */
type Evaluated = { prompt: Version; scores: readonly ((write: Writer) => Promise<CaseScore>)[] };

const over = <Case>(
  prompt: Version,
  cases: readonly Case[],
  score: (one: Case, write: Writer) => Promise<CaseScore>,
): Evaluated => ({ prompt, scores: cases.map((one) => (write) => score(one, write)) });

const PROMPTS: readonly Evaluated[] = [
  over(PLAN_STORYBOARD_V1, PROMPT_CASES, scoreCase),
  over(WRITE_SCRIPT_V1, PROMPT_CASES, scoreScript),
  over(ENHANCE_SHOT_V1, ENHANCE_CASES, scoreEnhance),
  over(WRITE_LOGO_PROMPTS_V1, LOGO_CASES, scoreLogos),
];

async function evaluate(name: string, { scores }: Evaluated, write: Writer): Promise<number> {
  const reached = [];
  for (const score of scores) {
    const one = await score(write);
    reached.push(one);
    const { usable, coverage, outputTokens, milliseconds, faults } = one;
    const share = `${Math.round(coverage * 100)} % of what was asked`;
    console.log(`  ${one.name}: usable ${usable}, ${share}, ${outputTokens} tokens, ${milliseconds} ms`);
    for (const fault of faults) console.log(`    - ${fault}`);
  }
  const points = pointsOf(reached);
  console.log(`${name}: ${points} points over ${reached.length} cases`);
  return points;
}

/** The writer that keeps to its rules, by which of the prompts asks. */
function answerByTheRules(system: string): (question: string) => string {
  if (system.includes('You think of logos')) return writeLogosByTheBrief;
  if (system.includes('You rewrite the prompt')) return writePromptByTheRules;
  return system.includes('You write the script') ? writeScriptByTheBrief : writeByTheBrief;
}

const emulator = await startOpenAiEmulator();
emulator.setText!(({ turns, system }) => ({ text: answerByTheRules(system)(turns[0]!.text) }));
const emulated: number[] = [];
for (const one of PROMPTS) {
  const { id, version, writtenOn } = one.prompt;
  console.log(`prompt ${id} version ${version} of ${writtenOn}`);
  const target = { provider: 'openai', model: 'gpt-5.4-mini', secret: emulator.key, baseUrl: emulator.baseUrl };
  emulated.push(await evaluate('emulated vendor, a writer that keeps to its rules', one, createWriter(target)));
  for (const { target: real } of REAL)
    if (real) await evaluate(`${real.provider} ${real.model}`, one, createWriter(real));
}
await emulator.close();
for (const { needs, target } of REAL) if (!target) console.log(`real model: skipped, the environment has no ${needs}`);
// Below this the way there and back is broken, whatever the models are like.
process.exit(Math.min(...emulated) >= 70 ? 0 : 1);

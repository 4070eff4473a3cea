import { filmInput, projectId, type StoryboardShot, say } from '@kinora/contract';
import { z } from 'zod';
import type { RouteFacts } from '../../generation.ts';
import type { Film } from '../../ports.ts';
import { defineLeaf, type LeafContext } from '../../studio.ts';
import { loadFilmMaterial } from '../material.ts';
import { headline } from '../planner/words.ts';
import { planFilm } from '../run/plan-film.ts';
import { shotsOf } from '../timeline/shots.ts';
import { askForRepair } from '../writing/ask-for-plan.ts';
import { askForScript, SCRIPT_TOKENS } from '../writing/ask-for-script.ts';
import { type Draft, takesLine } from '../writing/draft.ts';
import { readAnswer } from '../writing/read-answer.ts';
import { requireWriter } from '../writing/require-writer.ts';
import { checkScript, type ScriptLine, scriptWriting } from '../writing/script-writing.ts';

const LINES = 3;

export const writeScriptInput = z.object({
  projectId,
  keys: z.array(z.string()).min(1),
  connection: z.string(),
  model: z.string(),
  seed: z.int().nonnegative(),
});
type WriteScriptInput = z.infer<typeof writeScriptInput>;

/** Words proposed for one shot; nothing of the film is changed by them. */
export const proposedWords = z.object({
  key: z.string(),
  code: z.string(),
  /** Lines on screen; null where the shot's words are facts in fixed places, which stay. */
  lines: z.array(z.string()).nullable(),
  narration: z.string(),
});
export type ProposedWords = z.infer<typeof proposedWords>;

/**
 * A film's script written anew by a model, told its faults once; by the built-in planner where its answer cannot be used. It
 * is a proposal: people take over what they like.
 */
export const writeScriptLeaf = defineLeaf({
  kind: 'film/write-script',
  slot: 'provider',
  stepName: say('step.plan'),
  priceKey: 'plan',
  timeoutMs: 1_800_000,
  input: writeScriptInput,
  output: z.object({
    isWritten: z.boolean(),
    faults: z.int(),
    notice: z.string().nullable(),
    shots: z.array(proposedWords),
    seconds: z.number(),
    attempt: z.int(),
  }),
  title: () => say('piece.script'),
  async run(context, input) {
    const started = context.now();
    const { films, routes } = context.ports;
    const film = await films.get(input.projectId);
    const draft = await openDraft(context, film);
    const facts = await routes.find({ connection: input.connection, model: input.model }, { isUnderWay: true });
    requireWriter(facts);
    const { lines, faults } = await writeScript(context, { ...input, facts, draft });
    const byKey = new Map((lines ?? (await builtInScript(context, film, input.keys))).map((line) => [line.shot, line]));
    const shots = shotsOf(draft.storyboard).flatMap((shot) => {
      const line = byKey.get(shot.key);
      return line ? [toProposal(shot, line)] : [];
    });
    const notice = lines === null ? say('notice.script_not_written', { model: facts.madeBy, faults }) : null;
    const seconds = (context.now() - started) / 1000;
    return { isWritten: lines !== null, faults, notice, shots, seconds, attempt: context.attempt };
  },
});

/** The film as it stands, edits of people included. */
export async function openDraft(context: Pick<LeafContext, 'ports'>, film: Film): Promise<Draft> {
  const { kit } = await loadFilmMaterial(context.ports, film.input);
  return { storyboard: film.storyboard!, input: filmInput.parse(film.input), kit };
}

type Work = WriteScriptInput & { facts: RouteFacts; draft: Draft };

async function writeScript(
  context: LeafContext,
  work: Work,
): Promise<{ lines: readonly ScriptLine[] | null; faults: number }> {
  const { draft, facts, keys, seed } = work;
  const first = askForScript(draft, {
    keys,
    seed,
    mostTokens: facts.model.limits.answerTokens ?? SCRIPT_TOKENS,
    takesTemperature: facts.model.limits.takesSeed,
  });
  const answer = await ask(context, work, { name: 'script', request: first });
  const read = judge(answer, draft, keys);
  if (read.lines) return { lines: read.lines, faults: 0 };
  const repair = askForRepair(first, answer.text, read.faults);
  const second = judge(await ask(context, work, { name: 'script-repair', request: repair }), draft, keys);
  return { lines: second.lines, faults: second.faults.length };
}

async function ask(
  context: LeafContext,
  { projectId: id, connection, model }: Work,
  { name, request }: { name: string; request: ReturnType<typeof askForScript> },
) {
  const made = await context.generate({ name, route: { connection, model }, request, fileName: name, projectId: id });
  return made.written ?? { text: '', isCut: false };
}

function judge(
  answer: { text: string; isCut: boolean },
  draft: Draft,
  keys: readonly string[],
): { lines: readonly ScriptLine[] | null; faults: string[] } {
  const read = readAnswer(scriptWriting, answer);
  if (read.kind === 'faulty') return { lines: null, faults: read.faults };
  const faults = checkScript(read.value, draft, keys);
  return { lines: faults.length > 0 ? null : read.value.shots, faults };
}

/** What the built-in planner would say in the same shots; one it does not know keeps its words. */
async function builtInScript(context: LeafContext, film: Film, keys: readonly string[]): Promise<ScriptLine[]> {
  const planned = planFilm(film.input, await loadFilmMaterial(context.ports, film.input));
  const shots = new Map(shotsOf(planned).map((shot) => [shot.key, shot]));
  return shotsOf(film.storyboard!)
    .filter(({ key }) => keys.includes(key))
    .map((stands) => {
      const shot = shots.get(stands.key) ?? stands;
      const line = takesLine(stands) ? shot.scene.words.lines.join(' ') : '';
      return { shot: stands.key, line, narration: shot.narration };
    });
}

function toProposal(shot: StoryboardShot, { line, narration }: ScriptLine): ProposedWords {
  const { key, code } = shot;
  return { key, code, lines: takesLine(shot) ? headline(line || undefined, LINES).lines : null, narration };
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isKinoraError, projectId, type StoryboardShot, say, toRoute, type VoiceBy, voiceName } from '@kinora/contract';
import { renderVoice } from '@kinora/media-node';
import { z } from 'zod';
import { defineLeaf, type LeafContext } from '../../studio.ts';
import { type FilmDependencies, MADE_BY } from '../dependencies.ts';
import { hashValue } from '../hash.ts';
import { shotsOf } from '../timeline/shots.ts';
import { lineHash, readSpokenLines, type Speaker, type SpokenLines, spokenLines } from './spoken-lines.ts';
import { spreadWords } from './spread-words.ts';

const voiceInput = z.object({ projectId, voice: voiceName });
type Line = SpokenLines['lines'][number];
type SayLine = (shot: StoryboardShot) => Promise<Omit<Line, 'shotKey' | 'textHash'>>;

/**
 * Speaks what has no sound yet, line by line: a line that a provider is paid for is paid once, and is kept while its shot
 * still says it. Another voice for some of the lines would be heard, so where the provider certainly does not take one and
 * the order names the built-in voice, that speaks them all.
 */
export function createVoiceLeaf({ engine }: Pick<FilmDependencies, 'engine'>) {
  return defineLeaf({
    kind: 'film/voice',
    slot: 'voice',
    stepName: say('step.voice'),
    priceKey: 'voice',
    timeoutMs: 1_800_000,
    input: voiceInput,
    output: z.object({
      linesAssetId: z.string(),
      /** Seconds each shot's line takes, by shot key. */
      spoken: z.record(z.string(), z.number()),
      seconds: z.number(),
      attempt: z.int(),
    }),
    title: () => say('work.voice'),
    async run(context, input) {
      const started = context.now();
      const film = await context.ports.films.get(input.projectId);
      if (!film.storyboard) throw new Error(`Project ${input.projectId} has no storyboard to speak.`);
      const { language, voiceBy } = film.storyboard;
      const shots = shotsOf(film.storyboard).filter((shot) => shot.narration !== '');
      const before = film.sound.voice
        ? await readSpokenLines(context.ports.assets, film.sound.voice.linesAssetId)
        : { lines: [] };
      const speaker = { voice: input.voice, language, ...(voiceBy ? { voiceBy } : {}) };
      const script = { shots, speaker, projectId: input.projectId };
      const document = voiceBy
        ? await speakByProvider(context, engine, { ...script, before, voiceBy })
        : await speakAll(context, { ...script, before }, (shot) => sayBuiltIn(context, script, shot));
      const linesAssetId = await storeDocument(context, document, input.projectId);
      const inputsHash = hashValue({ ...speaker, lines: shots.map((shot) => shot.narration) });
      await context.ports.films.saveSound(input.projectId, { voice: { linesAssetId, inputsHash } });
      const spoken = Object.fromEntries(document.lines.map((line) => [line.shotKey, line.lengthSeconds]));
      return { linesAssetId, spoken, seconds: (context.now() - started) / 1000, attempt: context.attempt };
    },
  });
}

type Script = { shots: readonly StoryboardShot[]; speaker: Speaker; projectId: string };

async function speakAll(
  context: LeafContext,
  { shots, speaker, before }: Script & { before: SpokenLines },
  sayLine: SayLine,
): Promise<SpokenLines> {
  const lines: Line[] = [];
  for (const [index, shot] of shots.entries()) {
    context.signal.throwIfAborted();
    const textHash = lineHash(speaker, shot.narration);
    const kept = before.lines.find((line) => line.textHash === textHash);
    if (!kept) context.progress(index / shots.length, say('progress.lines', { done: index + 1, total: shots.length }));
    lines.push({ ...(kept ?? (await sayLine(shot))), shotKey: shot.key, textHash });
  }
  return { lines };
}

async function speakByProvider(
  context: LeafContext,
  engine: FilmDependencies['engine'],
  script: Script & { before: SpokenLines; voiceBy: VoiceBy },
): Promise<SpokenLines> {
  const { voiceBy, before } = script;
  // What the built-in voice said in its place is asked of the provider again: that is what was chosen.
  const known = before.insteadOf ? { lines: [] } : before;
  try {
    return await speakAll(context, { ...script, before: known }, (shot) =>
      sayByProvider(context, engine, script, shot),
    );
  } catch (error) {
    const isCertainNo = isKinoraError(error) && error.details['wasTaken'] === false;
    if (!isCertainNo || voiceBy.orElse !== 'built_in' || context.signal.aborted) throw error;
    const { madeBy: maker } = await context.ports.routes.find(toRoute(voiceBy), { isUnderWay: true });
    context.progress(0, say('progress.fallback', { maker, other: MADE_BY }));
    const spoken = await speakAll(context, { ...script, before: { lines: [] } }, (shot) =>
      sayBuiltIn(context, script, shot),
    );
    return { ...spoken, insteadOf: { maker, why: error.sentence ?? error.code } };
  }
}

async function sayByProvider(
  context: LeafContext,
  engine: FilmDependencies['engine'],
  { speaker, projectId: project, voiceBy }: Script & { voiceBy: VoiceBy },
  shot: StoryboardShot,
) {
  const made = await context.generate({
    // By its words too: a shot that says something else now is another answer, also in a try of the same job.
    name: `line-${shot.key}-${lineHash(speaker, shot.narration).slice(0, 8)}`,
    route: toRoute(voiceBy),
    fileName: `voice-${shot.key}`,
    projectId: project,
    request: {
      capability: 'speech',
      prompt: shot.narration,
      language: speaker.language,
      voice: voiceBy.voice,
      seed: shot.scene.seed % 2_147_483_647,
      pictures: [],
    },
  });
  const file = made.files[0]!;
  const { durationSeconds } = await engine.probe(file.path);
  const lengthSeconds = durationSeconds ?? made.words?.at(-1)?.endSeconds ?? 0;
  const words = made.words ? [...made.words] : spreadWords(shot.narration, lengthSeconds);
  return { assetId: file.assetId, hash: file.hash, lengthSeconds, words };
}

async function sayBuiltIn(context: LeafContext, { speaker, projectId: project }: Script, shot: StoryboardShot) {
  const file = join(context.temporaryFolder, `${shot.key}.wav`);
  const voice = await renderVoice(
    { text: shot.narration, voice: voiceName.parse(speaker.voice), language: speaker.language },
    file,
    { signal: context.signal },
  );
  const stored = await context.ports.assets.store(file, {
    name: `voice-${shot.key}.wav`,
    kind: 'audio',
    madeBy: MADE_BY,
    projectId: project,
    role: 'working',
  });
  const { lengthSeconds, words } = voice;
  return { assetId: stored.assetId, hash: stored.hash, lengthSeconds, words };
}

async function storeDocument(context: LeafContext, document: SpokenLines, project: string): Promise<string> {
  const path = join(context.temporaryFolder, 'voice-lines.json');
  // In the schema's own order, so that the same lines are the same file whether just spoken or read again.
  await writeFile(path, JSON.stringify(spokenLines.parse(document)));
  const stored = await context.ports.assets.store(path, {
    name: 'voice-lines.json',
    kind: 'document',
    madeBy: MADE_BY,
    projectId: project,
    role: 'working',
  });
  return stored.assetId;
}

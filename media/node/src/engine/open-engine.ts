import { openEmbeddedEngine } from './embedded/embedded-engine.ts';
import type { EngineChoice, EngineDescription, MediaEngine } from './engine.ts';
import { openProgramEngine } from './program/program-engine.ts';

/** The engine a person chose: their FFmpeg when a path is set, else the one inside node-av (rulings §4.2). */
export function openEngine(choice: EngineChoice = {}): Promise<MediaEngine> {
  const { ffmpegPath } = choice;
  return ffmpegPath === undefined ? openEmbeddedEngine() : openProgramEngine({ ...choice, ffmpegPath });
}

/** For `doctor`: opens, asks, closes. */
export async function describeEngine(choice: EngineChoice = {}): Promise<EngineDescription> {
  const engine = await openEngine(choice);
  try {
    return await engine.describe();
  } finally {
    await engine.close();
  }
}

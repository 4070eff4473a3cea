import { KinoraError, type Loudness } from '@kinora/contract';
import type { MediaEngine } from '../engine/engine.ts';
import { engineErrors } from '../engine/errors.ts';
import type { EngineRunOptions } from '../engine/request.ts';

/** Figure for digital silence, whose level has no number: far below anything audible, and finite. */
export const SILENCE_DB = -99;
export const MEASURE_FILTER = 'ebur128=peak=true:framelog=verbose';

/** Loudness of a file's sound by EBU R 128: integrated, true peak (four times oversampled), range. */
export async function measureLoudness(
  engine: MediaEngine,
  path: string,
  options: EngineRunOptions = {},
): Promise<Loudness> {
  const result = await engine.run(
    {
      inputs: [{ kind: 'file', path }],
      graph: `[0:a]${MEASURE_FILTER}[measured]`,
      outputs: [{ kind: 'discard', from: 'measured', media: 'audio' }],
    },
    options,
  );
  return parseLoudness(result.log);
}

/** Reads the summary that the measuring filter prints when its graph is freed. */
export function parseLoudness(log: string): Loudness {
  const summary = log.slice(Math.max(0, log.lastIndexOf('Integrated loudness')));
  const read = (pattern: RegExp) => {
    const text = pattern.exec(summary)?.[1];
    if (text === undefined) {
      throw new KinoraError('engine.failed', `no loudness in FFmpeg's messages: ${log.slice(-500)}`, {
        sentence: engineErrors['engine.failed'].sentence,
      });
    }
    return text === '-inf' ? SILENCE_DB : Number(text);
  };
  const number = '(-?[\\d.]+|-inf)';
  return {
    integratedLufs: read(new RegExp(`I:\\s+${number} LUFS`)),
    rangeLu: read(new RegExp(`LRA:\\s+${number} LU`)),
    truePeakDb: read(new RegExp(`Peak:\\s+${number} dBFS`)),
  };
}

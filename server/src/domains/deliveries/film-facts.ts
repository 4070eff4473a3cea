import type { FilmFacts, FilmReport, Loudness, Ratio } from '@kinora/contract';
import type { DeliveredRecord } from '../renders/index.ts';

type ReportFile = FilmReport['files'][number];

export type FinishedFilm = {
  file: DeliveredRecord;
  ratio: Ratio;
  facts: FilmFacts;
  probe: ReportFile['probe'] | null;
  frames: number;
  placed: NonNullable<ReportFile['placed']> | null;
  isLabelled: boolean;
};

/** A finished film with what its report measured, found by content: a report of another cut says nothing of this file. */
export function readFilm(
  files: readonly DeliveredRecord[],
  report: FilmReport | null,
  shape: Ratio,
  fps: number,
): FinishedFilm | undefined {
  const file = files.find(({ file_kind, ratio }) => file_kind === 'film' && ratio === shape);
  if (!file) return undefined;
  const measured = report?.files.find(({ kind, hash }) => kind === 'film' && hash === file.sha256);
  const seconds = measured?.durationSeconds ?? file.duration_seconds;
  const [width, height] = [file.width ?? measured?.width, file.height ?? measured?.height];
  // A file without a picture or a length is no film: nothing could be said of it.
  if (!seconds || !width || !height) return undefined;
  const frames = file.frames ?? measured?.frames ?? Math.round(seconds * fps);
  const probe = measured?.probe ?? null;
  return {
    file,
    ratio: shape,
    probe,
    frames,
    placed: measured?.placed ?? null,
    isLabelled: measured?.isLabelled ?? false,
    facts: { ratio: shape, width, height, seconds, ...toFacts(file, measured, fps) },
  };
}

function toFacts(file: DeliveredRecord, measured: ReportFile | undefined, fps: number) {
  const rate = measured?.rate;
  const probe = measured?.probe;
  return {
    sizeBytes: file.size_bytes,
    framesPerSecond: rate ? rate.numerator / rate.denominator : fps,
    container: probe?.container ?? null,
    videoCodec: probe?.video.codec ?? null,
    // Of the whole file, sound included: what a cap on a network counts.
    bitsPerSecond: file.duration_seconds ? Math.round((file.size_bytes * 8) / file.duration_seconds) : null,
    sound: toSound(probe),
    loudness: (measured?.loudness ?? null) as Loudness | null,
  };
}

function toSound(probe: ReportFile['probe']): FilmFacts['sound'] {
  if (!probe?.audio) return null;
  const { codec, sampleRate, channels } = probe.audio;
  return { codec, sampleRate, channels };
}

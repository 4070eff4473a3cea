import {
  FULL_SIZES,
  type Ratio,
  type Storyboard,
  type Timeline,
  type TimelineItem,
  type TimelineTrack,
  timeline as timelineSchema,
} from '@kinora/contract';
import type { Cue } from '@kinora/media-core';
import type { FilmShaping } from '../../ports.ts';
import { shotsOf, startFrames } from './shots.ts';

export type TimelineSound = {
  music: { assetId: string; lengthSeconds: number } | null;
  /** Spoken lines where they are heard. */
  voice: readonly { shotKey: string; assetId: string; startSeconds: number; lengthSeconds: number }[];
};

export type TimelineInput = {
  storyboard: Storyboard;
  /** Ids the shots were stored under, by their keys. */
  shotIds: ReadonlyMap<string, string>;
  mainRatio: Ratio;
  sound: TimelineSound;
  cues: readonly Cue[];
  beatFrames: readonly number[];
  framings?: FilmShaping['framings'];
};

/** The first cut of a planned film: V1 of shots, titles as they are worded, captions, A1 voice, A2 music. */
export function buildTimeline(input: TimelineInput): Timeline {
  const { storyboard } = input;
  return timelineSchema.parse({
    fps: storyboard.rate,
    size: FULL_SIZES[input.mainRatio],
    lengthFrames: storyboard.targetFrames,
    tracks: [pictureTrack(input), titleTrack(input), captionTrack(input), voiceTrack(input), musicTrack(input)].filter(
      (track) => track.kind === 'video' || track.items.length > 0,
    ),
    markers: input.beatFrames.map((frame, index) => ({ id: `beat-${index + 1}`, frame, label: '', kind: 'beat' })),
    variants: variantsOf(input),
  });
}

/** Paths of crops by item: what each shape shows of a picture is part of the cut. */
function variantsOf({ storyboard, framings = {} }: TimelineInput): Record<string, { reframe: object }> {
  const keys = new Set(shotsOf(storyboard).map(({ key }) => key));
  return Object.fromEntries(
    Object.entries(framings).map(([ratio, paths]) => {
      const known = Object.entries(paths ?? {}).filter(([key]) => keys.has(key));
      return [ratio, { reframe: Object.fromEntries(known.map(([key, path]) => [`v1-${key}`, path])) }];
    }),
  );
}

type LooseTrack = Omit<TimelineTrack, 'items'> & { items: LooseItem[] };
type LooseItem = Omit<TimelineItem, 'id' | 'source' | 'keyframes'> & { id: string; source: Record<string, unknown> };

function pictureTrack({ storyboard, shotIds }: TimelineInput): LooseTrack {
  const starts = startFrames(storyboard);
  const items = shotsOf(storyboard).map((shot): LooseItem => {
    const { kind, lengthFrames } = shot.transitionIn;
    return {
      id: `v1-${shot.key}`,
      kind: 'video',
      startFrame: starts.get(shot.key)!,
      lengthFrames: shot.lengthFrames,
      // `takeId: null`: the cut follows the take people select.
      source: { shotId: shotIds.get(shot.key), takeId: null, inFrame: 0, rate: 1 },
      linkId: shot.key,
      ...(kind !== 'cut' && lengthFrames > 0 ? { transitionIn: { kind, lengthFrames } } : {}),
    };
  });
  return { id: 'v1', kind: 'video', label: 'V1', items };
}

/** Words on screen, for reading and for export; the picture draws them from the scene itself. */
function titleTrack({ storyboard, shotIds }: TimelineInput): LooseTrack {
  const starts = startFrames(storyboard);
  const items = shotsOf(storyboard).flatMap((shot): LooseItem[] => {
    const { words } = shot.scene;
    const text = [
      words.eyebrow,
      words.lines.join(' '),
      words.items.join(', '),
      words.figure,
      words.wordmark,
      words.small,
    ]
      .filter(Boolean)
      .join('\n');
    const place = { startFrame: starts.get(shot.key)!, lengthFrames: shot.lengthFrames };
    if (text === '') return [];
    return [
      {
        id: `t1-${shot.key}`,
        kind: 'title',
        ...place,
        source: { shotId: shotIds.get(shot.key), text },
        linkId: shot.key,
      },
    ];
  });
  return { id: 't1', kind: 'title', label: 'T1', language: storyboard.language, items };
}

function captionTrack({ storyboard, cues }: TimelineInput): LooseTrack {
  const items = cues.map((cue, index): LooseItem => {
    const lengthFrames = cue.endFrame - cue.startFrame;
    return {
      id: `c1-${index + 1}`,
      kind: 'caption',
      startFrame: cue.startFrame,
      lengthFrames,
      source: { text: cue.lines.join('\n') },
    };
  });
  return { id: 'c1', kind: 'caption', label: 'C1', language: storyboard.language, items };
}

function voiceTrack({ storyboard, sound }: TimelineInput): LooseTrack {
  const fps = storyboard.rate.numerator / storyboard.rate.denominator;
  const items = sound.voice.map((line): LooseItem => {
    const startFrame = Math.round(line.startSeconds * fps);
    const lengthFrames = Math.max(
      1,
      Math.min(storyboard.targetFrames - startFrame, Math.round(line.lengthSeconds * fps)),
    );
    return {
      id: `a1-${line.shotKey}`,
      kind: 'voice',
      startFrame,
      lengthFrames,
      source: { assetId: line.assetId },
      linkId: line.shotKey,
    };
  });
  return { id: 'a1', kind: 'voice', label: 'A1', language: storyboard.language, items };
}

function musicTrack({ storyboard, sound }: TimelineInput): LooseTrack {
  const { music } = sound;
  const items: LooseItem[] = music
    ? [
        {
          id: 'a2-music',
          kind: 'music',
          startFrame: 0,
          lengthFrames: storyboard.targetFrames,
          source: { assetId: music.assetId },
        },
      ]
    : [];
  return { id: 'a2', kind: 'music', label: 'A2', items };
}

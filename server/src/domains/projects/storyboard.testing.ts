import {
  type FilmReport,
  type Storyboard,
  type StoryboardShot,
  storyboard,
  type Timeline,
  timeline,
} from '@kinora/contract';

const colour = (l: number) => ({ l, c: 10, h: 60 });

/** A typographic shot: it needs no picture, so a test needs no file. */
export function makeShot(key: string, lengthFrames: number, line: string): StoryboardShot {
  return {
    key,
    code: key.slice(1).toUpperCase(),
    title: `Shot ${key}`,
    lengthFrames,
    picturePrompt: 'Words on paper',
    motionPrompt: 'Slow push',
    negativePrompt: '',
    narration: '',
    transitionIn: { kind: 'cut', lengthFrames: 0 },
    scene: {
      kind: 'typographic',
      move: 'push_in',
      seed: 7,
      subjects: [],
      words: { lines: [line], items: [] },
      ground: { tone: 'paper', style: 'set' },
      beatFrames: [],
    },
  };
}

/** Two scenes, three shots, four seconds at 30 frames a second. */
export function makeStoryboard(change: Partial<Storyboard> = {}): Storyboard {
  return storyboard.parse({
    version: 1,
    language: 'en',
    rate: { numerator: 30, denominator: 1 },
    targetFrames: 120,
    title: 'Linen',
    seed: 1,
    facts: { facts: [], tone: 'calm' },
    look: {
      language: 'en',
      palette: {
        paper: colour(95),
        wall: colour(85),
        deep: colour(30),
        stage: colour(10),
        fields: [colour(70), colour(60)],
        inkDark: colour(15),
        inkLight: colour(97),
      },
      fonts: { display: 'A', displayItalic: 'A', text: 'A', figures: 'A', wordmark: 'A' },
    },
    music: { choice: 'none', bpm: 100, seed: 1 },
    voice: 'none',
    scenes: [
      {
        key: 's1',
        number: 1,
        beat: 'hook',
        title: 'Hook',
        summary: 'Two words',
        shots: [makeShot('s1a', 30, 'Soft'), makeShot('s1b', 30, 'Light')],
      },
      {
        key: 's2',
        number: 2,
        beat: 'call_to_action',
        title: 'End',
        summary: 'The name',
        shots: [makeShot('s2a', 60, 'Linen')],
      },
    ],
    ...change,
  });
}

export function makeTimeline(shots: readonly { shotId: string }[]): Timeline {
  const lengths = [30, 30, 60];
  const starts = [0, 30, 60];
  const items = shots.map(({ shotId }, index) => ({
    id: `v${index}`,
    kind: 'video',
    startFrame: starts[index],
    lengthFrames: lengths[index],
    source: { shotId, takeId: null },
  }));
  return timeline.parse({
    fps: { numerator: 30, denominator: 1 },
    size: { width: 1920, height: 1080 },
    lengthFrames: 120,
    tracks: [{ id: 'V1', kind: 'video', label: 'V1', items }],
  });
}

export function makeReport(): FilmReport {
  return {
    version: 1,
    title: 'Linen',
    language: 'en',
    madeBy: 'Built-in engine',
    engine: { name: 'test', version: '1', kinora: '0.1.0' },
    steps: [],
    files: [],
    segments: { rendered: 3, reused: 0 },
    checks: [],
    notices: [],
    totalSeconds: 1,
  };
}

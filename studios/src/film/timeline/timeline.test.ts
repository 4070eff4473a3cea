import { storyboard as storyboardSchema, timeline as timelineSchema } from '@kinora/contract';
import { describe, expect, it } from 'vitest';
import { samplePicture } from '../planner/pictures.testing.ts';
import { planStoryboard } from '../planner/plan-storyboard.ts';
import { buildRenderPlan, planOfShot } from './build-render-plan.ts';
import { buildTimeline } from './build-timeline.ts';
import { planCues } from './cues.ts';
import { shotsOf, startFrames } from './shots.ts';

const storyboard = storyboardSchema.parse(
  planStoryboard(
    {
      brief: 'Sable. The scarf. Made to be kept. Lambswool & brass. From €79. Free repairs.',
      brandName: undefined,
      seconds: 15,
      language: 'en',
      voice: 'none',
      music: 'uplifting',
      fps: 30,
      quality: 'final',
      seed: 7,
    },
    { pictures: [0, 1, 2].map((index) => samplePicture(index)), kit: null, logo: null },
  ),
);
const ids = new Map(
  shotsOf(storyboard).map((shot, index) => [shot.key, `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`]),
);
const engine = { name: 'test', version: '1' };
const planFor = (ratio: '16:9' | '9:16') =>
  buildRenderPlan({
    storyboard,
    ratio,
    takeScenes: new Map(),
    quality: 'final',
    cues: [],
    watermark: undefined,
    audio: undefined,
    engine,
  });

describe('the first cut', () => {
  it('is a valid timeline whose picture track covers the film without gap or overlap', () => {
    const cut = timelineSchema.parse(
      buildTimeline({
        storyboard,
        shotIds: ids,
        mainRatio: '16:9',
        sound: { music: null, voice: [] },
        cues: planCues(storyboard, [], '16:9'),
        beatFrames: [0, 19],
      }),
    );
    let frame = 0;
    for (const item of cut.tracks[0]!.items) {
      expect(item.startFrame).toBe(frame);
      expect(item.source.takeId).toBeNull();
      frame += item.lengthFrames;
    }
    expect(frame).toBe(450);
  });
});

describe('the render plan', () => {
  it('covers every frame once, in every ratio, with different hashes', () => {
    for (const ratio of ['16:9', '9:16'] as const) {
      const plan = planFor(ratio);
      expect(plan.segments.reduce((sum, segment) => sum + segment.lengthFrames, 0)).toBe(450);
    }
    expect(planFor('16:9').segments[0]!.contentHash).not.toBe(planFor('9:16').segments[0]!.contentHash);
  });

  it('draws a shot from the very segments the film uses', () => {
    const film = planFor('16:9');
    const key = shotsOf(storyboard)[2]!.key;
    const own = planOfShot(film, key);
    expect(own.segments.map((segment) => segment.contentHash)).toEqual(
      film.segments.filter((segment) => segment.layers[0]!.shotKey === key).map((segment) => segment.contentHash),
    );
    expect(own.totalFrames).toBe(shotsOf(storyboard)[2]!.lengthFrames);
  });
});

describe('what people set for one shape', () => {
  const shot = shotsOf(storyboard)[1]!;
  const path = [{ frame: 0, x: 0.2, y: 0.5 }];
  const plan = (ratio: '16:9' | '9:16', paths = {}, disclosure?: { text: string; language: 'en' }) =>
    buildRenderPlan({
      storyboard,
      ratio,
      takeScenes: new Map(),
      paths,
      quality: 'final',
      cues: [],
      watermark: undefined,
      disclosure,
      audio: undefined,
      engine,
    }).segments.map(({ contentHash }) => contentHash);

  it('draws again the segments of that shot alone', () => {
    const [before, after] = [plan('9:16'), plan('9:16', { [shot.key]: path })];
    const changed = planFor('9:16').segments.filter((_, index) => before[index] !== after[index]);
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.every(({ layers }) => layers.some(({ shotKey }) => shotKey === shot.key))).toBe(true);
    expect(plan('9:16', { [shot.key]: [] })).toEqual(before);
  });

  it('labels every segment of a shape whose picture says that models took part', () => {
    const labelled = plan('9:16', {}, { text: 'Made with AI', language: 'en' });
    expect(plan('9:16').some((hash, index) => hash === labelled[index])).toBe(false);
  });

  it('stands in the cut by the item it moves', () => {
    const cut = buildTimeline({
      storyboard,
      shotIds: ids,
      mainRatio: '16:9',
      sound: { music: null, voice: [] },
      cues: [],
      beatFrames: [],
      framings: { '9:16': { [shot.key]: path, 'no-such-shot': path } },
    });
    expect(cut.variants).toEqual({ '9:16': { reframe: { [`v1-${shot.key}`]: path }, overrides: {} } });
  });
});

describe('captions', () => {
  const cues = planCues(storyboard, [], '16:9');

  it('never overlap, keep inside their shots and stay at least a moment', () => {
    for (const [index, cue] of cues.entries()) {
      expect(cue.endFrame).toBeGreaterThan(cue.startFrame);
      const next = cues[index + 1];
      if (next) expect(cue.endFrame).toBeLessThanOrEqual(next.startFrame - 2);
    }
    expect([...startFrames(storyboard).values()]).toEqual(expect.arrayContaining(cues.map((cue) => cue.startFrame)));
  });

  it('are broken for the frame they stand in', () => {
    const wordy = structuredClone(storyboard);
    wordy.scenes[0]!.shots[0]!.narration = 'Every scarf is woven in the mill by the river, and mended there for life.';
    const longest = (ratio: '16:9' | '9:16') =>
      Math.max(...planCues(wordy, [], ratio).flatMap((cue) => cue.lines.map((line) => line.length)));
    expect(longest('9:16')).toBeLessThanOrEqual(24);
    expect(longest('16:9')).toBeGreaterThan(24);
  });

  it('say a line that nobody speaks', () => {
    const edited = structuredClone(storyboard);
    edited.scenes[0]!.shots[0]!.narration = 'Made in a mill by the river.';
    expect(planCues(edited, [], '16:9')[0]?.lines).toEqual(['Made in a mill by the river.']);
  });

  it('follow a voice word by word', () => {
    const words = ['Made', 'to', 'be', 'kept.', 'Repaired', 'for', 'life.'].map((text, index) => ({
      text,
      startSeconds: index * 0.3,
      endSeconds: index * 0.3 + 0.25,
    }));
    const spoken = planCues(storyboard, [{ startSeconds: 1, words }], '16:9');
    expect(spoken.map((cue) => cue.lines.join(' '))).toEqual(['Made to be kept.', 'Repaired for life.']);
    expect(spoken[0]!.startFrame).toBe(30);
  });
});

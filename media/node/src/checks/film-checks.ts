import { type FilmCheck, type Loudness, type RenderPlan, say } from '@kinora/contract';
import { type SegmentFacts, safeZone } from '@kinora/media-core';
import type { MediaProbe } from '../probe/media-probe.ts';
import type { FrameStats } from './frame-stats.ts';
import { shotsOf } from './plan-shots.ts';
import type { ProductColour } from './product-colour.ts';

/** Limits of craft.md §10, in one place. */
export const CHECK_LIMITS = {
  firstFrameDeviation: 8,
  frozenFrames: 5,
  frozenChange: 0.02,
  blackLightness: 2,
  whiteShare: 0.005,
  blackShare: 0.03,
  borderLightness: 6,
  loudnessLu: 0.5,
  peakDb: -1,
  lastCardSeconds: 2.2,
  coverShare: 0.18,
  contrast: 4.5,
  contrastLarge: 3,
  enlargementProduct: 1.7,
  enlargementMacro: 3,
  productColour: 6,
  productLightness: 6,
} as const;

type Finding = { measured: string; limit: string; where?: readonly string[]; isPassed: boolean };

function check(id: string, title: string, finding: Finding): FilmCheck {
  const { isPassed, measured, limit, where = [] } = finding;
  return { id, title, status: isPassed ? 'passed' : 'failed', measured, limit, where: where.slice(0, 20) };
}

function skip(id: string, title: string, why: string, limit: string): FilmCheck {
  return { id, title, status: 'skipped', measured: why, limit, where: [] };
}

export function checkFirstFrame(frames: readonly FrameStats[]): FilmCheck {
  const deviation = frames[0]?.deviation ?? 0;
  const limit = CHECK_LIMITS.firstFrameDeviation;
  return check('first-frame', say('check.title.first_frame'), {
    measured: say('check.deviation', { value: deviation.toFixed(1) }),
    limit: say('check.more_than', { value: limit }),
    isPassed: deviation > limit,
  });
}

/**
 * Runs of frames in which nothing moves. A run of n frames holds n − 1 changes. Recordings are left out: what stands still
 * in one stood still before the camera.
 */
export function checkFrozen(frames: readonly FrameStats[], isRecorded: (frame: number) => boolean): FilmCheck {
  const runs: { start: number; length: number }[] = [];
  let start = 0;
  for (let index = 1; index <= frames.length; index += 1) {
    const change = frames[index]?.change ?? Number.POSITIVE_INFINITY;
    if (change <= CHECK_LIMITS.frozenChange && !isRecorded(index)) continue;
    runs.push({ start, length: index - start });
    start = index;
  }
  const longest = Math.max(0, ...runs.map((run) => run.length));
  const bad = runs.filter((run) => run.length > CHECK_LIMITS.frozenFrames);
  return check('frozen', say('check.title.frozen'), {
    measured: say('check.still_run', { frames: longest }),
    limit: say('check.frames_at_most', { frames: CHECK_LIMITS.frozenFrames }),
    where: bad.map((run) => say('check.where_frames', { from: run.start, to: run.start + run.length - 1 })),
    isPassed: bad.length === 0,
  });
}

export function checkBlack(frames: readonly FrameStats[]): FilmCheck {
  const bad = frames.filter((frame) => frame.meanLightness < CHECK_LIMITS.blackLightness);
  return check('black', say('check.title.black'), {
    measured: say('check.black_frames', { frames: bad.length }),
    limit: say('check.none'),
    where: bad.map((frame) => say('check.where_frame', { frame: frame.frame })),
    isPassed: bad.length === 0,
  });
}

export function checkClipping(frames: readonly FrameStats[]): FilmCheck[] {
  const share = (id: string, title: string, limit: number, of: (frame: FrameStats) => number) => {
    const bad = frames.filter((frame) => of(frame) > limit);
    return check(id, title, {
      measured: say('check.share_at_most', { share: percent(Math.max(0, ...frames.map(of))) }),
      limit: say('check.share_of_frame', { share: percent(limit) }),
      where: bad.map((frame) => say('check.where_frame', { frame: frame.frame })),
      isPassed: bad.length === 0,
    });
  };
  return [
    share('clipped-whites', say('check.title.clipped_whites'), CHECK_LIMITS.whiteShare, (frame) => frame.whiteShare),
    share('clipped-blacks', say('check.title.clipped_blacks'), CHECK_LIMITS.blackShare, (frame) => frame.blackShare),
  ];
}

export function checkBorders(borders: readonly { frame: number; difference: number }[]): FilmCheck {
  const limit = CHECK_LIMITS.borderLightness;
  const bad = borders.filter((border) => border.difference > limit);
  return check('border', say('check.title.border'), {
    measured: say('check.difference', {
      value: Math.max(0, ...borders.map((border) => border.difference)).toFixed(1),
    }),
    limit: say('check.lightness_at_most', { value: limit }),
    where: bad.map((border) => say('check.where_frame', { frame: border.frame })),
    isPassed: bad.length === 0,
  });
}

export function checkLength(plan: RenderPlan, probe: MediaProbe): FilmCheck[] {
  const frames = probe.video?.frameCount ?? 0;
  const frameSeconds = plan.rate.denominator / plan.rate.numerator;
  const planned = plan.totalFrames * frameSeconds;
  const sound = probe.audio[0];
  return [
    check('frame-count', say('check.title.frame_count'), {
      measured: say('check.frames', { frames }),
      limit: say('check.frames', { frames: plan.totalFrames }),
      isPassed: frames === plan.totalFrames,
    }),
    check('duration', say('check.title.duration'), {
      measured: say('check.seconds', { seconds: probe.durationSeconds.toFixed(3) }),
      limit: say('check.seconds_within_frame', { seconds: planned.toFixed(3) }),
      isPassed: Math.abs(probe.durationSeconds - planned) <= frameSeconds + 0.0005,
    }),
    sound
      ? check('sync', say('check.title.sync'), {
          measured: say('check.seconds_apart', { seconds: Math.abs(sound.durationSeconds - planned).toFixed(3) }),
          limit: say('check.one_frame'),
          isPassed: Math.abs(sound.durationSeconds - planned) <= frameSeconds + 0.0005,
        })
      : skip('sync', say('check.title.sync'), say('check.no_sound'), say('check.one_frame')),
  ];
}

export function checkLoudness(loudness: Loudness | null, target: number): FilmCheck[] {
  const limits = {
    loudness: `${target} ± ${CHECK_LIMITS.loudnessLu} LUFS`,
    peak: say('check.peak_at_most', { value: CHECK_LIMITS.peakDb }),
  };
  const titles = { loudness: say('check.title.loudness'), peak: say('check.title.true_peak') };
  if (!loudness)
    return [
      skip('loudness', titles.loudness, say('check.no_sound'), limits.loudness),
      skip('true-peak', titles.peak, say('check.no_sound'), limits.peak),
    ];
  return [
    check('loudness', titles.loudness, {
      measured: `${loudness.integratedLufs.toFixed(1)} LUFS`,
      limit: limits.loudness,
      isPassed: Math.abs(loudness.integratedLufs - target) <= CHECK_LIMITS.loudnessLu,
    }),
    check('true-peak', titles.peak, {
      measured: `${loudness.truePeakDb.toFixed(1)} dBTP`,
      limit: limits.peak,
      isPassed: loudness.truePeakDb <= CHECK_LIMITS.peakDb,
    }),
  ];
}

/** `beatFrames` = every beat of the music, in film frames. */
export function checkCuts(plan: RenderPlan, beatFrames: readonly number[] | null): FilmCheck {
  const title = say('check.title.cuts');
  if (!beatFrames || beatFrames.length === 0)
    return skip('cuts', title, say('check.no_beats'), say('check.within_frame'));
  const cuts = shotsOf(plan)
    .slice(1)
    .map((shot) => ({ ...shot, distance: Math.min(...beatFrames.map((beat) => Math.abs(beat - shot.startFrame))) }));
  const bad = cuts.filter((cut) => cut.distance > 1);
  return check('cuts', title, {
    measured: say('check.furthest_frames', { frames: Math.max(0, ...cuts.map((cut) => cut.distance)) }),
    limit: say('check.within_frame'),
    where: bad.map((cut) => cut.shotKey),
    isPassed: bad.length === 0,
  });
}

export function checkLastCard(plan: RenderPlan): FilmCheck {
  const last = shotsOf(plan).at(-1);
  const seconds = ((last?.lengthFrames ?? 0) * plan.rate.denominator) / plan.rate.numerator;
  return check('last-card', say('check.title.last_card'), {
    measured: say('check.seconds', { seconds: seconds.toFixed(2) }),
    limit: say('check.seconds_at_least', { seconds: CHECK_LIMITS.lastCardSeconds }),
    isPassed: seconds >= CHECK_LIMITS.lastCardSeconds,
  });
}

/** The customer must recognise the thing; that light makes it a little darker is told, and aimed at, but no fault. */
export function checkProductColour(products: readonly ProductColour[]): FilmCheck {
  const title = say('check.title.product_colour');
  const limit = say('check.colour_limit', {
    colour: CHECK_LIMITS.productColour,
    lightness: CHECK_LIMITS.productLightness,
  });
  if (products.length === 0) return skip('product-colour', title, say('check.no_standing_product'), limit);
  const bad = products.filter((product) => product.distance > CHECK_LIMITS.productColour);
  const losses = products.map((product) => product.lightnessLoss);
  const darkest = losses.reduce((most, loss) => (Math.abs(loss) > Math.abs(most) ? loss : most), 0);
  return check('product-colour', title, {
    measured: say(darkest < 0 ? 'check.colour_lighter' : 'check.colour_darker', {
      colour: Math.max(...products.map((product) => product.distance)).toFixed(1),
      lightness: Math.abs(darkest).toFixed(1),
    }),
    limit,
    where: bad.map((product) => product.shotKey),
    isPassed: bad.length === 0,
  });
}

/** Contrast, enlargement and cover, from what the compositor found while it prepared the shots. */
export function checkFacts(plan: RenderPlan, facts: readonly (SegmentFacts | null)[]): FilmCheck[] {
  const known = facts.flatMap((item) => item ?? []);
  const title = {
    contrast: say('check.title.contrast'),
    enlargement: say('check.title.enlargement'),
    cover: say('check.title.cover'),
    zone: say('check.title.safe_zone'),
    beside: say('check.title.words_off_product'),
  };
  if (known.length === 0) {
    return [
      skip('contrast', title.contrast, say('check.no_facts'), '4.5 : 1'),
      skip('enlargement', title.enlargement, say('check.no_facts'), '1.7 ×'),
      skip('cover', title.cover, say('check.no_facts'), '18 %'),
      skip('safe-zone', title.zone, say('check.no_facts'), say('check.safe_zone')),
      skip('words-off-product', title.beside, say('check.no_facts'), say('check.no_scrim')),
    ];
  }
  const texts = known.flatMap((item) => item.textBoxes);
  const dim = texts.filter(
    (text) => text.contrast < (text.isLarge ? CHECK_LIMITS.contrastLarge : CHECK_LIMITS.contrast),
  );
  const enlargements = known.flatMap((item) => item.enlargements);
  const limitOf = (use: string) => (use === 'macro' ? CHECK_LIMITS.enlargementMacro : CHECK_LIMITS.enlargementProduct);
  const soft = enlargements.filter((item) => item.factor > limitOf(item.use) + 1e-6);
  return [
    check('contrast', title.contrast, {
      measured:
        texts.length === 0
          ? say('check.no_words')
          : say('check.contrast_lowest', { value: Math.min(...texts.map((text) => text.contrast)).toFixed(1) }),
      limit: say('check.contrast_limit', { value: CHECK_LIMITS.contrast, large: CHECK_LIMITS.contrastLarge }),
      where: [...new Set(dim.map((text) => `${text.shotKey}: ${text.text}`))],
      isPassed: dim.length === 0,
    }),
    check('enlargement', title.enlargement, {
      measured: say('check.enlargement_largest', {
        value: Math.max(1, ...enlargements.map((item) => item.factor)).toFixed(2),
      }),
      limit: say('check.enlargement_limit', {
        value: CHECK_LIMITS.enlargementProduct,
        closeUps: CHECK_LIMITS.enlargementMacro,
      }),
      where: [...new Set(soft.map((item) => `${item.shotKey} (${item.use})`))],
      isPassed: soft.length === 0,
    }),
    checkCover(plan, known),
    checkSafeZone(plan, known),
    checkWordsOffProduct(known),
  ];
}

/** Rounding of a text measure, and marks that reach a little over their line. */
const ZONE_TOLERANCE_SHARE = 0.004;

/** Players and phones cover what is outside with their own buttons and captions. */
function checkSafeZone(plan: RenderPlan, facts: readonly SegmentFacts[]): FilmCheck {
  const zone = safeZone(plan.size);
  const overshoots = facts
    .flatMap((item) => item.textBoxes)
    .map((text) => ({
      text,
      pixels: Math.max(
        zone.x - text.x,
        zone.y - text.y,
        text.x + text.width - zone.x - zone.width,
        text.y + text.height - zone.y - zone.height,
        0,
      ),
    }));
  const allowed = Math.max(1, Math.min(plan.size.width, plan.size.height) * ZONE_TOLERANCE_SHARE);
  const bad = overshoots.filter((entry) => entry.pixels > allowed);
  return check('safe-zone', say('check.title.safe_zone'), {
    measured: say('check.pixels_outside', {
      pixels: Math.max(0, ...overshoots.map((entry) => entry.pixels)).toFixed(0),
    }),
    limit: say('check.safe_zone'),
    where: [...new Set(bad.map((entry) => `${entry.text.shotKey}: ${entry.text.text}`))],
    isPassed: bad.length === 0,
  });
}

/** Share of a line's box that may touch a product's box: letters are smaller than their box. */
const TOUCH_SHARE = 0.02;

function checkWordsOffProduct(facts: readonly SegmentFacts[]): FilmCheck {
  const covers = facts.flatMap((item) =>
    item.textBoxes
      .filter((text) => !text.mayCoverProduct)
      .map((text) => ({
        text,
        share: Math.max(
          0,
          ...item.productBoxes.filter((box) => box.shotKey === text.shotKey).map((box) => overlapShare(text, box)),
        ),
      })),
  );
  const bad = covers.filter((cover) => cover.share > TOUCH_SHARE);
  return check('words-off-product', say('check.title.words_off_product'), {
    measured: say('check.share_on_product', { share: percent(Math.max(0, ...covers.map((cover) => cover.share))) }),
    limit: say('check.no_scrim'),
    where: [...new Set(bad.map((cover) => `${cover.text.shotKey}: ${cover.text.text}`))],
    isPassed: bad.length === 0,
  });
}

type Box = { x: number; y: number; width: number; height: number };

function overlapShare(inner: Box, outer: Box): number {
  const width = Math.min(inner.x + inner.width, outer.x + outer.width) - Math.max(inner.x, outer.x);
  const height = Math.min(inner.y + inner.height, outer.y + outer.height) - Math.max(inner.y, outer.y);
  return width <= 0 || height <= 0 ? 0 : (width * height) / Math.max(1, inner.width * inner.height);
}

/** Only shots that show a product: a card with a name on it is meant to be calm. */
function checkCover(plan: RenderPlan, facts: readonly SegmentFacts[]): FilmCheck {
  const layers = plan.segments.flatMap((segment) => segment.layers);
  const shotKeys = new Set(layers.flatMap((layer) => (layer.scene.subjects.length > 0 ? layer.shotKey : [])));
  const boxes = facts.flatMap((item) => [...item.textBoxes, ...item.productBoxes]);
  const products = new Set(facts.flatMap((item) => item.productBoxes.map((box) => box.shotKey)));
  // A photograph or film without a box of its own is the whole frame.
  const filling = new Set(
    layers.flatMap(({ scene, shotKey }) =>
      (scene.kind === 'photo' || scene.kind === 'video') && !products.has(shotKey) ? [shotKey] : [],
    ),
  );
  const covers = [...shotKeys].map((shotKey) => {
    const own = boxes.filter((box) => box.shotKey === shotKey);
    return { shotKey, share: filling.has(shotKey) ? 1 : coveredShare(own, plan.size) };
  });
  const bad = covers.filter((cover) => cover.share < CHECK_LIMITS.coverShare);
  return check('cover', say('check.title.cover'), {
    measured:
      covers.length === 0
        ? say('check.no_product')
        : say('check.share_least', { share: percent(Math.min(...covers.map((cover) => cover.share))) }),
    limit: say('check.share_of_the_frame', { share: percent(CHECK_LIMITS.coverShare) }),
    where: bad.map((cover) => cover.shotKey),
    isPassed: bad.length === 0,
  });
}

/** Share of the frame under any of the boxes, on a grid of 64 × 64: overlaps count once. */
function coveredShare(
  boxes: readonly { x: number; y: number; width: number; height: number }[],
  size: { width: number; height: number },
): number {
  const cells = 64;
  let covered = 0;
  for (let row = 0; row < cells; row += 1) {
    for (let column = 0; column < cells; column += 1) {
      const [x, y] = [((column + 0.5) * size.width) / cells, ((row + 0.5) * size.height) / cells];
      if (boxes.some((box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height))
        covered += 1;
    }
  }
  return covered / (cells * cells);
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}

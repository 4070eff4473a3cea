import { createHash } from 'node:crypto';
import { type RenderPlan, renderPlan } from '@kinora/contract';

/** `hash` makes the card show a product, as far as the plan can tell. */
export type CardSegment = { seed: number; lengthFrames: number; word?: string; hash?: string };

const HUE = { l: 50, c: 10, h: 60 };

/** A plan of test cards. A segment's hash follows from what it shows, as the planner's does. */
export function cardPlan(
  cards: readonly CardSegment[],
  options: { rate?: RenderPlan['rate']; audio?: unknown; size?: RenderPlan['size'] } = {},
): RenderPlan {
  const size = options.size ?? { width: 320, height: 180 };
  let startFrame = 0;
  const segments = cards.map((card, index) => {
    const segment = {
      contentHash: createHash('sha256')
        .update(JSON.stringify([card, startFrame, size]))
        .digest('hex'),
      startFrame,
      lengthFrames: card.lengthFrames,
      layers: [
        {
          shotKey: `shot-${index + 1}`,
          scene: {
            kind: 'typographic',
            move: 'push_in',
            seed: card.seed,
            subjects:
              card.hash === undefined
                ? []
                : [{ pictureKey: 'p', use: 'cutout', hash: card.hash, width: 10, height: 10 }],
            words: card.word === undefined ? {} : { lines: [card.word] },
            ground: { tone: 'wall' },
          },
          shotLengthFrames: card.lengthFrames,
          offsetFrames: 0,
        },
      ],
    };
    startFrame += card.lengthFrames;
    return segment;
  });
  return renderPlan.parse({
    ratio: '16:9',
    size,
    rate: options.rate ?? { numerator: 30, denominator: 1 },
    totalFrames: startFrame,
    look: {
      language: 'en',
      palette: { paper: HUE, wall: HUE, deep: HUE, stage: HUE, fields: [HUE, HUE], inkDark: HUE, inkLight: HUE },
      fonts: { display: 'x', displayItalic: 'x', text: 'x', figures: 'x', wordmark: 'x' },
      grain: 0,
    },
    segments,
    ...(options.audio ? { audio: options.audio } : {}),
    encode: { codec: 'h264', preset: 'veryfast', crf: 20 },
  });
}

import type { PictureAnalysis } from '@kinora/contract';
import type { PlannerPicture } from './pictures.ts';

/** A photograph as the analysis would describe a clean product picture; for tests. */
export function samplePicture(
  index: number,
  changes: Partial<PictureAnalysis> & { name?: string; trust?: number; stands?: boolean } = {},
): PlannerPicture {
  const { name, trust = 0.9, stands = index % 2 === 0, ...analysis } = changes;
  const hash = (prefix: number) => (prefix * 1000 + index).toString(16).padStart(64, '0');
  return {
    kind: 'photo',
    key: `picture-${index}`,
    name: name ?? `IMG_${index}.jpg`,
    analysis: {
      hash: hash(1),
      width: 1400,
      height: 1400,
      groundFlatness: 0.95,
      groundColour: { l: 90, c: 2, h: 80 },
      cutout: {
        hash: hash(2),
        width: 800,
        height: 1100,
        box: { x: 0.2, y: 0.1, width: 0.57, height: 0.78 },
        trust,
        doubts: trust < 0.6 ? ['weak-edge'] : [],
        macroBoxes: [
          { x: 0.2, y: 0.2, width: 0.5, height: 0.4 },
          { x: 0.3, y: 0.55, width: 0.45, height: 0.35 },
        ],
        stands,
      },
      subjectBox: { x: 0.2, y: 0.1, width: 0.57, height: 0.78 },
      subjectShare: 0.4,
      palette: [{ colour: { l: 45, c: 30, h: (index * 67) % 360 }, share: 0.7 }],
      meanLightness: 48,
      sharpness: 0.6,
      ...analysis,
    },
  };
}

export function sampleVideo(index: number): PlannerPicture {
  return {
    kind: 'video',
    key: `video-${index}`,
    name: `clip-${index}.mp4`,
    hash: (9000 + index).toString(16).padStart(64, '0'),
    width: 1920,
    height: 1080,
    frames: 240,
  };
}

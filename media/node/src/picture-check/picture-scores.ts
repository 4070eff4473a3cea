/** What the model tells apart, in the order of its answers. */
export const PICTURE_CLASSES = ['drawing', 'hentai', 'neutral', 'porn', 'sexy'] as const;
/** Goes with every score: another model's scores are not comparable. */
export const PICTURE_MODEL = 'nsfwjs 4.3.0, MobileNetV2';

/** How much of each the model sees in a picture; all together one. */
export type PictureScores = Record<(typeof PICTURE_CLASSES)[number], number>;

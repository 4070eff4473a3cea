import type { FilmInput } from '@kinora/contract';
import type { QuoteContext } from '../studio.ts';
import { SAMPLE_PRODUCTS } from './products.ts';
import { SAMPLE_BRIEFS, SAMPLE_SECONDS } from './sample-brand.ts';

const RATIOS: readonly string[] = ['16:9', '9:16', '1:1', '4:5'];

/**
 * True when nothing of the sample's form was changed: its words, photographs, brand, length, sound and shapes. A film of
 * other goods under the sample's words is not the sample, whatever its form says. The person's language chooses the brief.
 */
export function isUnmodifiedSample(input: FilmInput, sample: QuoteContext['freeSample']): boolean {
  return (
    sample !== null &&
    input.sample &&
    sample.pictureIds.length === SAMPLE_PRODUCTS.length &&
    input.brief.trim() === SAMPLE_BRIEFS[input.language] &&
    isSameSet(input.pictures, sample.pictureIds) &&
    input.brandId === sample.brandId &&
    input.brandName === undefined &&
    input.logo === undefined &&
    input.seconds === SAMPLE_SECONDS &&
    input.voice === 'none' &&
    input.music === 'uplifting' &&
    isSameSet(input.ratios, RATIOS) &&
    input.fps === 30 &&
    !input.burnCaptions &&
    input.quality === 'final' &&
    input.seed === undefined
  );
}

function isSameSet(given: readonly string[], wanted: readonly string[]): boolean {
  return given.length === wanted.length && wanted.every((one) => given.includes(one));
}

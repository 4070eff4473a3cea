import { DELIVERY_PRESETS, type Placement } from '@kinora/contract';
import { expect, test } from 'vitest';
import { keyOf, monthOf, networksOf, reshape, shapeFor, togglePreset, zoneOf } from './placements.ts';

const presetOf = (id: string) => DELIVERY_PRESETS.find((preset) => preset.id === id)!;
const youtube: Placement = { presetId: 'youtube', ratio: '16:9' };
const reels: Placement = { presetId: 'instagram-reels', ratio: '9:16' };

test('a network comes in the first of its shapes that the film has, and goes again', () => {
  expect(shapeFor(presetOf('youtube-shorts'), ['16:9', '1:1'])).toBe('1:1');
  expect(shapeFor(presetOf('instagram-reels'), ['16:9'])).toBeUndefined();
  const added = togglePreset([youtube], presetOf('instagram-reels'), ['16:9', '9:16']);
  expect(added).toEqual([youtube, reels]);
  expect(togglePreset(added, presetOf('youtube'), ['16:9', '9:16'])).toEqual([reels]);
});

test('the last column stays, and one without a shape of the film is not added', () => {
  expect(togglePreset([youtube], presetOf('youtube'), ['16:9'])).toEqual([youtube]);
  expect(togglePreset([youtube], presetOf('instagram-reels'), ['16:9'])).toEqual([youtube]);
});

test('a column changes its shape in its place and never stands twice', () => {
  const square = { ...youtube, ratio: '1:1' as const };
  expect(reshape([youtube, reels], youtube, '1:1')).toEqual([square, reels]);
  expect(reshape([youtube, square, reels], youtube, '1:1')).toEqual([square, reels]);
  expect(keyOf({ presetId: null, ratio: '4:5' })).toBe('any@4:5');
});

test('words are offered once for each network that shows any', () => {
  const posts = [{ network: 'instagram' as const, title: '', text: '', hashtags: [], isEdited: false, notices: [] }];
  const feed: Placement = { presetId: 'instagram-feed', ratio: '4:5' };
  const shop: Placement = { presetId: 'shopify', ratio: '1:1' };
  expect(networksOf([reels, feed, shop], DELIVERY_PRESETS, posts)).toEqual(['instagram']);
});

test('the month of the table is read as people write it', () => {
  expect(monthOf('2026-11', 'en-GB')).toBe('November 2026');
});

test('what a network covers is shown on upright films only', () => {
  expect(zoneOf(DELIVERY_PRESETS, reels)).toMatchObject({ top: 0.14, bottom: 0.35 });
  expect(zoneOf(DELIVERY_PRESETS, { presetId: 'facebook-reels', ratio: '1:1' })).toBeNull();
  expect(zoneOf(DELIVERY_PRESETS, { presetId: null, ratio: '9:16' })).toBeNull();
});

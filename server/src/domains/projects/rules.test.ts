import { canonicalJson } from '@kinora/media-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deriveShotState, describeStaleness } from './shot-state.ts';
import { makeShot, makeTimeline } from './storyboard.testing.ts';
import { listTimeNotes } from './time-notes.ts';

const { scene } = makeShot('s1a', 30, 'Soft');

test('the hash of a shot does not depend on the order of keys and survives JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(JSON.parse(JSON.stringify(value)))).toBe(canonicalJson(value));
    }),
  );
  expect(canonicalJson({ b: 1, a: [{ d: 2, c: undefined }] })).toBe(canonicalJson({ a: [{ d: 2 }], b: 1 }));
});

test('a shot is ready, stale, planned, failed or being made by what is true and not by what was written last', () => {
  const state = (
    stored: 'planned' | 'making' | 'ready' | 'failed',
    isJobActive: boolean,
    selectedInputsHash: string | null,
  ) => deriveShotState({ stored, isJobActive, inputsHash: 'new', selectedInputsHash });
  expect(state('planned', false, null)).toBe('planned');
  expect(state('making', true, 'new')).toBe('making');
  expect(state('making', false, null)).toBe('planned');
  expect(state('making', false, 'old')).toBe('stale');
  expect(state('ready', false, 'new')).toBe('ready');
  expect(state('failed', false, 'old')).toBe('failed');
  expect(state('failed', false, 'new')).toBe('ready');
});

test('a stale shot says why, the words first', () => {
  const drawn = { scene, lengthFrames: 30 };
  const reason = (change: Partial<typeof scene>) =>
    describeStaleness(drawn, { ...drawn, scene: { ...scene, ...change } });
  expect(reason({ words: { lines: ['New'], items: [] }, seed: 9 })).toContain('words on screen');
  expect(reason({ move: 'pan' })).toContain('camera move');
  expect(reason({ seed: 9 })).toContain('variation');
  expect(describeStaleness(drawn, { scene, lengthFrames: 40 })).toContain('length');
  expect(describeStaleness(drawn, drawn)).toContain('look of the film');
});

test('time notes name the shot, the seconds and a way out, and stay silent when all is well', () => {
  const timed = (code: string, lengthFrames: number, line: string, narration = '') => {
    return { id: code, code, lengthFrames, narration, words: { lines: [line], items: [] } };
  };
  expect(listTimeNotes([timed('1A', 60, 'Soft')], 30, null)).toEqual([]);
  const notes = listTimeNotes(
    [
      timed('1A', 30, 'Soft', 'a'.repeat(51)),
      timed('1B', 30, 'x'.repeat(34)),
      timed('1C', 10, ''),
      timed('1D', 300, ''),
    ],
    30,
    null,
  );
  expect(notes).toEqual([
    'The voice of shot 1A needs about 3.0 s, the shot lasts 1.0 s. Shorten the text.',
    'Reading shot 1B takes about 2.0 s, the shot lasts 1.0 s. Use fewer words.',
    'Shot 1C lasts only 0.3 s. Give it more time or leave it out.',
    'Shot 1D lasts 10.0 s. Shorten it or split it in two.',
  ]);
});

test('gaps and overlaps of the cut are told, a transition is neither', () => {
  const ids = ['a', 'b', 'c'].map((sign) => `0190aaaa-0000-7000-8000-00000000000${sign}`);
  const shots = ids.map((id, index) => ({
    id,
    code: `1${'ABC'[index]}`,
    lengthFrames: 60,
    narration: '',
    words: { lines: [], items: [] },
  }));
  const cut = makeTimeline(ids.map((shotId) => ({ shotId })));
  expect(listTimeNotes(shots, 30, cut)).toEqual([]);
  const [first, second, third] = cut.tracks[0]!.items;
  const items = [first!, { ...second!, startFrame: 36 }, { ...third!, startFrame: 60 }];
  expect(listTimeNotes(shots, 30, { ...cut, tracks: [{ ...cut.tracks[0]!, items }] })).toEqual([
    'Before shot 1B the cut is empty for 0.2 s. Move it up or fill the gap.',
    'Shot 1C begins 0.2 s before the one before it ends. Move or trim it.',
  ]);
  const crossing = { ...third!, transitionIn: { kind: 'dissolve' as const, lengthFrames: 6 } };
  const dissolved = [first!, { ...second!, startFrame: 30, lengthFrames: 36 }, crossing];
  expect(listTimeNotes(shots, 30, { ...cut, tracks: [{ ...cut.tracks[0]!, items: dissolved }] })).toEqual([]);
});

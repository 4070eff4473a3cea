import { expect, test } from 'vitest';
import { isNarrowed, readLibrary, toLibraryQuery, WHOLE_LIBRARY, writeLibrary } from './library-state.ts';

test('an address and a list say the same, and equal lists have equal addresses', () => {
  const state = {
    ...WHOLE_LIBRARY,
    words: 'חולצה, linen',
    kinds: ['video', 'image'],
    people: ['p1'],
    maker: 'Replicate · flux, fast',
    use: 'unused' as const,
    right: 'consented' as const,
    sort: '-size' as const,
  };
  const address = writeLibrary(state);
  expect(readLibrary(address)).toEqual({ ...state, kinds: ['image', 'video'] });
  expect(writeLibrary({ ...state, kinds: ['image', 'video'] }).toString()).toBe(address.toString());
  expect(writeLibrary(WHOLE_LIBRARY).toString()).toBe('');
});

test('words an address does not know are left aside', () => {
  expect(readLibrary(new URLSearchParams('kind=image,hologram&sort=taste&use=maybe&origin=moon'))).toEqual({
    ...WHOLE_LIBRARY,
    kinds: ['image'],
  });
});

test('the studio is asked for what narrows, and for nothing else', () => {
  expect(toLibraryQuery(WHOLE_LIBRARY)).toEqual({});
  expect(
    toLibraryQuery({
      ...WHOLE_LIBRARY,
      words: '  shoe ',
      kinds: ['image', 'vector'],
      project: 'a',
      use: 'used',
      right: 'unlicensed',
      isTrash: true,
    }),
  ).toEqual({
    q: 'shoe',
    kind: 'image,vector',
    projectId: 'a',
    used: 'true',
    licensed: 'false',
    deleted: 'true',
  });
});

test('another order is not another list', () => {
  expect(isNarrowed({ ...WHOLE_LIBRARY, sort: 'name' })).toBe(false);
  expect(isNarrowed({ ...WHOLE_LIBRARY, isTrash: true })).toBe(true);
});

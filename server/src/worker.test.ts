import { expect, it } from 'vitest';
import { startWhileThere } from './worker.ts';

it('a worker whose studio goes while it starts gives up, although what it waits for never answers', async () => {
  let tellGone: () => void = () => undefined;
  let isWatched = false;
  const told: string[] = [];
  const watch = (onGone: () => void) => {
    tellGone = onGone;
    isWatched = true;
    return () => {
      isWatched = false;
    };
  };
  // Found by a chaos run: the database came back at another port, and the engine asked at the old one for ever.
  const starting = startWhileThere(() => new Promise<never>(() => undefined), {
    watch,
    onGone: () => told.push('gone'),
  });
  tellGone();
  await expect(starting).rejects.toMatchObject({ code: 'worker.no_studio' });
  expect([told, isWatched]).toEqual([[], false]);
});

it('one that runs tells of it, and one that cannot start says why', async () => {
  let tellGone: () => void = () => undefined;
  const told: string[] = [];
  const watch = (onGone: () => void) => {
    tellGone = onGone;
    return () => undefined;
  };
  const onGone = () => told.push('gone');
  expect((await startWhileThere(async () => 'running', { watch, onGone })).running).toBe('running');
  tellGone();
  expect(told).toEqual(['gone']);
  const broken = startWhileThere(() => Promise.reject(new Error('no folder')), { watch, onGone });
  await expect(broken).rejects.toThrow('no folder');
});

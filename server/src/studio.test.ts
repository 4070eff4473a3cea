import { expect, it } from 'vitest';
import { closeAll, toAddress } from './studio.ts';

it('closes what is left when one part fails to close, and tells the first fault', async () => {
  const closed: string[] = [];
  const close = (name: string) => async () => void closed.push(name);
  const fail = () => Promise.reject(new Error('stuck'));
  await expect(closeAll([close('web'), fail, close('database'), close('lock')])).rejects.toThrow('stuck');
  expect(closed).toEqual(['web', 'database', 'lock']);
});

it('names an address a browser can open', () => {
  expect(toAddress('0.0.0.0', 4747)).toBe('http://127.0.0.1:4747');
  expect(toAddress('::', 4747)).toBe('http://[::1]:4747');
  expect(new URL(toAddress('::1', 1)).host).toBe('[::1]:1');
  expect(toAddress('studio.local', 80)).toBe('http://studio.local:80');
});

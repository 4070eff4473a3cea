import { expect, it } from 'vitest';
import { readMessage } from './watch.ts';

const about = { id: 'a', nodes: 4 };
const say = (type: string, data: object) => readMessage(JSON.stringify({ type, data }), about);
function frame(event: number, parts: Buffer[]): Uint8Array {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(event);
  return Buffer.concat([head, ...parts]);
}
const number = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

it('reads both forms of progress, of its own job alone', () => {
  expect(say('progress', { value: 5, max: 20, prompt_id: 'a' })).toEqual({ kind: 'share', share: 0.25 });
  expect(say('progress', { value: 5, max: 20, prompt_id: 'b' })).toBe(null);
  const nodes = { 1: { value: 1, max: 1 }, 2: { value: 10, max: 20 } };
  expect(say('progress_state', { prompt_id: 'a', nodes })).toEqual({ kind: 'share', share: 0.375 });
  expect(say('status', { status: {} })).toBe(null);
  expect(readMessage('no json', about)).toBe(null);
});

it('reads previews with and without facts, and passes over what it does not know', () => {
  const picture = Buffer.from([0xff, 0xd8, 1, 2]);
  expect(readMessage(frame(1, [number(1), picture]), about)).toMatchObject({ kind: 'preview', bytes: picture });
  const facts = (id: string) => Buffer.from(JSON.stringify({ prompt_id: id, image_type: 'image/jpeg' }));
  const withFacts = (id: string) => frame(4, [number(facts(id).length), facts(id), picture]);
  expect(readMessage(withFacts('a'), about)).toMatchObject({ bytes: picture });
  expect(readMessage(withFacts('b'), about)).toBe(null);
  expect(readMessage(frame(3, [number(1), picture]), about)).toBe(null);
  expect(readMessage(frame(4, [number(9999), picture]), about)).toBe(null);
  expect(readMessage(new Uint8Array(3), about)).toBe(null);
});

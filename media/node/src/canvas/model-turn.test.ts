import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SceneSubject } from '@kinora/contract';
import { prepareModelTurn } from '@kinora/media-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { drawProducts, type ProductShelf } from './drawn-products.testing.ts';
import { createNodeToolkit } from './toolkit.ts';

let folder: string;
let products: ProductShelf;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kinora-turn-'));
  products = await drawProducts(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('shows the view that was waited for, and to who does not wait the one made last', async () => {
  const toolkit = createNodeToolkit({ findAsset: products.findAsset });
  const { bottle, cup } = products.subjects;
  const sides = Array.from(
    { length: 24 },
    (_, index): SceneSubject => ({ ...(index % 2 ? cup : bottle), width: 40, height: 60 }),
  );
  const turn = await prepareModelTurn(toolkit, { sides, sheets: [] }, 60, {});
  const first = turn.at(0);
  // View 5 is the second side; asked for without waiting, the first stays until it is there.
  expect(turn.at(5)).toBe(first);
  await turn.seek(5);
  const second = turn.at(5);
  expect(second).not.toBe(first);
  expect(turn.at(125)).toBe(second);
  await turn.seek(-115);
  expect(turn.at(5)).toBe(second);
});

it('says of each view where it stands: the front’s shadow would stay under a thing that has turned away', async () => {
  const toolkit = createNodeToolkit({ findAsset: products.findAsset });
  const { bottle, cup } = products.subjects;
  const sides = Array.from(
    { length: 24 },
    (_, index): SceneSubject => ({ ...(index % 2 ? cup : bottle), width: 400, height: 600, stands: true }),
  );
  const turn = await prepareModelTurn(toolkit, { sides, sheets: [] }, 600, {});
  const front = turn.at(0).ground!;
  await turn.seek(5);
  const side = turn.at(5).ground!;
  expect(side.place).not.toEqual(front.place);
  for (const { x, y, width, height } of [front.place, side.place]) {
    expect(x + width).toBeLessThanOrEqual(1);
    expect(y + height).toBeLessThanOrEqual(1);
  }
  // What hangs has no ground.
  const hung = sides.map((one) => ({ ...one, stands: false }));
  expect((await prepareModelTurn(toolkit, { sides: hung, sheets: [] }, 600, {})).at(0).ground).toBeUndefined();
});

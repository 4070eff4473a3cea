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

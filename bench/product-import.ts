import { setTimeout as sleep } from 'node:timers/promises';
import type { ProductImport } from '@kinora/contract';
import { printFigures, repeat, timeSeconds } from './lib/figures.ts';
import { type BenchStudio, openBenchStudio } from './lib/studio.ts';

/** A table of 5000 products, from the press to the last row written: variants, tags, words and search included. */
const ROWS = 5000;
const RUNS = 3;

const studio = await openBenchStudio();
try {
  const values = await repeat(RUNS, async (run) => {
    const id = await bringTable(studio, run);
    const seconds = await timeSeconds(async () => {
      await studio.call('POST', `/product-imports/${id}/run`);
      await untilEnd(studio, id);
    });
    return ROWS / seconds;
  });
  printFigures(`A table of ${ROWS} products`, [{ name: 'written', unit: 'rows/s', values }]);
} finally {
  await studio.close();
}

async function bringTable({ call }: BenchStudio, run: number): Promise<string> {
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const [material, thing] = [
      ['linen', 'leather', 'silk'][index % 3],
      ['shirt', 'coat', 'bag'][((index / 3) % 3) | 0],
    ];
    return `R${run}-${index},${material} ${thing} ${index},${index % 900}.50,EUR,summer|new,"Made in small series, number ${index} of a ${thing}.",S,Sand`;
  });
  const text = ['sku,name,price,currency,tags,description,size,colour', ...rows].join('\n');
  const dataUri = `data:text/csv;base64,${Buffer.from(text).toString('base64')}`;
  const table = await call<ProductImport>('POST', '/product-imports', { name: 'products.csv', dataUri });
  const columns = table.columns.map(({ proposed }) => proposed);
  await call('POST', `/product-imports/${table.id}/preview`, { mapping: { columns, defaults: {} } });
  return table.id;
}

async function untilEnd({ call }: BenchStudio, id: string): Promise<void> {
  for (;;) {
    const { state, created } = await call<ProductImport>('GET', `/product-imports/${id}`);
    if (state === 'completed' && created === ROWS) return;
    if (state !== 'running') throw new Error(`The import ended as ${state} with ${created} products`);
    await sleep(50);
  }
}

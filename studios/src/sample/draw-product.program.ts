/** Child program: draws one sample product into a file. `KEY TARGET`. Seconds of pure computing, kept off the server's thread. */
import { writeFile } from 'node:fs/promises';
import { registerFontShelf } from '@kinora/media-node';
import { SAMPLE_PRODUCTS } from './products.ts';
import { drawStillLife } from './still-life.ts';

const [key, target] = process.argv.slice(2);
const product = SAMPLE_PRODUCTS.find((entry) => entry.key === key);
if (!product || !target) throw new Error(`Unknown sample product "${key}".`);
registerFontShelf();
await writeFile(target, drawStillLife(product.scene()));

import { judgeStanding, toLabPlanes, keyFlatGround } from './media/core/src/pictures/index.ts';
import { loadPicture } from './media/node/src/pictures/load.ts';
import { findOwnAlpha } from './media/node/src/pictures/own-alpha.ts';
for (const f of process.argv.slice(2)) {
  const { keyCopy } = await loadPicture(f);
  const own = findOwnAlpha(keyCopy);
  const key = own ? undefined : keyFlatGround(keyCopy);
  const lab = key?.lab ?? toLabPlanes(keyCopy);
  const o = own ?? (key.kind === 'keyed' ? { alpha: key.edge.alpha, box: key.box } : undefined);
  console.log(f, o && judgeStanding(o.alpha, keyCopy.width, o.box, lab), o?.box);
}

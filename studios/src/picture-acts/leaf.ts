import { pictureAct, say } from '@kinora/contract';
import { z } from 'zod';
import { defineLeaf } from '../studio.ts';
import { openPictures, requireAct, toActRequest } from './request.ts';

const NAMES = { cut_out: 'cut-out', try_on: 'try-on' } as const;

/** Asks a vendor once, and keeps what came as a file of its own, child of the picture it was made from. */
export const pictureActLeaf = defineLeaf({
  kind: 'picture-act/make',
  slot: 'provider',
  stepName: say('step.picture'),
  priceKey: 'picture',
  timeoutMs: 1_800_000,
  input: z.object({ act: pictureAct, seed: z.int().nonnegative() }),
  output: z.object({ assetId: z.string() }),
  title: ({ act }) => say(act.act === 'cut_out' ? 'job.cut_out' : 'job.try_on'),
  async run(context, { act, seed }) {
    const { assets, routes } = context.ports;
    const route = { connection: act.connection, model: act.model };
    requireAct(await routes.find(route, { isUnderWay: true }), act);
    const opened = await openPictures(assets, act);
    const request = await toActRequest(assets, act, { opened, seed });
    const made = await context.generate({ name: act.act, route, request, fileName: act.act });
    const [file] = made.files;
    const [source] = opened;
    const stored = await assets.store(file!.path, {
      name: toName(source!.name, NAMES[act.act], file!.path),
      kind: 'image',
      madeBy: made.madeBy,
      recipe: { act: NAMES[act.act], model: act.model, pictures: opened.map(({ hash }) => hash) },
      parentAssetId: source!.assetId,
      role: 'deliverable',
    });
    return { assetId: stored.assetId };
  },
});

/** "coat.jpg" → "coat cut-out.png"; the ending is the made file's. */
function toName(source: string, act: string, path: string): string {
  const dot = source.lastIndexOf('.');
  const stem = (dot > 0 ? source.slice(0, dot) : source).slice(0, 200);
  return `${stem} ${act}${/\.\w+$/.exec(path)?.[0] ?? '.png'}`;
}

import { assetId, say } from '@kinora/contract';
import { z } from 'zod';
import { defineLeaf } from '../../studio.ts';
import { type FilmDependencies, MADE_BY } from '../dependencies.ts';

const done = z.object({ seconds: z.number(), attempt: z.int() });

/**
 * Looks at one photograph and keeps its cut-out. A picture looked at before is not looked at again. It is opened in a
 * child only, which an abort stops (rulings §3.7).
 */
export function createAnalyseLeaf({ parser }: Pick<FilmDependencies, 'parser'>) {
  return defineLeaf({
    kind: 'film/analyse',
    slot: 'light',
    stepName: say('step.plan'),
    priceKey: 'plan',
    timeoutMs: 120_000,
    input: z.object({ assetId, number: z.int() }),
    output: done,
    title: (input) => say('piece.photograph', { number: input.number }),
    async run(context, input) {
      const started = context.now();
      const { assets } = context.ports;
      const asset = await assets.open(input.assetId);
      if (!(await assets.findAnalysis(asset.hash))) {
        const { analysis, cutoutFile } = await context.phase(say('phase.cutting_out'), () =>
          parser.parse('analysis', asset.path, context.temporaryFolder, { signal: context.signal }),
        );
        context.signal.throwIfAborted();
        if (cutoutFile) {
          await assets.store(cutoutFile, {
            name: `cutout-${analysis.cutout?.hash.slice(0, 12)}.png`,
            kind: 'image',
            madeBy: MADE_BY,
            parentAssetId: input.assetId,
            recipe: { from: asset.hash, trust: analysis.cutout?.trust },
            role: 'working',
          });
        }
        // The asset's hash is the key people's pictures are known by; the analysis states the same file.
        await assets.saveAnalysis({ ...analysis, hash: asset.hash });
      }
      return { seconds: (context.now() - started) / 1000, attempt: context.attempt };
    },
  });
}

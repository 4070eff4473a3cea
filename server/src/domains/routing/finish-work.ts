import { isKinoraError } from '@kinora/contract';
import { estimateMicros, type Made } from '@kinora/providers';
import type { Generated } from '@kinora/studios';
import { LinksGone } from './fetch-outputs.ts';
import { endIntent, type IntentRow } from './intent-store.ts';
import { settleIntentCost } from './spend.ts';
import { keep, madeByOf, type Work, write } from './work.ts';

/** Files first, then the row: a crash between the two fetches them again, and the same content is the same asset. */
export async function finish(work: Work, intent: IntentRow, made: Made): Promise<void> {
  const { parts, scope, order, connection, model } = work;
  const seed = model.limits.takesSeed ? (made.seed ?? order.request.seed) : null;
  const costMicros = made.costMicros ?? estimateMicros(model, intent.request);
  const recipe = {
    provider: connection.provider.id,
    model: model.id,
    seed,
    costMicros,
    intentId: intent.id,
    request: intent.request,
    ...(work.insteadOf.length > 0 ? { insteadOf: work.insteadOf } : {}),
  };
  try {
    // Words are no file: they are kept with the intent alone.
    const assetIds = made.written
      ? []
      : await parts.fetchOutputs(made.outputs, {
          capability: model.capability,
          fileName: order.fileName,
          madeBy: madeByOf(connection, model),
          recipe,
          projectId: order.projectId,
          ports: scope.ports,
          folder: scope.temporaryFolder,
          signal: intent.state === 'accepted' ? scope.signal : undefined,
          http: connection.call.http,
        });
    await keep(work, async (tx) => {
      await endIntent(tx, intent.id, { state: 'finished', assetIds, made: { ...made, seed, costMicros } });
      await settleIntentCost(tx, intent, costMicros);
    });
  } catch (error) {
    if (!(error instanceof LinksGone)) return endUnusable(work, intent, error);
    work.gone += 1;
    // Looked at again, a vendor may name fresh addresses; once.
    if (work.gone < 2 && intent.state === 'accepted') return;
    const fault = { kind: 'expired' as const, message: error.message };
    await write(work, (tx) => endIntent(tx, intent.id, { state: 'failed', fault }));
  }
}

/** A file nobody can use is an end: what was paid for it is paid. Faults that may pass leave the intent as it is. */
async function endUnusable(work: Work, intent: IntentRow, error: unknown): Promise<void> {
  if (!isKinoraError(error) || error.isRetryable || work.scope.signal.aborted) throw error;
  const fault = { kind: 'failed' as const, message: error.message };
  await keep(work, (transaction) => endIntent(transaction, intent.id, { state: 'failed', fault }));
  throw error;
}

export async function openFinished(work: Work, intent: IntentRow): Promise<Generated> {
  const { scope, connection, model } = work;
  const opened = await Promise.all((intent.asset_ids ?? []).map((assetId) => scope.ports.assets.open(assetId)));
  return {
    capability: intent.capability,
    files: opened.map(({ assetId, hash, path, width, height }) => ({ assetId, hash, path, width, height })),
    madeBy: madeByOf(connection, model),
    insteadOf: work.insteadOf,
    seed: intent.seed,
    words: intent.words,
    written: intent.written,
  };
}

import type { OfferedModel } from '../../api/index.ts';

const SOON_DAYS = 90;
const DAY_MS = 86_400_000;

/** How near a model's last day is. From that day on the vendor refuses it. */
export function planShutdown(shutsDownOn: string | null, nowMs: number): 'none' | 'later' | 'soon' | 'gone' {
  if (shutsDownOn === null) return 'none';
  const days = (Date.parse(shutsDownOn) - nowMs) / DAY_MS;
  if (days <= 0) return 'gone';
  return days <= SOON_DAYS ? 'soon' : 'later';
}

export type ModelFilter = { capability: string | null; vendor: string | null };

/** What fits the filter, with the models that can be asked today first; otherwise in the vendors' own order. */
export function planModels(models: readonly OfferedModel[], { capability, vendor }: ModelFilter): OfferedModel[] {
  const fitting = models.filter(
    (model) => (!capability || model.capability === capability) && (!vendor || model.provider === vendor),
  );
  const isReached = (model: OfferedModel) => model.connections.length > 0;
  return [...fitting.filter(isReached), ...fitting.filter((model) => !isReached(model))];
}

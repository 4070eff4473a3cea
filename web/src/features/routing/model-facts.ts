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

const PICTURES: readonly OfferedModel['capability'][] = ['image', 'image-edit'];

/** Models that can be asked for a kind of work, a shot's picture by itself, by the connection they are asked through. */
export function planMakers(models: readonly OfferedModel[], nowMs: number, capabilities = PICTURES) {
  const makers = models.filter(
    ({ capability, licence, shutsDownOn }) =>
      capabilities.includes(capability) && licence === 'commercial' && planShutdown(shutsDownOn, nowMs) !== 'gone',
  );
  const connections = new Map(makers.flatMap((model) => model.connections).map((each) => [each.id, each]));
  return [...connections.values()].map((connection) => ({
    connection,
    models: makers.filter((model) => model.connections.some(({ id }) => id === connection.id)),
  }));
}

/** Whether some account moves shots with a sound of their own. */
export function canMakeSound(models: readonly OfferedModel[]): boolean {
  return models.some(({ limits, connections }) => limits.makesSound === true && connections.length > 0);
}

import type { DeliveryPreset } from '../../api/index.ts';

type Zone = NonNullable<DeliveryPreset['safeZone']>;
const percent = (share: number) => `${(share * 100).toFixed(2)}%`;

/** What the network's own buttons and words cover, shaded; the free part is outlined. Edges are the picture's, not the page's. */
export function SafeZone({ zone }: { zone: Zone }) {
  const edges = {
    '--zone-top': percent(zone.top),
    '--zone-right': percent(zone.right),
    '--zone-bottom': percent(zone.bottom),
    '--zone-left': percent(zone.left),
  };
  return (
    <span className="safe-zone" style={edges as object} aria-hidden="true">
      <i />
    </span>
  );
}

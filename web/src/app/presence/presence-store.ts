import { create } from 'zustand';
import { call, newIdempotencyKey, type StreamEvent } from '../../api/index.ts';
import { keyOf, type Place, type SeenTabs, TELL_EVERY_MS, withEvent, withoutSilent } from './people.ts';

export const useSeenTabs = create<{ tabs: SeenTabs }>()(() => ({ tabs: {} }));

const ownTab = newIdempotencyKey();
let ownPlace: Place | null = null;

/** Nobody misses it when the studio is away: it is told again. */
function tell(): void {
  void call('tellPresence', { body: { tab: ownTab, place: ownPlace } }).catch(() => undefined);
}

/** One event; a tab that has just come to where this one is hears of it at once. */
export function takePresence(event: StreamEvent): void {
  const { tabs } = useSeenTabs.getState();
  const next = withEvent(tabs, event, Date.now());
  useSeenTabs.setState({ tabs: next });
  const tab = String(event.data['tab']);
  const isNewHere = ownPlace !== null && next[tab]?.place === keyOf(ownPlace) && tabs[tab]?.place !== next[tab]?.place;
  if (isNewHere && tab !== ownTab) tell();
}

/** Tells where this tab is for as long as it is looked at. Returns the way to leave. */
export function stayAt(place: Place): () => void {
  const show = () => {
    const next = document.hidden ? null : place;
    if (next === null && ownPlace === null) return;
    ownPlace = next;
    tell();
  };
  const again = () => {
    useSeenTabs.setState(({ tabs }) => ({ tabs: withoutSilent(tabs, Date.now()) }));
    show();
  };
  show();
  const timer = setInterval(again, TELL_EVERY_MS);
  document.addEventListener('visibilitychange', show);
  const leave = () => {
    if (ownPlace === null) return;
    ownPlace = null;
    tell();
  };
  addEventListener('pagehide', leave);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', show);
    removeEventListener('pagehide', leave);
    leave();
  };
}

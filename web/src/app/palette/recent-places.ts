/** A thing that was opened: by its address inside the organization, with its name as it was then. */
type Place = { href: string; name: string };

const KEPT = 12;
const STORED = 'kinora.recent';
/** Addresses of one thing each; of a film whichever tab was open last. */
const THINGS = /^\/(film|products|brands|jobs|library\/assets)\/[0-9a-f-]{36}/;

/** Newest first, each thing once. */
export function addPlace(places: readonly Place[], place: Place): Place[] {
  const thing = (href: string) => THINGS.exec(href)?.[0] ?? href;
  return [place, ...places.filter(({ href }) => thing(href) !== thing(place.href))].slice(0, KEPT);
}

function isThing(href: string): boolean {
  return THINGS.test(href);
}

/** What was opened in this organization, in this browser. */
export function readPlaces(organizationId: string): Place[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(`${STORED}.${organizationId}`) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isPlace) : [];
  } catch {
    // Written by another version, or by hand: nothing depends on it.
    return [];
  }
}

export function rememberPlace(organizationId: string, place: Place): void {
  if (!isThing(place.href) || place.name === '') return;
  localStorage.setItem(`${STORED}.${organizationId}`, JSON.stringify(addPlace(readPlaces(organizationId), place)));
}

/** On a shared computer the next person learns no name of what this one opened. */
export function forgetPlaces(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(`${STORED}.`)) localStorage.removeItem(key);
}

function isPlace(value: unknown): value is Place {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Place).href === 'string' &&
    typeof (value as Place).name === 'string'
  );
}

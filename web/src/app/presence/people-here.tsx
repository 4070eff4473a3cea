import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { call, meQuery } from '../../api/index.ts';
import { Avatar, Mono } from '../../ui/index.ts';
import { useWords } from '../words/index.ts';
import { keyOf, othersAt, placeOf } from './people.ts';
import { stayAt, useSeenTabs } from './presence-store.ts';

const SHOWN = 4;

/** Tells where this tab is; once for the whole app, as a film stays the same one from tab to tab of it. */
export function usePresence(): void {
  const [path] = useLocation();
  const place = JSON.stringify(placeOf(path));
  useEffect(() => {
    const here = JSON.parse(place);
    return here ? stayAt(here) : undefined;
  }, [place]);
}

/** Who else has this thing open now: their pictures, with the names spoken and on hover. */
export function PeopleHere() {
  const t = useWords();
  const [path] = useLocation();
  const place = placeOf(path);
  const tabs = useSeenTabs((state) => state.tabs);
  const me = useQuery(meQuery).data?.user?.id;
  const ids = place ? othersAt(tabs, keyOf(place), me) : [];
  const members = useQuery({
    queryKey: ['members'],
    queryFn: () => call('listMembers'),
    enabled: ids.length > 0,
  }).data;
  const people = members?.items.filter(({ userId }) => ids.includes(userId)) ?? [];
  if (people.length === 0) return null;
  return (
    <ul className="people-here" aria-label={t('presence.here')}>
      {people.slice(0, SHOWN).map(({ userId, name, avatarVersion }) => (
        <li key={userId} title={name}>
          <Avatar userId={userId} name={name} version={avatarVersion} />
          <span className="spoken">{name}</span>
        </li>
      ))}
      {people.length > SHOWN ? (
        <li>
          <Mono>{`+${people.length - SHOWN}`}</Mono>
        </li>
      ) : null}
    </ul>
  );
}

import { ChevronsUpDown, CircleHelp, Plus } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import type { Me } from '../../api/index.ts';
import { CreditsMeter } from '../../features/credits/index.ts';
import { useActiveJobs } from '../../features/jobs/index.ts';
import { Bell } from '../../features/notifications/index.ts';
import { Avatar, Icon, type IconOf, Menu } from '../../ui/index.ts';
import { RAIL } from '../screens.ts';
import { useMay } from '../session.ts';
import { useWords } from '../words/index.ts';
import { KinoraMark } from './mark.tsx';
import { useOrganizationMenu, usePersonMenu } from './menus.ts';
import { useOverlay } from './overlay-store.ts';

/** Where one can go. Folded it keeps the signs and speaks the names. */
export function Rail({ me, isFolded }: { me: Me; isFolded: boolean }) {
  const t = useWords();
  const organizationMenu = useOrganizationMenu(me);
  const personMenu = usePersonMenu(me);
  const running = useActiveJobs().length;
  const canMake = useMay('jobs.create');
  const person = me.user?.name ?? '';
  return (
    <nav className="rail" aria-label={t('nav.main')}>
      <Menu
        className="rail-row rail-organization"
        label={t('nav.organization', { name: me.organization?.name ?? '' })}
        items={organizationMenu}
      >
        <KinoraMark />
        <span className="rail-name cut" dir="auto">
          {me.organization?.name}
        </span>
        <span className="rail-aside text-3">
          <Icon of={ChevronsUpDown} />
        </span>
      </Menu>
      {canMake ? <Entry path="/projects/new/film" icon={Plus} name={t('nav.new')} isFolded={isFolded} /> : null}
      {RAIL.map((entry) => (
        <Entry
          key={entry.path}
          path={entry.path}
          icon={entry.icon}
          name={t(entry.name)}
          isFolded={isFolded}
          {...(entry.path === '/queue' && running > 0 ? { count: running } : {})}
        />
      ))}
      <div className="rail-foot">
        {isFolded ? null : <CreditsMeter />}
        <Bell />
        <button
          type="button"
          className="rail-row"
          title={t('nav.keys')}
          onClick={() => useOverlay.setState({ open: 'keys' })}
        >
          <Icon of={CircleHelp} />
          <span className="rail-name">{t('nav.keys')}</span>
        </button>
        <Menu className="rail-row" side="top" label={t('nav.person', { name: person })} items={personMenu}>
          <Avatar userId={me.user?.id} name={person} version={me.user?.avatarVersion} />
          <span className="rail-name cut" dir="auto">
            {person}
          </span>
        </Menu>
      </div>
    </nav>
  );
}

/** Addresses that lie inside an entry's area, by its own. */
const INSIDE: Readonly<Record<string, string>> = {
  '/projects': '/film/',
  '/studios/product-film': '/studios/product-film/',
  '/products': '/products/',
  '/brands': '/brands/',
};

function Entry({
  path,
  icon,
  name,
  count,
  isFolded,
}: {
  path: string;
  icon: IconOf;
  name: string;
  count?: number;
  isFolded: boolean;
}) {
  const [location] = useLocation();
  const isHere = location === path || (path in INSIDE && location.startsWith(INSIDE[path] ?? ''));
  return (
    <Link
      href={path}
      className="rail-row"
      aria-current={isHere ? 'page' : undefined}
      title={isFolded ? name : undefined}
    >
      <Icon of={icon} />
      <span className="rail-name">{name}</span>
      {count === undefined ? null : <bdi className="time rail-aside">{count}</bdi>}
    </Link>
  );
}

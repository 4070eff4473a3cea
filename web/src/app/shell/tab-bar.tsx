import { Bell, Menu as MenuIcon, Plus } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import type { Me } from '../../api/index.ts';
import { Icon, type IconOf, Menu } from '../../ui/index.ts';
import { RAIL } from '../screens.ts';
import { useWords } from '../words/index.ts';
import { useOrganizationMenu, usePersonMenu } from './menus.ts';
import { useOverlay } from './overlay-store.ts';

/** The bar of five that takes the rail's place on narrow screens. */
export function TabBar({ me }: { me: Me }) {
  const t = useWords();
  const [, navigate] = useLocation();
  const organizationMenu = useOrganizationMenu(me);
  const personMenu = usePersonMenu(me);
  const [home, projects, queue] = ['/', '/projects', '/queue'].map((path) => RAIL.find((entry) => entry.path === path));
  const rest = RAIL.filter((entry) => ![home, projects, queue].includes(entry));
  return (
    <nav className="tab-bar" aria-label={t('nav.main')}>
      {home ? <Tab path={home.path} icon={home.icon} name={t(home.name)} /> : null}
      {projects ? <Tab path={projects.path} icon={projects.icon} name={t(projects.name)} /> : null}
      <Tab path="/projects/new/film" icon={Plus} name={t('nav.new')} />
      {queue ? <Tab path={queue.path} icon={queue.icon} name={t(queue.name)} /> : null}
      <Menu
        side="top"
        items={[
          ...rest.map(({ path, name, icon }) => ({
            kind: 'action' as const,
            label: t(name),
            icon,
            run: () => navigate(path),
          })),
          {
            kind: 'action',
            label: t('notifications.title'),
            icon: Bell,
            run: () => useOverlay.setState({ open: 'notifications' }),
          },
          { kind: 'line' },
          ...organizationMenu,
          { kind: 'line' },
          ...personMenu,
        ]}
      >
        <Icon of={MenuIcon} size={20} />
        {t('nav.menu')}
      </Menu>
    </nav>
  );
}

function Tab({ path, icon, name }: { path: string; icon: IconOf; name: string }) {
  const [location] = useLocation();
  return (
    <Link href={path} aria-current={location === path ? 'page' : undefined}>
      <Icon of={icon} size={20} />
      {name}
    </Link>
  );
}

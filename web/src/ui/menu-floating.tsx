import { Check } from 'lucide-react';
import { Direction, DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import type { MenuItem } from './menu.tsx';

/** The open half of `Menu`: opens as soon as it is loaded. */
export function FloatingMenu({
  label,
  items,
  className,
  side,
  children,
}: {
  label?: string | undefined;
  items: MenuItem[];
  className: string;
  side: 'top' | 'bottom';
  children: ReactNode;
}) {
  return (
    <Direction.Provider dir={document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr'}>
      <DropdownMenu.Root defaultOpen modal={false}>
        <DropdownMenu.Trigger className={className} aria-label={label} title={label}>
          {children}
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal container={landmark()}>
          <DropdownMenu.Content className="menu" side={side} align="start" sideOffset={4} collisionPadding={8} loop>
            {items.map((item, index) => (
              <Row key={item.kind === 'line' ? `line-${index}` : item.label} item={item} />
            ))}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </Direction.Provider>
  );
}

/** Menus open inside the page's main part, so that readers of landmarks find them. */
function landmark(): HTMLElement {
  return document.getElementById('content') ?? document.body;
}

function Row({ item }: { item: MenuItem }) {
  if (item.kind === 'line') return <DropdownMenu.Separator className="menu-line" />;
  if (item.kind === 'title') return <DropdownMenu.Label className="menu-title">{item.label}</DropdownMenu.Label>;
  return (
    <DropdownMenu.Item className={item.isDanger ? 'menu-item menu-item-danger' : 'menu-item'} onSelect={item.run}>
      {item.icon ? <Icon of={item.icon} /> : null}
      <span className="grow cut">
        <bdi>{item.label}</bdi>
      </span>
      {item.aside ? <bdi className="time">{item.aside}</bdi> : null}
      {item.isChecked === undefined ? null : (
        <span className="menu-check">{item.isChecked ? <Icon of={Check} /> : null}</span>
      )}
    </DropdownMenu.Item>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { History, Settings, Zap } from 'lucide-react';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { useLocation } from 'wouter';
import { meQuery } from '../../api/index.ts';
import { Icon, type IconOf, Modal } from '../../ui/index.ts';
import { keyLabel, useHotkeyList } from '../hotkeys/index.ts';
import { mayDo } from '../session.ts';
import { useWords, type WordKey } from '../words/index.ts';
import { holdsWords } from './find-words.ts';
import './palette.css';
import { readPlaces } from './recent-places.ts';
import { focusedRow, useRowReader } from './row-acts.ts';
import { SETTINGS_PLACES } from './settings-places.ts';
import { type FoundGroup, useFound } from './use-found.ts';

const HEADINGS: Record<FoundGroup['key'], WordKey> = {
  projects: 'nav.projects',
  products: 'nav.catalogue',
  brands: 'nav.brands',
  files: 'nav.library',
  people: 'settings.members',
};

/**
 * One list: what can be done with the rows behind it, what was opened last, commands, settings, and below them what the
 * studio finds by name. The order is fixed, so that an answer that comes later moves nothing that is there. `>` leaves
 * acts and commands alone.
 */
export function Palette({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState('');
  // Before the palette takes the keyboard.
  const [offer] = useState(() => useRowReader.getState().read?.(focusedRow()));
  const isCommandsOnly = typed.startsWith('>');
  const words = typed.replace(/^>/, '').trim();
  const found = useFound(useDeferredValue(isCommandsOnly ? '' : words));
  const { recent, commands, settings } = useLocal(words, isCommandsOnly);
  const acts = offer?.acts.filter(({ label }) => holdsWords(label, words)) ?? [];
  const choose = (run: () => void) => {
    onClose();
    // After closing, so that the command does not find the page inert.
    setTimeout(run, 0);
  };
  const open = (href: string) => choose(() => navigate(href));
  return (
    <Modal shape="palette" label={t('nav.search')} onClose={onClose}>
      <Command label={t('nav.search')} loop shouldFilter={false}>
        <Command.Input
          data-autofocus
          autoFocus
          placeholder={t(offer ? 'palette.placeholderRows' : 'palette.placeholder')}
          className="palette-input"
          dir="auto"
          value={typed}
          onValueChange={setTyped}
        />
        <Command.List className="palette-list">
          <Command.Empty className="palette-empty">{t('palette.empty')}</Command.Empty>
          <Group heading={offer?.heading ?? ''}>
            {acts.map(({ id, label, icon, run }) => (
              <Line key={id} value={`act ${id}`} icon={icon ?? Zap} name={label} onSelect={() => choose(run)} />
            ))}
          </Group>
          <Group heading={t('palette.recent')}>
            {recent.map(({ href, name }) => (
              <Line key={href} value={`recent ${href}`} icon={History} name={name} onSelect={() => open(href)} />
            ))}
          </Group>
          <Group heading={t('palette.commands')}>
            {commands.map(({ keys, label, run }) => (
              <Line
                key={keys + label}
                value={`command ${keys} ${label}`}
                name={label}
                aside={keyLabel(keys)}
                onSelect={() => choose(run)}
              />
            ))}
          </Group>
          <Group heading={t('nav.settings')}>
            {settings.map(({ href, name }) => (
              <Line key={href} value={href} icon={Settings} name={t(name)} onSelect={() => open(href)} />
            ))}
          </Group>
          {found.map(({ key, items }) => (
            <Group key={key} heading={t(HEADINGS[key])}>
              {items.map(({ id, href, name, icon, aside }) => (
                <Line
                  key={id}
                  value={`${key} ${id}`}
                  icon={icon}
                  name={name}
                  {...(aside ? { aside } : {})}
                  onSelect={() => open(href)}
                />
              ))}
            </Group>
          ))}
        </Command.List>
      </Command>
    </Modal>
  );
}

/** What needs no answer of the studio. Settings come by name only: without words the list would be all of them. */
function useLocal(words: string, isCommandsOnly: boolean) {
  const t = useWords();
  const hotkeys = useHotkeyList((state) => state.list);
  const me = useQuery(meQuery).data;
  const [recent] = useState(() => readPlaces(me?.organization?.id ?? ''));
  const commands = hotkeys.filter(
    ({ keys, label }, index) =>
      keys !== 'mod+k' && hotkeys.findIndex((one) => one.label === label) === index && holdsWords(label, words),
  );
  const settings = SETTINGS_PLACES.filter(
    ({ name, needs }) => (!needs || mayDo(me?.role, needs)) && holdsWords(`${t('nav.settings')} ${t(name)}`, words),
  );
  return {
    commands,
    recent: isCommandsOnly ? [] : recent.filter(({ name }) => holdsWords(name, words)).slice(0, words ? 12 : 5),
    settings: isCommandsOnly || words === '' ? [] : settings,
  };
}

function Group({ heading, children }: { heading: string; children: readonly ReactNode[] }) {
  return children.length === 0 ? null : <Command.Group heading={heading}>{children}</Command.Group>;
}

function Line({
  value,
  icon,
  name,
  aside,
  onSelect,
}: {
  value: string;
  icon?: IconOf;
  name: string;
  aside?: string;
  onSelect: () => void;
}) {
  return (
    <Command.Item value={value} onSelect={onSelect}>
      {icon ? <Icon of={icon} /> : null}
      <span className="grow cut" dir="auto">
        {name}
      </span>
      {aside ? (
        <span className="key" dir="ltr">
          {aside}
        </span>
      ) : null}
    </Command.Item>
  );
}

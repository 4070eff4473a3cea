import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { Film, Package } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useLocation } from 'wouter';
import { productNamesQuery, projectsQuery } from '../../api/index.ts';
import { Icon, Modal } from '../../ui/index.ts';
import { keyLabel, useHotkeyList } from '../hotkeys/index.ts';
import { useWords } from '../words/index.ts';
import './palette.css';

/** One list of places, commands and projects. Local answers at once; each command shows its key. */
export function Palette({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const [, navigate] = useLocation();
  const hotkeys = useHotkeyList((state) => state.list);
  const projects = useInfiniteQuery(projectsQuery);
  const [typed, setTyped] = useState('');
  const products = useQuery(productNamesQuery(useDeferredValue(typed.trim())));
  const items = projects.data?.pages.flatMap((page) => page.items) ?? [];
  const choose = (run: () => void) => {
    onClose();
    // After closing, so that the command does not find the page inert.
    setTimeout(run, 0);
  };
  const commands = hotkeys.filter(
    (hotkey, index) => hotkey.keys !== 'mod+k' && hotkeys.findIndex(({ label }) => label === hotkey.label) === index,
  );
  return (
    <Modal shape="palette" label={t('nav.search')} onClose={onClose}>
      <Command label={t('nav.search')} loop>
        <Command.Input
          data-autofocus
          autoFocus
          placeholder={t('palette.placeholder')}
          className="palette-input"
          dir="auto"
          value={typed}
          onValueChange={setTyped}
        />
        <Command.List className="palette-list">
          <Command.Empty className="palette-empty">{t('palette.empty')}</Command.Empty>
          <Command.Group heading={t('palette.commands')}>
            {commands.map((hotkey) => (
              <Command.Item
                key={hotkey.keys + hotkey.label}
                value={`${hotkey.label} ${hotkey.keys}`}
                onSelect={() => choose(hotkey.run)}
              >
                <span className="grow">{hotkey.label}</span>
                <span className="key">{keyLabel(hotkey.keys)}</span>
              </Command.Item>
            ))}
          </Command.Group>
          <Command.Group heading={t('nav.projects')}>
            {items.map((project) => (
              <Command.Item
                key={project.id}
                value={`${project.name} ${project.id}`}
                onSelect={() => choose(() => navigate(`/film/${project.id}/storyboard`))}
              >
                <Icon of={Film} />
                <span className="grow cut" dir="auto">
                  {project.name}
                </span>
              </Command.Item>
            ))}
          </Command.Group>
          {products.data && products.data.items.length > 0 && typed.trim().length > 1 ? (
            <Command.Group heading={t('nav.catalogue')}>
              {products.data.items.map((product) => (
                // What the studio found stays, also where it forgave a typing mistake that this list would not.
                <Command.Item
                  key={product.id}
                  value={product.id}
                  keywords={[product.name, typed]}
                  onSelect={() => choose(() => navigate(`/products/${product.id}`))}
                >
                  <Icon of={Package} />
                  <span className="grow cut" dir="auto">
                    {product.name}
                  </span>
                  {product.sku ? <span className="key">{product.sku}</span> : null}
                </Command.Item>
              ))}
            </Command.Group>
          ) : null}
        </Command.List>
      </Command>
    </Modal>
  );
}

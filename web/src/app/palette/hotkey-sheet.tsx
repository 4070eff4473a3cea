import { useState } from 'react';
import { Modal, TextInput } from '../../ui/index.ts';
import { type Hotkey, keyLabel, useHotkeyList } from '../hotkeys/index.ts';
import { useWords } from '../words/index.ts';
import './palette.css';

/** `?`: keys of this screen first, then those of the whole app. Each row runs when pressed. */
export function HotkeySheet({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const [wanted, setWanted] = useState('');
  const list = useHotkeyList((state) => state.list);
  const matching = list.filter(({ label }) => label.toLowerCase().includes(wanted.toLowerCase()));
  return (
    <Modal label={t('keys.title')} onClose={onClose}>
      <h2 className="title">{t('keys.title')}</h2>
      <TextInput
        data-autofocus
        className="keys-search"
        aria-label={t('keys.search')}
        placeholder={t('keys.search')}
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
      />
      <Rows title={t('keys.here')} rows={matching.filter(({ scope }) => scope === 'screen')} onRun={onClose} />
      <Rows title={t('keys.everywhere')} rows={matching.filter(({ scope }) => scope === 'global')} onRun={onClose} />
    </Modal>
  );
}

function Rows({ title, rows, onRun }: { title: string; rows: Hotkey[]; onRun: () => void }) {
  if (rows.length === 0) return null;
  return (
    <section className="keys">
      <h3 className="section-title">{title}</h3>
      <ul>
        {rows.map((hotkey) => (
          <li key={hotkey.keys + hotkey.label}>
            <button
              type="button"
              onClick={() => {
                onRun();
                setTimeout(hotkey.run, 0);
              }}
            >
              <span className="grow">{hotkey.label}</span>
              <span className="key">{keyLabel(hotkey.keys)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

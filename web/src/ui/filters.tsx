import { ChevronDown, Search, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useFormat } from '../app/words/index.ts';
import { IconButton } from './button.tsx';
import './filters.css';
import { Icon } from './icon.tsx';
import { Menu, type MenuItem } from './menu.tsx';
import { Mono } from './time.tsx';

const TYPING_PAUSE_MS = 160;

/** Searches while one types; the field stays the person's own while answers arrive. */
export function SearchField({
  label,
  clearLabel,
  words,
  onChange,
}: {
  label: string;
  clearLabel: string;
  words: string;
  onChange: (words: string) => void;
}) {
  const [typed, setTyped] = useState(words);
  const [sent, setSent] = useState(words);
  if (words !== sent) {
    setSent(words);
    setTyped(words);
  }
  useEffect(() => {
    if (typed === sent) return;
    const timer = setTimeout(() => {
      setSent(typed);
      onChange(typed);
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, sent, onChange]);
  return (
    <search className="search-field">
      <Icon of={Search} />
      <input
        type="search"
        className="input"
        dir="auto"
        aria-label={label}
        placeholder={label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {typed === '' ? (
        <span className="search-field-key" aria-hidden="true">
          <span className="key">/</span>
        </span>
      ) : (
        <IconButton size="dense" icon={X} label={clearLabel} onClick={() => setTyped('')} />
      )}
    </search>
  );
}

export function FilterChip({
  label,
  count,
  isOn,
  onPress,
}: {
  label: string;
  count: number;
  isOn: boolean;
  onPress: () => void;
}) {
  const format = useFormat();
  return (
    <button type="button" className="chip" aria-pressed={isOn} onClick={onPress}>
      {label} <Mono>{format.number(count)}</Mono>
    </button>
  );
}

export function FacetMenu({
  name,
  anyLabel,
  chosen,
  choices,
  onToggle,
  onClear,
}: {
  name: string;
  /** Clears the choice. */
  anyLabel: string;
  chosen: readonly string[];
  choices: { value: string; label: string; count: number }[];
  onToggle: (value: string) => void;
  onClear: () => void;
}) {
  const format = useFormat();
  const labelOf = (value: string) => choices.find((choice) => choice.value === value)?.label ?? value;
  const items: MenuItem[] = [
    ...choices.map(
      ({ value, label, count }): MenuItem => ({
        kind: 'action',
        label,
        aside: format.number(count),
        isChecked: chosen.includes(value),
        run: () => onToggle(value),
      }),
    ),
    ...(chosen.length > 0
      ? [{ kind: 'line' } as const, { kind: 'action', label: anyLabel, run: onClear } as const]
      : []),
  ];
  return (
    <Menu className={chosen.length > 0 ? 'chip chip-on' : 'chip'} items={items}>
      {chosen.length === 0 ? name : `${name}: ${chosen.map(labelOf).join(', ')}`}
      <Icon of={ChevronDown} />
    </Menu>
  );
}

import { useEffect, useRef } from 'react';
import { create } from 'zustand';

/**
 * One key of a screen or of the app. `keys` is a chord (`mod+k`), a letter (`c`) or a sequence (`g h`); `label` is what
 * the sheet and the palette show. A letter matches the typed letter when it is Latin, else the physical key, so that
 * J K L work on Hebrew and Arabic layouts.
 */
export type Hotkey = { keys: string; label: string; run: () => void; scope: 'global' | 'screen'; inFields?: boolean };

export const useHotkeyList = create<{ list: Hotkey[] }>()(() => ({ list: [] }));

/** Registers keys while the calling component is mounted. The newest registration of a key wins. */
export function useHotkeys(hotkeys: Hotkey[]): void {
  const latest = useRef(hotkeys);
  latest.current = hotkeys;
  const signature = hotkeys.map(({ keys, label }) => `${keys}=${label}`).join('|');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for the list, which is new each time
  useEffect(() => {
    const own = latest.current.map((hotkey, index) => ({ ...hotkey, run: () => latest.current[index]?.run() }));
    useHotkeyList.setState(({ list }) => ({ list: [...own, ...list] }));
    return () => useHotkeyList.setState(({ list }) => ({ list: list.filter((item) => !own.includes(item)) }));
  }, [signature]);
}

/** The letter meant by a key press: typed when Latin, else by place on the keyboard. */
export function letterOf(event: { key: string; code: string }): string {
  if (event.key.length !== 1 || event.key.charCodeAt(0) < 128) return event.key.toLowerCase();
  const physical = /^(?:Key|Digit)(.)$/.exec(event.code)?.[1];
  return (physical ?? event.key).toLowerCase();
}

export function chordOf(event: {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}): string {
  const letter = letterOf(event) === ' ' ? 'space' : letterOf(event);
  const needsShift = event.shiftKey && (letter.length > 1 || /[a-z0-9]/.test(letter));
  return `${event.ctrlKey || event.metaKey ? 'mod+' : ''}${needsShift ? 'shift+' : ''}${letter}`;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button'].includes(target.type);
}

const SEQUENCE_MS = 900;

/** Listens for the whole app. Returns the undo. */
export function startHotkeys(): () => void {
  let first = '';
  let firstAt = 0;
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.altKey || ['Control', 'Shift', 'Meta'].includes(event.key))
      return;
    const chord = chordOf(event);
    const sequence = event.timeStamp - firstAt < SEQUENCE_MS ? `${first} ${chord}` : chord;
    const list = useHotkeyList.getState().list;
    const match = list.find(({ keys }) => keys === sequence) ?? list.find(({ keys }) => keys === chord);
    const isButtonPress =
      event.target instanceof HTMLElement &&
      event.target.closest('button,a,summary,[role=slider],input[type=range]') !== null;
    first = chord;
    firstAt = event.timeStamp;
    if (!match || (isTyping(event.target) && !match.inFields)) return;
    if (isButtonPress && ['space', 'enter'].includes(match.keys)) return;
    event.preventDefault();
    match.run();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
const NAMES: Record<string, string> = {
  space: 'Space',
  enter: 'Enter',
  escape: 'Esc',
  backspace: '⌫',
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
};

/** How a key is written on screen: `Ctrl K`, `G H`. Key names stay Latin in every language. */
export function keyLabel(keys: string): string {
  return keys
    .split(/ |(?<=.)\+(?=.)/)
    .map((part) =>
      part === 'mod' ? (isMac ? '⌘' : 'Ctrl') : part === 'shift' ? 'Shift' : (NAMES[part] ?? part.toUpperCase()),
    )
    .join(' ');
}

export { type Hotkey, keyLabel, startHotkeys, useHotkeyList, useHotkeys } from './hotkeys.ts';

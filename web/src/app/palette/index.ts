export { HotkeySheet } from './hotkey-sheet.tsx';
export { Palette } from './palette.tsx';

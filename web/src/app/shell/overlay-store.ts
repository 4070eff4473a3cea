import { create } from 'zustand';

/** Which app-wide panel is open over the page. */
export const useOverlay = create<{ open: 'palette' | 'keys' | 'notifications' | undefined }>()(() => ({
  open: undefined,
}));

import { create } from 'zustand';

export type Theme = 'system' | 'dark' | 'light';
const STORED = 'kinora.theme';
const prefersLight = matchMedia('(prefers-color-scheme: light)');

function apply(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme === 'system' ? (prefersLight.matches ? 'light' : 'dark') : theme;
}

export const useTheme = create<{ theme: Theme; setTheme: (theme: Theme) => void }>()((set) => ({
  theme: (localStorage.getItem(STORED) as Theme | null) ?? 'system',
  setTheme: (theme) => {
    localStorage.setItem(STORED, theme);
    apply(theme);
    set({ theme });
  },
}));

/** Puts the theme on the page and follows the system while nothing else is chosen. */
export function startTheme(): void {
  apply(useTheme.getState().theme);
  prefersLight.addEventListener('change', () => apply(useTheme.getState().theme));
}

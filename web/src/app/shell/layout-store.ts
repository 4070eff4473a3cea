import { create } from 'zustand';
import { persist } from 'zustand/middleware';

type Layout = {
  isRailFolded: boolean;
  /** Inside a film the rail is folded unless opened there: the film's own tabs are the navigation. */
  isRailFoldedInFilm: boolean;
  isInspectorOpen: boolean;
  /** On narrower windows the inspector is a drawer over the content, closed until asked for. */
  isDrawerOpen: boolean;
  isTrayOpen: boolean;
};

/** How this person keeps the panels, kept in the browser. */
export const useLayout = create<Layout>()(
  persist(
    (): Layout => ({
      isRailFolded: false,
      isRailFoldedInFilm: true,
      isInspectorOpen: true,
      isDrawerOpen: false,
      isTrayOpen: false,
    }),
    {
      name: 'kinora.layout',
      partialize: ({ isTrayOpen: _tray, isDrawerOpen: _drawer, ...kept }) => kept,
    },
  ),
);

const isWide = matchMedia('(min-width: 1280px)');

/** `]`: the panel beside the content, or the drawer over it. */
export function toggleInspector(): void {
  useLayout.setState((state) =>
    isWide.matches ? { isInspectorOpen: !state.isInspectorOpen } : { isDrawerOpen: !state.isDrawerOpen },
  );
}

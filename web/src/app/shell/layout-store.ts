import { create } from 'zustand';
import { persist } from 'zustand/middleware';

type Layout = {
  isRailFolded: boolean;
  /** Inside a film the rail is folded unless opened there: the film's own tabs are the navigation. */
  isRailFoldedInFilm: boolean;
  isInspectorOpen: boolean;
  isTrayOpen: boolean;
};

/** How this person keeps the panels, kept in the browser. */
export const useLayout = create<Layout>()(
  persist((): Layout => ({ isRailFolded: false, isRailFoldedInFilm: true, isInspectorOpen: true, isTrayOpen: false }), {
    name: 'kinora.layout',
    partialize: ({ isTrayOpen: _open, ...kept }) => kept,
  }),
);

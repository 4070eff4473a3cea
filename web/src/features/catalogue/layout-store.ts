import { create } from 'zustand';
import { persist } from 'zustand/middleware';

type GridLayout = { tile: number; isFilled: boolean };

/** How this person likes the grid, kept in the browser: width of a tile in px, and pictures whole or filling it. */
export const useGridLayout = create<GridLayout>()(
  persist((): GridLayout => ({ tile: 220, isFilled: false }), { name: 'kinora.products' }),
);
export const TILE_RANGE = { min: 140, max: 360, step: 20 } as const;

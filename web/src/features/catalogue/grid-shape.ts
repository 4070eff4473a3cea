/** Space between tiles and height of the words below a picture, in px. */
export const TILE_GAP = 12;
const CAPTION = 52;
const ROW_GAP = 12;

export type GridShape = { columns: number; rowHeight: number };

/** How many 4:5 tiles of about this width stand in a row, and how high a row is; all in px. Two at least, also on a phone. */
export function shapeGrid(width: number, wantedTile: number): GridShape {
  const columns = Math.max(2, Math.round((width + TILE_GAP) / (wantedTile + TILE_GAP)));
  const tile = (width - TILE_GAP * (columns - 1)) / columns;
  return { columns, rowHeight: Math.max(120, Math.round(tile * 1.25 + CAPTION + ROW_GAP)) };
}

/**
 * How the views of a 3D model are kept: one file for each of its sides, and between two sides further views, many in a
 * sheet. Shown one after another they turn it without a picture ever being worked out from two others.
 */
export const TURN_SIDES = 24;
/** Views between one side and the next. */
export const TURN_BETWEEN = 4;
export const TURN_VIEWS = TURN_SIDES * (TURN_BETWEEN + 1);
const COLUMNS = 4;
const ROWS = 4;
export const SHEET_CELLS = COLUMNS * ROWS;
export const TURN_SHEETS = (TURN_SIDES * TURN_BETWEEN) / SHEET_CELLS;

export type TurnPlace = { kind: 'side'; index: number } | { kind: 'cell'; sheet: number; column: number; row: number };

/** Where the view number `view` of TURN_VIEWS is kept. */
export function placeOfView(view: number): TurnPlace {
  const side = Math.floor(view / (TURN_BETWEEN + 1));
  const step = view % (TURN_BETWEEN + 1);
  if (step === 0) return { kind: 'side', index: side };
  const between = side * TURN_BETWEEN + step - 1;
  const cell = between % SHEET_CELLS;
  return {
    kind: 'cell',
    sheet: Math.floor(between / SHEET_CELLS),
    column: cell % COLUMNS,
    row: Math.floor(cell / COLUMNS),
  };
}

export function sheetSize(view: { width: number; height: number }): { width: number; height: number } {
  return { width: view.width * COLUMNS, height: view.height * ROWS };
}

/** A speed this near to whole or half views a frame is drawn to it, so that every frame turns as far as the last. */
const SNAP = 0.13;

/** Views a frame for a turn that should take so many seconds. */
export function viewsPerFrame(turnSeconds: number, framesPerSecond: number): number {
  const wished = TURN_VIEWS / turnSeconds / framesPerSecond;
  const even = Math.max(0.5, Math.round(wished * 2) / 2);
  return Math.abs(even - wished) / wished < SNAP ? even : wished;
}

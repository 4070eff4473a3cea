/** What may come in (rulings §3.6). */
export const INTAKE_LIMITS = {
  pictureSidePixels: 12_000,
  picturePixels: 100_000_000,
  pictureBytes: 50 * 1024 * 1024,
  filmBytes: 500 * 1024 * 1024,
  soundBytes: 200 * 1024 * 1024,
  fontBytes: 20 * 1024 * 1024,
  drawingBytes: 10 * 1024 * 1024,
  modelBytes: 100 * 1024 * 1024,
  /** Of everything a model shows together. */
  modelTriangles: 500_000,
  /** The part of a GLB that says what is in it. */
  modelJsonBytes: 32 * 1024 * 1024,
  tableBytes: 50 * 1024 * 1024,
  tableRows: 100_000,
  tableColumns: 500,
  /** One row with all its cells. */
  tableRecordBytes: 1024 * 1024,
  /** A ZIP unpacked (rulings §3.7). A small file may shrink more than a hundred times and do no harm. */
  archiveBytes: 10 * 1024 ** 3,
  archiveEntries: 20_000,
  archiveRatio: 100,
  archiveFreeBytes: 1024 * 1024,
  /** Copies above this long side are made for work. */
  workingSidePixels: 4096,
} as const;

/** Limits of the child that parses: a 100-megapixel picture needs about 10 s and 700 MB here. */
export const PARSE_TIME_LIMIT_MS = 60_000;
/** A model is drawn from 120 sides: some 10 s of a core, and several times that beside other work. */
export const MODEL_TIME_LIMIT_MS = 180_000;
export const PARSE_MEMORY_LIMIT_BYTES = 1536 * 1024 * 1024;

export type { FramingRow, Shaping } from './shaping-store.ts';
export { readShaping, saveDeliveredShaping, saveFraming, saveLabelled } from './shaping-store.ts';
export type { StoredTimeline } from './store.ts';
export { findTimeline, saveTimeline } from './store.ts';

export type { StoredTimeline } from './store.ts';
export { findTimeline, saveTimeline } from './store.ts';

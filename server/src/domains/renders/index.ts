export { evictSegments, type SegmentLimits } from './evict-segments.ts';
export type { ZipContent } from './files-zip.ts';
export { streamFilesZip } from './files-zip.ts';
export type { SegmentCacheDependencies } from './segment-cache.ts';
export { createSegmentCache } from './segment-cache.ts';
export type { DeliveredRecord } from './store.ts';
export { insertDelivery, insertRender, listDelivered } from './store.ts';

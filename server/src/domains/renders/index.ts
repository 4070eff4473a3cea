export { evictSegments, type SegmentLimits } from './evict-segments.ts';
export type { ZipEntry } from './files-zip.ts';
export { streamFilesZip, streamZip } from './files-zip.ts';
export type { SegmentCacheDependencies } from './segment-cache.ts';
export { createSegmentCache } from './segment-cache.ts';
export type { DeliveredRecord } from './store.ts';
export { insertDelivery, insertRender, listDelivered } from './store.ts';

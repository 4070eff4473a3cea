export type { Picture, ResizeOptions, Surface, Toolkit } from './canvas/toolkit.ts';
export type { CompositorPlan, PreparedSegment, PrepareSegment, SegmentFacts } from './compositor/compositor.ts';

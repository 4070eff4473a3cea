import type { RenderPlan, RenderSegment } from '@kinora/contract';
import type { Toolkit } from '../canvas/toolkit.ts';

/**
 * A segment made ready to draw. `drawFrame` paints the whole frame (no clearing needed), is synchronous, and paints the
 * same pixels for the same frame whatever was drawn before: workers may start anywhere.
 */
export interface PreparedSegment {
  /**
   * @param frame 0 … lengthFrames − 1 of the segment
   * @param beforeGrain called when all but the grain is drawn: under it everything seems to move
   */
  drawFrame(context: CanvasRenderingContext2D, frame: number, beforeGrain?: () => void): void;
  /** Frames that must be fetched before `drawFrame` (uploaded films); resolves at once for drawn scenes. */
  seek?(frame: number): Promise<void>;
  /** Facts found while preparing, for the report and the checks of craft.md §10. */
  facts: SegmentFacts;
}

/** Where type and product stand in the settled frame, in pixels, and how much pictures were enlarged. */
export type SegmentFacts = {
  textBoxes: {
    shotKey: string;
    text: string;
    x: number;
    y: number;
    width: number;
    height: number;
    contrast: number;
    isLarge: boolean;
    /** Whether a scrim lies under them, or the scene means them to stand on the picture. */
    mayCoverProduct?: boolean;
  }[];
  productBoxes: { shotKey: string; x: number; y: number; width: number; height: number }[];
  /** Where the brand's logo stands in place of a name: a network's own buttons must not cover it either. */
  logoBoxes?: { shotKey: string; x: number; y: number; width: number; height: number }[];
  enlargements: { shotKey: string; use: string; factor: number }[];
  notices: string[];
  /** Place of the plate that says models took part. */
  labelBox?: { x: number; y: number; width: number; height: number };
};

export type CompositorPlan = Pick<RenderPlan, 'size' | 'rate' | 'look' | 'ratio' | 'watermark' | 'disclosure'>;

/** Prepares one segment: loads pictures, paints layers, lays out type. May take seconds; abort through the signal. */
export type PrepareSegment = (
  plan: CompositorPlan,
  segment: RenderSegment,
  toolkit: Toolkit,
  signal?: AbortSignal,
) => Promise<PreparedSegment>;

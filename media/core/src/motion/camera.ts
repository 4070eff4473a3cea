import type { CameraMove } from '@kinora/contract';
import { settleThenDrift } from './curves.ts';

/** Where the camera is at one moment. Shifts are fractions of the frame's width and height; positive moves the set. */
export type CameraState = { zoom: number; shiftX: number; shiftY: number; turnRadians: number; lightDrift: number };
export type Camera = (seconds: number) => CameraState;

export type CameraSpeeds = {
  /** Zoom per second and opening kick, craft.md §4. */
  drift: number;
  kick: number;
};

/** Sideways drift of the product under every push, in widths a second: more is seen as a slide, less as a still. */
const SIDE_DRIFT = 0.0035;
/** A hanging thing swings ±0.26° at 0.27 Hz; more looks blown, less is not seen. */
const SWAY_RADIANS = 0.0045;
const SWAY_RATE = 1.7;
const SWAY_PHASE = 0.6;
/** Pan and tilt: opening shift and shift per second. */
const PAN_KICK = 0.02;
const PAN_DRIFT = 0.012;
/** Window light drifts 1.2 % of the width a second; a light sweep three times that. */
const LIGHT_DRIFT = 0.012;
const LIGHT_SWEEP = 0.036;

/**
 * One camera for every scene, so that a move means the same everywhere. A push-in and a pull-out both start moving on
 * frame 0 and are still moving at the cut.
 */
export function planCamera(move: CameraMove, speeds: CameraSpeeds, shotSeconds: number, isMirrored = false): Camera {
  const side = isMirrored ? -1 : 1;
  const total = settleThenDrift(shotSeconds, speeds.drift, speeds.kick);
  return (seconds) => {
    const pushed = settleThenDrift(seconds, speeds.drift, speeds.kick);
    const state: CameraState = {
      zoom: 1 + pushed,
      shiftX: -SIDE_DRIFT * seconds * side,
      shiftY: 0,
      turnRadians: SWAY_RADIANS * Math.sin(seconds * SWAY_RATE + SWAY_PHASE),
      lightDrift: LIGHT_DRIFT * (seconds - shotSeconds / 2),
    };
    const panned =
      settleThenDrift(seconds, PAN_DRIFT, PAN_KICK) - settleThenDrift(shotSeconds, PAN_DRIFT, PAN_KICK) / 2;
    if (move === 'pull_out' || move === 'reveal') state.zoom = 1 + Math.max(0, total - pushed);
    if (move === 'pan') {
      state.zoom = 1 + total * 0.5;
      state.shiftX = -panned * side;
    }
    if (move === 'tilt') {
      state.zoom = 1 + total * 0.5;
      state.shiftY = -panned;
    }
    if (move === 'orbit') state.shiftX = -panned * 1.6 * side;
    if (move === 'light_sweep') state.lightDrift = LIGHT_SWEEP * (seconds - shotSeconds / 2);
    if (move === 'sway') state.turnRadians *= 2.2;
    return state;
  };
}

import type { CameraMove } from '@kinora/contract';
import { cubicInOut, progress, quintOut, settleThenDrift, wipeOver } from '../motion/curves.ts';
import { drawFocus, paintFocusPull } from '../sets/macro.ts';
import { drawCover, insideBox } from '../sets/place.ts';
import { drawVignette, paintVignette } from '../sets/vignette.ts';
import { paintWall } from '../sets/wall.ts';
import type { Box } from '../type/box.ts';
import { stackText, type TextLine } from '../type/stack.ts';
import { floorSize } from '../type/zones.ts';
import { baseOf } from './blocks.ts';
import { requireSubject } from './hero.ts';
import {
  defineScene,
  EMPTY_LAYOUT,
  groundColour,
  inkWishOn,
  isMirrored,
  leftEdge,
  mirrorLayout,
  momentsOf,
  type SceneInput,
  type SceneLayout,
  safeZoneOf,
  shape,
  subjectAt,
  wordsOf,
} from './scene.ts';

const LIST = { wide: 0.122, square: 0.064, portrait: 0.105, tall: 0.118 };
const LEADING = 1.2;
/** Share of the frame the material takes: side by side when wide, below the words when tall. */
const PANEL = { wide: 0.52, square: 0.5, portrait: 0.52, tall: 0.5 };
const STEP_SECONDS = 0.75;
/** A new material is wiped up a little before its beat, quint-out. */
const WIPE_EARLY = 0.06;
const WIPE_SECONDS = 0.5;
const DRIFT = 0.02;
const KICK = 0.04;
const CENTRES = [
  { x: 0.5, y: 0.58 },
  { x: 0.48, y: 0.42 },
  { x: 0.52, y: 0.7 },
  { x: 0.45, y: 0.3 },
];

/** One panel that materials take in turn, or one for each where nothing is said. */
export type MacroLayout = SceneLayout & { panels: Box[]; moments: number[] };

/** Material close-ups replaced on beats beside a list of facts; older facts fall back. */
export function planMacroLayout(input: SceneInput): MacroLayout {
  requireSubject(input);
  const panels = planPanels(input);
  const panel = panels[0]!;
  const words = wordsOf(input);
  const facts = (words.items.length > 0 ? words.items : words.lines).slice(0, 4);
  const moments = panels.length > 1 ? panels.map(() => 0) : momentsOf(input, Math.max(1, facts.length), STEP_SECONDS);
  const lines = setList(input, facts, moments, listZone(input, panel));
  const mirrored = mirrorLayout(
    { ...EMPTY_LAYOUT, lines, products: panels, shadow: groundColour(input), settledSeconds: input.seconds * 0.9 },
    input,
  );
  return { ...mirrored, panels: mirrored.products, moments };
}

/** Beside or below the words; without any, two materials share the frame: one enlarged over all of it would be soft. */
function planPanels(input: SceneInput): Box[] {
  const { width, height, kind } = shape(input);
  const words = wordsOf(input);
  const isSide = kind === 'wide' || kind === 'square';
  if (words.items.length + words.lines.length > 0) {
    if (isSide) return [{ x: 0, y: 0, width: width * PANEL[kind], height }];
    return [{ x: 0, y: height * (1 - PANEL[kind]), width, height: height * PANEL[kind] }];
  }
  if (input.scene.subjects.length < 2) return [{ x: 0, y: 0, width, height }];
  const half = isSide ? { width: width / 2, height } : { width, height: height / 2 };
  return [
    { x: 0, y: 0, ...half },
    { x: width - half.width, y: height - half.height, ...half },
  ];
}

function listZone(input: SceneInput, panel: Box): Box {
  const frame = shape(input);
  const safe = safeZoneOf(input);
  const margin = leftEdge(input);
  if (frame.kind === 'wide' || frame.kind === 'square') {
    const left = panel.width + margin * 0.75;
    return { x: left, y: frame.height * 0.2, width: safe.x + safe.width - left, height: frame.height * 0.6 };
  }
  const bottom = panel.y - frame.width * 0.03;
  return { x: margin, y: safe.y, width: safe.x + safe.width - margin, height: bottom - safe.y };
}

function setList(input: SceneInput, facts: readonly string[], moments: readonly number[], zone: Box): TextLine[] {
  const sizePx = LIST[shape(input).kind] * baseOf(input);
  const lines = stackText(
    {
      blocks: facts.map((text, index) => ({
        lines: [{ text, family: input.look.fonts.display }],
        role: 'display' as const,
        sizePx,
        leading: 1,
        trackingEm: -0.012,
        gapPx: sizePx * (LEADING - 0.98),
        startSeconds: Math.max(0.04, moments[index]! - WIPE_EARLY),
        entrySeconds: 0.6,
        key: `fact${index}`,
      })),
      zone,
      align: 'left',
      anchor: 'middle',
      floorPx: floorSize(shape(input)),
      group: 'facts',
      ink: inkWishOn(groundColour(input)),
    },
    input.measure,
  );
  const size = Math.min(...lines.map((line) => line.sizePx));
  return lines.map((line) => {
    const next = moments[Number(line.key.slice(4)) + 1];
    // One size for the whole list: the longest fact decides it.
    const sized = {
      ...line,
      sizePx: size,
      widthPx: (line.widthPx * size) / line.sizePx,
      box: { ...line.box, width: (line.box.width * size) / line.sizePx },
    };
    const start = { ...sized, x: sized.direction === 'rtl' ? sized.box.x + sized.widthPx : sized.box.x };
    return next === undefined || Number(line.key.slice(4)) + 1 >= facts.length
      ? start
      : { ...start, dimSeconds: next - WIPE_EARLY };
  });
}

type MacroCamera = { zoom: number; shiftX: number; shiftY: number /** 0 far out of focus, 1 found. */; focus: number };

/** A focus pull breathes: the picture narrows a little while the lens turns. */
const PULL_SECONDS = 0.7;
const BREATH = 0.03;
const TRAVEL = 0.018;

function cameraAt(move: CameraMove, seconds: number): MacroCamera {
  const zoom = 1 + settleThenDrift(seconds, DRIFT, KICK);
  const creep = seconds * 0.008;
  if (move === 'rack_focus') {
    const focus = cubicInOut(progress(seconds, 0.04, PULL_SECONDS));
    return { zoom: zoom + BREATH * (1 - focus), shiftX: creep, shiftY: 0, focus };
  }
  const travel = settleThenDrift(seconds, TRAVEL, TRAVEL * 0.6) - TRAVEL * 0.6;
  if (move === 'pan') return { zoom: 1.06, shiftX: travel, shiftY: 0, focus: 1 };
  if (move === 'tilt') return { zoom: 1.06, shiftX: 0, shiftY: travel, focus: 1 };
  return { zoom, shiftX: creep, shiftY: 0, focus: 1 };
}

export const macroScene = defineScene<MacroLayout>({
  kind: 'macro',
  planLayout: planMacroLayout,
  async preparePicture(input, layout, toolkit) {
    const { panels, moments } = layout;
    const isShared = panels.length > 1;
    const field = { width: panels[0]!.width * 1.06, height: panels[0]!.height * 1.12 };
    const macros = await Promise.all(
      moments.map((_, index) =>
        paintFocusPull(toolkit, subjectAt(input, index)!, field, { centre: CENTRES[index % CENTRES.length]! }),
      ),
    );
    const wall = await paintWall(toolkit, input.size, {
      colour: groundColour(input),
      light: { x: 0.8, y: 0.2 },
      drop: 9,
      texture: 0.6,
    });
    const vignette = await paintVignette(toolkit, input.size, 0.2);
    const side = isMirrored(input.look) ? 1 : -1;
    return {
      enlargements: macros.map((macro) => ({ use: 'macro', factor: macro.enlargement })),
      draw(context, seconds) {
        drawCover(context, wall, { x: 0, y: 0, ...input.size });
        macros.forEach((macro, index) => {
          const panel = panels[isShared ? index : 0]!;
          const since = seconds - moments[index]! + WIPE_EARLY;
          const isWiped = index > 0 && !isShared;
          const shown = isWiped ? wipeOver(progress(since, 0, WIPE_SECONDS)) : 1;
          const landed = isWiped ? quintOut(progress(since, 0, WIPE_SECONDS)) : 1;
          const covered = !isShared && moments[index + 1] !== undefined && seconds > moments[index + 1]! + WIPE_SECONDS;
          if (shown <= 0 || covered) return;
          const top = panel.y + panel.height * (1 - shown);
          insideBox(context, { x: panel.x, y: top, width: panel.width, height: panel.height * shown }, () => {
            const at = cameraAt(input.scene.move, Math.max(0, since));
            drawFocus(context, macro.stages, at.focus, (picture) =>
              drawCover(
                context,
                picture,
                panel,
                at.zoom,
                (isShared && index % 2 === 1 ? -side : side) * at.shiftX * panel.width,
                at.shiftY * panel.height + (1 - landed) * panel.height * 0.12,
              ),
            );
          });
          if (shown < 1) {
            context.fillStyle = 'rgba(0, 0, 0, 0.22)';
            context.fillRect(panel.x, top - 2, panel.width, 2);
          }
        });
        drawVignette(context, vignette, input.size);
      },
    };
  },
});

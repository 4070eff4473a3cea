import type { FilmLook, Rate, SegmentLayer, Size } from '@kinora/contract';
import { framesPerSecond, say } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { lchToRgb, type Rgb, rgbCss, shiftLch } from '../colour/lch.ts';
import type { SegmentFacts } from '../compositor/compositor.ts';
import { progress, quintOut } from '../motion/curves.ts';
import { type Box, boxesMeet, fitInBox, unionOf } from '../type/box.ts';
import { findCalmArea, findPlainHeight } from '../type/calm.ts';
import { contrastOn, contrastScore, LARGE_TEXT_SHARE, readGround } from '../type/contrast.ts';
import { missingLetters } from '../type/coverage.ts';
import { drawLine, lineOpacity } from '../type/draw.ts';
import { createTextMeasure } from '../type/measure.ts';
import { drawScrim, SCRIM_STRENGTHS, type Scrim, scrimBehind, scrimFalloff } from '../type/scrim.ts';
import { findFace } from '../type/shelf.ts';
import { moveLine, type TextLine } from '../type/stack.ts';
import { safeZone } from '../type/zones.ts';
import { chooseLogo } from './choose-logo.ts';
import { sceneOf } from './registry.ts';
import type { Hairline, LogoPlace, SceneInput, SceneLayout, ScenePicture } from './scene.ts';

/** A shot made ready: draws any moment of itself, words included. */
export type PreparedScene = {
  draw(context: CanvasRenderingContext2D, frame: number): void;
  seek?(frame: number): Promise<void>;
  facts: SegmentFacts;
};

/** Words of one group after the picture behind them was looked at. */
type SetGroup = { name: string; colour: Rgb; scrim: Scrim | undefined; contrast: number };

/** The settled frame is read back once, at this width: small enough to be cheap, fine enough to see a busy ground. */
const PROBE_WIDTH = 480;
/** Ivory and never pure white: pure white letters alone made 1.4 % of clipped pixels in the hook. */
const LIGHTEST: Rgb = { r: 253, g: 246, b: 236 };
const LAST_DARK_L = 9;

export async function prepareScene(
  layer: SegmentLayer,
  frame: { look: FilmLook; size: Size; rate: Rate },
  toolkit: Toolkit,
): Promise<PreparedScene> {
  const fps = framesPerSecond(frame.rate);
  const input: SceneInput = {
    scene: layer.scene,
    look: frame.look,
    size: frame.size,
    seconds: layer.shotLengthFrames / fps,
    framesPerSecond: fps,
    beatSeconds: layer.scene.beatFrames.map((beat) => beat / fps),
    measure: createTextMeasure(toolkit),
  };
  const definition = sceneOf(layer.scene.kind);
  const planned = definition.planLayout(input);
  const picture = await definition.preparePicture(input, planned, toolkit);
  const layout = await slideOff(input, await moveToCalm(input, planned, picture, toolkit), picture, toolkit);
  const groups = await setGroups(input, layout, picture, toolkit);
  const logo = layout.logos.length > 0 ? await loadLogo(input, layout.logos[0]!, toolkit) : undefined;
  const prepared: PreparedScene = {
    draw(context, at) {
      const seconds = at / fps;
      picture.draw(context, seconds);
      drawWords(context, layout, groups, seconds, logo);
    },
    facts: factsOf(layer.shotKey, input, layout, picture, groups),
  };
  if (picture.seek) prepared.seek = (at) => picture.seek!(at / fps);
  return prepared;
}

/** Decides ink and scrim of each group from the finished picture behind its words. */
async function setGroups(
  input: SceneInput,
  layout: SceneLayout,
  picture: ScenePicture,
  toolkit: Toolkit,
): Promise<Map<string, SetGroup>> {
  const names = [...new Set([...layout.lines, ...layout.hairlines, ...layout.logos].map((entry) => entry.group))];
  const groups = new Map<string, SetGroup>();
  const probes = new Map<number, Uint8ClampedArray>();
  const scale = PROBE_WIDTH / input.size.width;
  const size = { width: PROBE_WIDTH, height: Math.round(input.size.height * scale) };
  const probeAt = async (seconds: number) => {
    const known = probes.get(seconds);
    if (known) return known;
    await picture.seek?.(seconds);
    const pixels = probe(toolkit, picture, seconds, size, scale);
    probes.set(seconds, pixels);
    return pixels;
  };
  for (const name of names) {
    // Where the picture under standing words is replaced, they are read on the one that asks for more.
    const moments = [settledMoment(layout, name, input.seconds), ...(layout.slide?.atSeconds ?? [])];
    const set: SetGroup[] = [];
    for (const seconds of moments)
      set.push(setGroup(name, input, layout, { pixels: await probeAt(seconds), size, scale }));
    groups.set(name, set.reduce(hardest));
  }
  return groups;
}

function hardest(one: SetGroup, other: SetGroup): SetGroup {
  const [first, second] = [one.scrim?.strength ?? 0, other.scrim?.strength ?? 0];
  return second > first || (second === first && other.contrast < one.contrast) ? other : one;
}

/** How much calmer a place must be before words leave the one they were planned for. */
const CALMER = 0.9;

/** Over a whole photograph the words go to the window of their size whose lightness wanders least (craft.md §5). */
async function moveToCalm(
  input: SceneInput,
  layout: SceneLayout,
  picture: ScenePicture,
  toolkit: Toolkit,
): Promise<SceneLayout> {
  if (!layout.mayMoveWords || layout.lines.length === 0) return layout;
  const scale = PROBE_WIDTH / input.size.width;
  const size = { width: PROBE_WIDTH, height: Math.round(input.size.height * scale) };
  await picture.seek?.(layout.settledSeconds);
  const pixels = probe(toolkit, picture, layout.settledSeconds, size, scale);
  const area = unionOf(layout.lines.map((line) => line.box));
  const small = (box: Box): Box => ({
    x: box.x * scale,
    y: box.y * scale,
    width: box.width * scale,
    height: box.height * scale,
  });
  const zone = small(safeZone(input.size));
  const products = (layout.keepClear ?? []).map(small);
  const text = small(area);
  const isOverSubject = products.some((box) => boxesMeet(box, text));
  // Off the subject when there is such a place, else wherever it is calmest.
  const calm =
    findCalmArea(pixels, size, { text, zone, products }) ?? findCalmArea(pixels, size, { text, zone, products: [] });
  if (!calm) return layout;
  const isCalmer = calm.deviationL <= readGround(pixels, size, area, scale).deviationL * CALMER;
  if (!isOverSubject && !isCalmer) return layout;
  const lines = layout.lines.map((line) => moveLine(line, calm.box.x / scale - area.x, calm.box.y / scale - area.y));
  return { ...layout, lines };
}

/** A place must have so much less under the words before they leave the one they were planned for. */
const PLAINER = 0.75;
/** Fewer edges than this share of their area are no label and no print. */
const HARMLESS = 0.012;

/** Words over the things themselves go up or down to where they do not cross what is written on them. */
async function slideOff(
  input: SceneInput,
  layout: SceneLayout,
  picture: ScenePicture,
  toolkit: Toolkit,
): Promise<SceneLayout> {
  if (!layout.slide || layout.lines.length === 0) return layout;
  const { zone, atSeconds } = layout.slide;
  const scale = PROBE_WIDTH / input.size.width;
  const size = { width: PROBE_WIDTH, height: Math.round(input.size.height * scale) };
  const pictures: Uint8ClampedArray[] = [];
  for (const seconds of atSeconds) {
    await picture.seek?.(seconds);
    pictures.push(probe(toolkit, picture, seconds, size, scale));
  }
  const small = ({ x, y, width, height }: Box): Box => ({
    x: x * scale,
    y: y * scale,
    width: width * scale,
    height: height * scale,
  });
  const area = unionOf(layout.lines.map((line) => line.box));
  const found = findPlainHeight(pictures, size, { text: small(area), zone: small(zone) });
  if (found.edgesBefore <= HARMLESS || found.edges > found.edgesBefore * PLAINER) return layout;
  return { ...layout, lines: layout.lines.map((line) => moveLine(line, 0, found.y / scale - area.y)) };
}

/** Words that leave before the shot settles are looked at while they stand. */
function settledMoment(layout: SceneLayout, group: string, shotSeconds: number): number {
  const ends = layout.lines
    .filter((line) => line.group === group)
    .map((line) => line.wipe?.startSeconds ?? line.endSeconds ?? shotSeconds);
  const last = Math.min(...ends, shotSeconds);
  return Math.max(0, Math.min(layout.settledSeconds, last - 0.05));
}

type Probe = { pixels: Uint8ClampedArray; size: { width: number; height: number }; scale: number };

function probe(
  toolkit: Toolkit,
  picture: ScenePicture,
  seconds: number,
  size: { width: number; height: number },
  scale: number,
): Uint8ClampedArray {
  const { context } = toolkit.createSurface(size.width, size.height);
  context.imageSmoothingEnabled = true;
  context.scale(scale, scale);
  picture.draw(context, seconds);
  return context.getImageData(0, 0, size.width, size.height).data;
}

function setGroup(name: string, input: SceneInput, layout: SceneLayout, seen: Probe): SetGroup {
  const lines = layout.lines.filter((line) => line.group === name);
  const boxes = boxesOf(layout, name);
  const isLarge = lines.length > 0 && lines.every((line) => isLargeLine(line, input.size));
  const area = unionOf(boxes);
  const wish = lines[0]?.ink ?? 'auto';
  const scoreOf = (ink: Rgb, pixels: Uint8ClampedArray) =>
    Math.min(
      ...boxes.map((box) => contrastScore(contrastOn(ink, readGround(pixels, seen.size, box, seen.scale)), isLarge)),
    );
  const ratioOf = (ink: Rgb, pixels: Uint8ClampedArray) =>
    Math.min(...boxes.map((box) => contrastOn(ink, readGround(pixels, seen.size, box, seen.scale)).mean));
  const inks = inkChoices(input.look, wish);
  for (const ink of inks) {
    if (scoreOf(ink, seen.pixels) >= 1)
      return { name, colour: ink, scrim: undefined, contrast: ratioOf(ink, seen.pixels) };
  }
  return addScrim({
    name,
    area,
    ink: wish === 'dark' ? LIGHTEST : (inks.find(isLight) ?? LIGHTEST),
    layout,
    seen,
    scoreOf,
    ratioOf,
  });
}

/** Light words over the set's own shadow, as strong as the contrast asks for and no stronger. */
function addScrim(request: {
  name: string;
  area: ReturnType<typeof unionOf>;
  ink: Rgb;
  layout: SceneLayout;
  seen: Probe;
  scoreOf: (ink: Rgb, pixels: Uint8ClampedArray) => number;
  ratioOf: (ink: Rgb, pixels: Uint8ClampedArray) => number;
}): SetGroup {
  const colour = lchToRgb(shiftLch({ ...request.layout.shadow, l: LAST_DARK_L }, { chromaFactor: 0.9 }));
  let last: SetGroup | undefined;
  for (const strength of SCRIM_STRENGTHS) {
    const scrim = scrimBehind(request.area, colour, strength);
    const pixels = underScrim(request.seen, scrim);
    last = { name: request.name, colour: request.ink, scrim, contrast: request.ratioOf(request.ink, pixels) };
    if (request.scoreOf(request.ink, pixels) >= 1) return last;
  }
  return last!;
}

/** The probe as it looks under a scrim, worked out with the same falloff that is drawn. */
function underScrim(seen: Probe, scrim: Scrim): Uint8ClampedArray {
  const out = new Uint8ClampedArray(seen.pixels);
  for (let y = 0; y < seen.size.height; y++) {
    for (let x = 0; x < seen.size.width; x++) {
      const dx = (x / seen.scale - scrim.centreX) / scrim.radiusX;
      const dy = (y / seen.scale - scrim.centreY) / scrim.radiusY;
      const share = scrim.strength * scrimFalloff(Math.hypot(dx, dy));
      if (share <= 0) continue;
      const index = (y * seen.size.width + x) * 4;
      out[index] = out[index]! * (1 - share) + scrim.colour.r * share;
      out[index + 1] = out[index + 1]! * (1 - share) + scrim.colour.g * share;
      out[index + 2] = out[index + 2]! * (1 - share) + scrim.colour.b * share;
    }
  }
  return out;
}

function isLight(ink: Rgb): boolean {
  return ink.r + ink.g + ink.b > 384;
}

/** The film's ink first, then a stronger one of the same kind, then the other kind. */
function inkChoices(look: FilmLook, wish: TextLine['ink']): Rgb[] {
  const dark = lchToRgb(look.palette.inkDark);
  const darkest = lchToRgb(shiftLch({ ...look.palette.inkDark, l: LAST_DARK_L }, {}));
  const palette = lchToRgb(look.palette.inkLight);
  const light = { r: Math.min(253, palette.r), g: Math.min(250, palette.g), b: Math.min(246, palette.b) };
  if (wish === 'light') return [light, LIGHTEST];
  return [dark, darkest, light, LIGHTEST];
}

function isLargeLine(line: TextLine, size: Size): boolean {
  return line.sizePx >= size.height * LARGE_TEXT_SHARE;
}

function boxesOf(layout: SceneLayout, group: string) {
  const members = [...layout.lines, ...layout.hairlines, ...layout.logos].filter((entry) => entry.group === group);
  return members.map((entry) => entry.box);
}

function drawWords(
  context: CanvasRenderingContext2D,
  layout: SceneLayout,
  groups: Map<string, SetGroup>,
  seconds: number,
  logo: PlacedLogo | undefined,
): void {
  for (const group of groups.values()) {
    if (!group.scrim) continue;
    const lines = layout.lines.filter((line) => line.group === group.name);
    const opacity = lines.length > 0 ? Math.max(...lines.map((line) => lineOpacity(line, seconds))) : 1;
    // The hook's word stands from the first frames; its scrim may not arrive later than its letters.
    drawScrim(context, group.scrim, lines.some((line) => line.startSeconds < 0.1) ? Math.max(opacity, 0.85) : opacity);
  }
  for (const line of layout.hairlines) drawHairline(context, line, groups.get(line.group)!.colour, seconds);
  for (const line of layout.lines) drawLine(context, line, seconds, rgbCss(groups.get(line.group)!.colour));
  for (const place of layout.logos) if (logo) drawLogo(context, place, logo, seconds);
}

function drawHairline(context: CanvasRenderingContext2D, line: Hairline, colour: Rgb, seconds: number): void {
  const share = quintOut(progress(seconds, line.startSeconds, line.growSeconds));
  if (share <= 0) return;
  const width = line.box.width * share;
  const offset =
    line.origin === 'left' ? 0 : line.origin === 'right' ? line.box.width - width : (line.box.width - width) / 2;
  context.fillStyle = rgbCss(colour, 0.75);
  context.fillRect(line.box.x + offset, line.box.y, width, line.box.height);
}

function drawLogo(context: CanvasRenderingContext2D, place: LogoPlace, logo: PlacedLogo, seconds: number): void {
  const share = quintOut(progress(seconds, place.startSeconds, 0.9));
  context.save();
  context.globalAlpha = Math.min(1, share * 1.4);
  context.drawImage(
    logo.picture.source,
    logo.box.x,
    logo.box.y + (1 - share) * logo.box.height * 0.12,
    logo.box.width,
    logo.box.height,
  );
  context.restore();
}

type PlacedLogo = { picture: Picture; box: Box };

/** The place was measured for the plain logo; the one for dark grounds stands whole in its middle. */
async function loadLogo(input: SceneInput, place: LogoPlace, toolkit: Toolkit): Promise<PlacedLogo | undefined> {
  const chosen = await chooseLogo(input, toolkit);
  if (!chosen) return undefined;
  const { logo } = chosen;
  const box = logo === input.look.logo ? place.box : fitInBox(logo.width / logo.height, place.box);
  const picture = await toolkit.resize(
    logo.hash,
    Math.max(2, Math.round(box.width)),
    Math.max(2, Math.round(box.height)),
  );
  return { picture, box };
}

function factsOf(
  shotKey: string,
  input: SceneInput,
  layout: SceneLayout,
  picture: ScenePicture,
  groups: Map<string, SetGroup>,
): SegmentFacts {
  const notices = new Set<string>();
  for (const line of layout.lines) {
    if (!findFace(line.family)) notices.add(say('notice.font_missing', { font: line.family }));
    const missing = missingLetters(line.text, line.family);
    if (missing.length > 0)
      notices.add(say('notice.letters_missing', { letters: missing.map((letter) => `“${letter}”`).join(', ') }));
  }
  return {
    textBoxes: layout.lines.map((line) => ({
      shotKey,
      text: line.text,
      ...line.box,
      contrast: groups.get(line.group)!.contrast,
      isLarge: isLargeLine(line, input.size),
      mayCoverProduct: layout.wordsOnProduct || groups.get(line.group)!.scrim !== undefined,
    })),
    productBoxes: layout.products.map((box) => ({ shotKey, ...box })),
    ...(layout.logos.length > 0 ? { logoBoxes: layout.logos.map(({ box }) => ({ shotKey, ...box })) } : {}),
    enlargements: picture.enlargements.map((entry) => ({ shotKey, ...entry })),
    notices: [...notices],
  };
}

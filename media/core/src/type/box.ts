/** Rectangle in pixels of the frame. */
export type Box = { x: number; y: number; width: number; height: number };

export function growBox(box: Box, by: number): Box {
  return { x: box.x - by, y: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by };
}

export function boxesMeet(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

export function containsBox(outer: Box, inner: Box, tolerance = 0.5): boolean {
  return (
    inner.x >= outer.x - tolerance &&
    inner.y >= outer.y - tolerance &&
    inner.x + inner.width <= outer.x + outer.width + tolerance &&
    inner.y + inner.height <= outer.y + outer.height + tolerance
  );
}

export function unionOf(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** The same box seen in a mirror: how a scene is turned round for Hebrew and Arabic. */
export function mirrorBox(box: Box, frameWidth: number): Box {
  return { ...box, x: frameWidth - box.x - box.width };
}

/** The largest box of the given proportions inside another one, in its middle. */
export function fitInBox(aspect: number, outer: Box): Box {
  const { width, height } = fitInside(aspect, outer);
  return { x: outer.x + (outer.width - width) / 2, y: outer.y + (outer.height - height) / 2, width, height };
}

/** Largest size of the given proportions (width ÷ height) inside the limits. */
export function fitInside(
  aspect: number,
  maximum: { width: number; height: number },
): { width: number; height: number } {
  const height = Math.min(maximum.height, maximum.width / aspect);
  return { width: height * aspect, height };
}

const LINING = 'lnum';
/** Features that every shaper applies without being asked, spaced letters or not; the first that the font does not use. */
const ALWAYS = ['rclt', 'rlig'];

/**
 * A font whose lining figures are its usual ones. Some serif faces have figures that hang below the line ("480 km" looks
 * fallen over), and lining ones behind a feature that a canvas in a browser cannot ask for. The feature is renamed to one
 * that is always on: four bytes, and the same outlines in Node and in the browser.
 * @param font TrueType or OpenType; anything else, or a font without such figures, comes back as it is
 */
export function withLiningFigures<Bytes extends Uint8Array>(font: Bytes): Bytes | Uint8Array<ArrayBuffer> {
  try {
    const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
    const features = featuresOf(view);
    const tag = ALWAYS.find((one) => !features.some((feature) => feature.tag === one));
    const lining = features.filter((feature) => feature.tag === LINING);
    if (!tag || lining.length === 0) return font;
    const changed = new Uint8Array(font);
    for (const { at } of lining) for (let i = 0; i < 4; i++) changed[at + i] = tag.charCodeAt(i);
    return changed;
  } catch (error) {
    // An offset that leads out of the file: what cannot be read is not changed.
    if (error instanceof RangeError) return font;
    throw error;
  }
}

/** Every feature of the font's substitutions, with the place of its name in the file. */
function featuresOf(view: DataView): { tag: string; at: number }[] {
  const tagAt = (at: number) => String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
  const isSfnt = view.getUint32(0) === 0x00010000 || tagAt(0) === 'OTTO' || tagAt(0) === 'true';
  if (!isSfnt) return [];
  for (let i = 0; i < view.getUint16(4); i++) {
    const record = 12 + i * 16;
    if (tagAt(record) !== 'GSUB') continue;
    const table = view.getUint32(record + 8);
    const list = table + view.getUint16(table + 6);
    return Array.from({ length: view.getUint16(list) }, (_, index) => {
      const at = list + 2 + index * 6;
      return { tag: tagAt(at), at };
    });
  }
  return [];
}

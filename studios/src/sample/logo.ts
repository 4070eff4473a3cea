import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';

/** The sample brand's mark: one line that turns back on itself, and its name in spaced capitals. */
const MARK = 'M46 18a14 14 0 0 0-28 0c0 16 28 12 28 28a14 14 0 0 1-28 0';

export function sampleLogoSvg(colour = '#1d1a16'): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="640" height="640"><path d="${MARK}" fill="none" stroke="${colour}" stroke-width="7" stroke-linecap="round"/></svg>\n`;
}

/** No empty border: the last card sizes a logo by its edges. */
const LOGO = { width: 920, height: 560 };

/** The mark over the name as a transparent PNG, as the last card shows it. Fonts must be registered. */
export function drawSampleLogo(colour = '#1d1a16'): Buffer {
  const canvas = createCanvas(LOGO.width, LOGO.height);
  const context = canvas.getContext('2d');
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = 26;
  context.lineCap = 'round';
  context.beginPath();
  traceMark(context, { x: LOGO.width / 2, y: 190, size: 5.2 });
  context.stroke();
  context.font = '190px "Cormorant Garamond"';
  context.textBaseline = 'alphabetic';
  const letters = [...'SABLE'];
  const gapPx = 60;
  const total = letters.reduce((sum, letter) => sum + context.measureText(letter).width + gapPx, -gapPx);
  let x = (LOGO.width - total) / 2;
  for (const letter of letters) {
    context.fillText(letter, x, LOGO.height - 10);
    x += context.measureText(letter).width + gapPx;
  }
  return canvas.toBuffer('image/png');
}

/** The curve of `MARK` about its own middle. */
export function traceMark(context: SKRSContext2D, place: { x: number; y: number; size: number }): void {
  const at = (x: number, y: number): [number, number] => [
    place.x + (x - 32) * place.size,
    place.y + (y - 32) * place.size,
  ];
  const radius = 14 * place.size;
  context.moveTo(...at(46, 18));
  context.arc(...at(32, 18), radius, 0, Math.PI, true);
  context.bezierCurveTo(...at(18, 34), ...at(46, 30), ...at(46, 46));
  context.arc(...at(32, 46), radius, 0, Math.PI);
}

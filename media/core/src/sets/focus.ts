import type { Picture, Surface, Toolkit } from '../canvas/toolkit.ts';

/** Shares of the picture; `core` is the share of the ellipse that is wholly sharp at its middle. */
export type FocusEllipse = { x: number; y: number; width: number; height: number; core: number };

/** The part of a picture that is in focus: an ellipse turned by half a radian, passing into nothing. */
export function cutFocus(toolkit: Toolkit, sharp: Picture, ellipse: FocusEllipse): Surface {
  const { width, height } = sharp;
  const focus = toolkit.createSurface(width, height);
  focus.context.drawImage(sharp.source, 0, 0);
  focus.context.globalCompositeOperation = 'destination-in';
  focus.context.translate(width * ellipse.x, height * ellipse.y);
  focus.context.rotate(-0.5);
  focus.context.scale(width * ellipse.width, height * ellipse.height);
  const gradient = focus.context.createRadialGradient(0, 0, ellipse.core, 0, 0, 1);
  gradient.addColorStop(0, '#000');
  gradient.addColorStop(0.45, '#000');
  gradient.addColorStop(1, 'rgba(0, 0, 0, 0)');
  focus.context.fillStyle = gradient;
  focus.context.fillRect(-4, -4, 8, 8);
  return focus;
}

import { type Canvas, createCanvas, type Image, loadImage } from '@napi-rs/canvas';

/**
 * A picture that costs an encoder what a film of ours costs: a photograph-like texture that drifts and zooms by
 * fractions of a pixel, a soft light over it, type, and film grain that changes every frame.
 */
export type MovingPicture = { draw(context: ReturnType<Canvas['getContext']>, frame: number): void };

export async function createMovingPicture(width: number, height: number): Promise<MovingPicture> {
  const photo = await paintPhoto(Math.round(width * 1.2), Math.round(height * 1.2));
  const grain = await Promise.all([1, 2, 3, 4, 5, 6].map((seed) => paintGrain(seed)));
  return {
    draw(context, frame) {
      const scale = 1 + frame * 0.0004;
      context.setTransform(scale, 0, 0, scale, -width * 0.08 - frame * 0.31, -height * 0.06);
      context.drawImage(photo, 0, 0);
      context.setTransform(1, 0, 0, 1, 0, 0);
      const light = context.createRadialGradient(
        width * 0.3 + frame,
        height * 0.3,
        0,
        width * 0.3 + frame,
        height * 0.3,
        width * 0.8,
      );
      light.addColorStop(0, 'rgba(255,244,224,0.28)');
      light.addColorStop(1, 'rgba(20,16,30,0.35)');
      context.fillStyle = light;
      context.fillRect(0, 0, width, height);
      context.fillStyle = '#f3ecdd';
      context.font = `${Math.round(height * 0.12)}px sans-serif`;
      context.fillText('Linen, again', width * 0.07, height * 0.8);
      context.globalCompositeOperation = 'overlay';
      context.globalAlpha = 0.06;
      const tile = grain[frame % grain.length] as Image;
      for (let y = -((frame * 97) % 512); y < height; y += 512)
        for (let x = -((frame * 61) % 512); x < width; x += 512) context.drawImage(tile, x, y);
      context.globalAlpha = 1;
      context.globalCompositeOperation = 'source-over';
    },
  };
}

async function paintPhoto(width: number, height: number): Promise<Image> {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  let seed = 7;
  const random = () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647;
  };
  context.fillStyle = '#b9a88c';
  context.fillRect(0, 0, width, height);
  for (let index = 0; index < 5000; index += 1) {
    const radius = 3 + random() ** 3 * width * 0.12;
    context.fillStyle = `hsla(${20 + random() * 50}, ${20 + random() * 30}%, ${25 + random() * 50}%, ${0.04 + random() * 0.3})`;
    context.beginPath();
    context.ellipse(random() * width, random() * height, radius, radius * (0.2 + random()), random() * 3, 0, 7);
    context.fill();
  }
  return loadImage(await canvas.encode('png'));
}

async function paintGrain(start: number): Promise<Image> {
  const canvas = createCanvas(512, 512);
  const context = canvas.getContext('2d');
  const data = context.createImageData(512, 512);
  let seed = start * 7919;
  for (let index = 0; index < data.data.length; index += 4) {
    seed = (seed * 16807) % 2147483647;
    data.data.fill(seed % 256, index, index + 3);
    data.data[index + 3] = 255;
  }
  context.putImageData(data, 0, 0);
  return loadImage(await canvas.encode('png'));
}

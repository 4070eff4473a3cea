/** Four times the largest place a picture of a person has on screen. */
const SIDE = 256;
const QUALITY = 0.9;

/** The middle square of a picture as a small JPEG without its place and camera; undefined where it cannot be read. */
export async function drawSquare(file: Blob): Promise<string | undefined> {
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (!picture) return undefined;
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  const context = canvas.getContext('2d');
  const { width, height } = picture;
  const side = Math.min(width, height);
  if (context) {
    // A picture that is partly clear would turn black.
    context.fillStyle = 'white';
    context.fillRect(0, 0, SIDE, SIDE);
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, (width - side) / 2, (height - side) / 2, side, side, 0, 0, SIDE, SIDE);
  }
  picture.close();
  return context ? canvas.toDataURL('image/jpeg', QUALITY) : undefined;
}

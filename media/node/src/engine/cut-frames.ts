/**
 * Cuts a byte stream into whole frames. The buffer handed on is used again for the next frame; whoever keeps a frame
 * copies it. Waits while the receiver is busy.
 */
export function cutIntoFrames(
  frameBytes: number,
  onFrame: (frame: Uint8Array) => void | Promise<void>,
): (bytes: Uint8Array) => Promise<void> {
  const frame = new Uint8Array(frameBytes);
  let filled = 0;
  return async (bytes) => {
    for (let offset = 0; offset < bytes.length; ) {
      const part = bytes.subarray(offset, offset + frameBytes - filled);
      frame.set(part, filled);
      filled += part.length;
      offset += part.length;
      if (filled < frameBytes) continue;
      filled = 0;
      await onFrame(frame);
    }
  };
}

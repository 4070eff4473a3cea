import { serveRenderWorker } from '../render/serve-worker.ts';

/**
 * A drawer for tests: a moving card that shows the film frame's number as readable columns, tinted by the scene's seed.
 * The first word of a segment asks for a fault: `throw` fails while drawing, `slow` draws slowly.
 */
serveRenderWorker(async (plan, segment) => {
  const [layer] = segment.layers;
  const fault = layer?.scene.words.lines[0] ?? '';
  const { width, height } = plan.size;
  return {
    drawFrame(context, frame) {
      if (fault === 'throw' && frame === 3) throw new Error('this card cannot be drawn');
      if (fault === 'slow') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60);
      const value = segment.startFrame + frame;
      context.fillStyle = `hsl(${layer?.scene.seed ?? 0}, 60%, 40%)`;
      context.fillRect(0, 0, width, height);
      for (let bit = 0; bit < 12; bit += 1) {
        context.fillStyle = (value >> bit) & 1 ? '#e6e6e6' : '#191919';
        context.fillRect((bit * width) / 12, height * 0.25, width / 12, height * 0.5);
      }
    },
    facts: { textBoxes: [], productBoxes: [], enlargements: [], notices: [`seed ${layer?.scene.seed ?? 0}`] },
  };
});

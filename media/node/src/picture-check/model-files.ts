import { KinoraError } from '@kinora/contract';
import { MobileNetV2Model } from 'nsfwjs/models/mobilenet_v2';
import { z } from 'zod';

const input = z.tuple([z.string()]).rest(z.unknown());
const layer = z.object({
  name: z.string(),
  class_name: z.enum([
    'InputLayer',
    'ZeroPadding2D',
    'Conv2D',
    'BatchNormalization',
    'ReLU',
    'DepthwiseConv2D',
    'Add',
    'AveragePooling2D',
    'Flatten',
    'Dense',
    'Dropout',
  ]),
  config: z.looseObject({
    kernel_size: z.tuple([z.int(), z.int()]).optional(),
    strides: z.tuple([z.int(), z.int()]).optional(),
    padding: z.union([z.enum(['same', 'valid']), z.tuple([z.array(z.int()), z.array(z.int())])]).optional(),
    epsilon: z.number().optional(),
    activation: z.enum(['linear', 'relu', 'softmax']).optional(),
    max_value: z.number().nullable().optional(),
  }),
  inbound_nodes: z.array(z.array(input)).max(1),
});
export type ModelLayer = z.infer<typeof layer>;

const weight = z.object({
  name: z.string(),
  shape: z.array(z.int()),
  quantization: z.object({ min: z.number(), scale: z.number(), dtype: z.literal('uint8') }),
});
const modelFile = z.object({
  modelTopology: z.object({ model_config: z.object({ config: z.object({ layers: z.array(layer) }) }) }),
  weightsManifest: z.tuple([z.object({ paths: z.tuple([z.string()]), weights: z.array(weight) })]),
});

export type ModelFiles = { layers: readonly ModelLayer[]; weights: ReadonlyMap<string, Float32Array> };

/**
 * Layers and weights of the model as its package carries them. None of the package's code runs: that wants TensorFlow.js,
 * 300 MB for a network that is 200 lines long (docs/decisions/0265).
 */
export async function readModelFiles(): Promise<ModelFiles> {
  const { modelTopology, weightsManifest } = modelFile.parse((await MobileNetV2Model.modelJson()).default);
  const packed = z.string().parse((await MobileNetV2Model.weightBundles[0]?.())?.default);
  const weights = unpackWeights(Buffer.from(packed, 'base64'), weightsManifest[0].weights);
  return { layers: modelTopology.model_config.config.layers, weights };
}

/** One byte a weight, all in a row: each kernel is spread over its own range. */
function unpackWeights(bytes: Uint8Array, manifest: readonly z.infer<typeof weight>[]): Map<string, Float32Array> {
  const weights = new Map<string, Float32Array>();
  let offset = 0;
  for (const { name, shape, quantization } of manifest) {
    const length = shape.reduce((product, side) => product * side, 1);
    const { min, scale } = quantization;
    weights.set(
      name,
      Float32Array.from(bytes.subarray(offset, offset + length), (byte) => byte * scale + min),
    );
    offset += length;
  }
  if (offset !== bytes.length)
    throw new KinoraError('picture_check.failed', `the model has ${bytes.length} weights instead of ${offset}`);
  return weights;
}

import { KinoraError } from '@kinora/contract';
import type { ModelFiles, ModelLayer } from './model-files.ts';
import { toPanels } from './multiply.ts';

/** What is done to one value to get the next; `of` names the values it takes. */
export type Operation = { name: string; of: readonly string[] } & (
  | { kind: 'pad'; top: number; bottom: number; left: number; right: number }
  | { kind: 'convolve'; side: number; stride: number; panels: Float32Array; bias: Float32Array; most: number | null }
  | {
      kind: 'depthwise';
      stride: number;
      isSame: boolean;
      weights: Float32Array;
      bias: Float32Array;
      most: number | null;
    }
  | { kind: 'add' }
  | { kind: 'average' }
  | { kind: 'keep' }
  | { kind: 'dense'; weights: Float32Array; bias: Float32Array; activation: 'relu' | 'softmax' }
);

/** The model's layers as operations: each scaling folded into the weights before it, each clipping into what it clips. */
export function planNetwork({ layers, weights }: ModelFiles): Operation[] {
  const scalings = new Map(
    layers.flatMap((layer) => (layer.class_name === 'BatchNormalization' ? [[inputsOf(layer)[0]!, layer]] : [])),
  );
  const clips = new Map(
    layers.flatMap((layer) =>
      layer.class_name === 'ReLU' ? [[inputsOf(layer)[0]!, layer.config.max_value ?? Number.POSITIVE_INFINITY]] : [],
    ),
  );
  const find = (name: string) => {
    const found = weights.get(name);
    if (!found) throw unknownModel(`has no weights ${name}`);
    return found;
  };
  return layers.flatMap((layer): Operation[] => {
    const base = { name: layer.name, of: inputsOf(layer) };
    switch (layer.class_name) {
      case 'InputLayer':
        return [];
      case 'Conv2D':
      case 'DepthwiseConv2D': {
        const scaling = scalings.get(layer.name);
        if (!scaling) throw unknownModel(`${layer.name} is not scaled`);
        return [{ ...base, ...planConvolution(layer, scaling, find), most: clips.get(scaling.name) ?? null }];
      }
      case 'ZeroPadding2D':
        return [{ ...base, ...planPadding(layer) }];
      case 'Add':
        return [{ ...base, kind: 'add' }];
      case 'AveragePooling2D':
        return [{ ...base, kind: 'average' }];
      case 'BatchNormalization':
      case 'ReLU':
      case 'Flatten':
      case 'Dropout':
        return [{ ...base, kind: 'keep' }];
      case 'Dense': {
        const { activation } = layer.config;
        if (activation !== 'relu' && activation !== 'softmax')
          throw unknownModel(`${layer.name} ends in ${activation}`);
        const own = { weights: find(`${layer.name}/kernel`), bias: find(`${layer.name}/bias`) };
        return [{ ...base, kind: 'dense', ...own, activation }];
      }
    }
    return [];
  });
}

function inputsOf(layer: ModelLayer): string[] {
  return (layer.inbound_nodes[0] ?? []).map(([name]) => name);
}

function planPadding({ name, config }: ModelLayer) {
  if (!Array.isArray(config.padding)) throw unknownModel(`${name} has no width`);
  const [[top = 0, bottom = 0], [left = 0, right = 0]] = config.padding;
  return { kind: 'pad', top, bottom, left, right } as const;
}

type FindWeights = (name: string) => Float32Array;

function planConvolution(layer: ModelLayer, scaling: ModelLayer, find: FindWeights) {
  const { name, config } = layer;
  const [side, stride] = [config.kernel_size?.[0], config.strides?.[0]];
  if (!side || !stride) throw unknownModel(`${name} is not as expected`);
  const isDepthwise = layer.class_name === 'DepthwiseConv2D';
  const kernel = find(`${name}/${isDepthwise ? 'depthwise_kernel' : 'kernel'}`);
  const { weights, bias } = foldScaling(kernel, scaling, find);
  const isSame = config.padding === 'same';
  if (isDepthwise) {
    if (side !== 3) throw unknownModel(`${name} looks at ${side} × ${side}`);
    return { kind: 'depthwise', stride, isSame, weights, bias } as const;
  }
  // Only those of one pixel are the same size with and without a border.
  if (isSame && side !== 1) throw unknownModel(`${name} has a border`);
  const panels = toPanels(weights, weights.length / bias.length, bias.length);
  return { kind: 'convolve', side, stride, panels, bias } as const;
}

/** (x · w − mean) · gamma / √(variance + ε) + beta, as one product and one sum. */
function foldScaling(kernel: Float32Array, { name, config }: ModelLayer, find: FindWeights) {
  const [gamma, beta] = [find(`${name}/gamma`), find(`${name}/beta`)];
  const [mean, variance] = [find(`${name}/moving_mean`), find(`${name}/moving_variance`)];
  const factors = gamma.map((value, channel) => value / Math.sqrt(variance[channel]! + (config.epsilon ?? 0)));
  const weights = kernel.map((value, at) => value * factors[at % factors.length]!);
  const bias = beta.map((value, channel) => value - mean[channel]! * factors[channel]!);
  return { weights, bias };
}

function unknownModel(what: string): KinoraError {
  return new KinoraError('picture_check.failed', `the model ${what}`);
}

import type { Build } from '../families.ts';
import { buildGraph, type Graph, type GraphBuilder } from '../graph.ts';
import { buildHunyuan, buildLtx, buildWan, buildWanTwo } from './films.ts';
import type { GraphOrder } from './order.ts';
import { buildFlux, buildHidream, buildQwen, buildQwenEdit, buildSdxl } from './pictures.ts';

const BUILDERS: Record<Build, (builder: GraphBuilder, order: GraphOrder) => void> = {
  flux: buildFlux,
  sdxl: buildSdxl,
  hidream: buildHidream,
  qwen: buildQwen,
  'qwen-edit': buildQwenEdit,
  wan: buildWan,
  'wan-two': buildWanTwo,
  ltx: buildLtx,
  hunyuan: buildHunyuan,
};

/** The workflow of one order: pure, so the same order is the same workflow, and one node in it saves. */
export function planGraph(order: GraphOrder): Graph {
  const builder = buildGraph();
  BUILDERS[order.family.build](builder, order);
  return builder.graph;
}

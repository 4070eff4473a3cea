/** Output `[1]` of node `[0]`. */
export type Link = [node: string, output: number];
export type GraphNode = { class_type: string; inputs: Record<string, string | number | boolean | Link> };
/** A workflow in ComfyUI's API format: nodes by id, inputs as values or links. */
export type Graph = Record<string, GraphNode>;

export type GraphBuilder = {
  readonly graph: Graph;
  /** @returns how its outputs are named by other nodes */
  add(classType: string, inputs: GraphNode['inputs']): (output?: number) => Link;
};

/** Nodes can only name nodes that are already there, so what is built this way has no cycle and no loose link. */
export function buildGraph(): GraphBuilder {
  const graph: Graph = {};
  let count = 0;
  return {
    graph,
    add(classType, inputs) {
      count += 1;
      const id = String(count);
      graph[id] = { class_type: classType, inputs };
      return (output = 0) => [id, output];
    },
  };
}

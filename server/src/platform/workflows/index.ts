export {
  type Engine,
  type EngineOptions,
  purgeWorkflows,
  startEngine,
  toWorkflowId,
  type WorkflowInput,
} from './engine.ts';

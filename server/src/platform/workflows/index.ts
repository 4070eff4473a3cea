export {
  ENGINE_SCHEMA,
  ENGINE_VERSION,
  type Engine,
  type EngineOptions,
  migrateEngine,
  purgeWorkflows,
  startEngine,
  toWorkflowId,
  WORKFLOW_NAME,
  type WorkflowInput,
} from './engine.ts';

export {
  ENGINE_VERSION,
  type Engine,
  type EngineOptions,
  purgeWorkflows,
  startEngine,
  toWorkflowId,
  WORKFLOW_NAME,
  type WorkflowInput,
} from './engine.ts';
export { ENGINE_SCHEMA, migrateEngine } from './migrate.ts';

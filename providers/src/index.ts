export {
  chooseForRequest,
  createComfyUi,
  lookAtComfyServer,
  planComfyGraph,
  toPictureName,
  withOwnWorkflow,
} from './comfyui/comfyui.ts';
export { type Looked as ComfyLooked, lookAt } from './comfyui/look.ts';
export { fillFor, type OwnWorkflow, toWorkflowModel } from './comfyui/own-workflow.ts';
export { type PlannedPlacement, type PoolNeed, type PoolServer, planPlacement } from './comfyui/placement.ts';
export { readServerModels } from './comfyui/pool.ts';
export {
  history as comfyHistory,
  listFiles as listComfyFiles,
  mediaTypeOf,
  readEnd as readComfyEnd,
} from './comfyui/protocol.ts';
export { readWorkflow, type Workflow, type WorkflowProblem } from './comfyui/workflow.ts';
export { checkRequest, costOfTokens, estimateMicros } from './contract/check-request.ts';
export { mayBeTakenLater, type ProviderFault } from './contract/fault.ts';
export {
  type ConnectionReport,
  type LostSubmission,
  type Made,
  type Output,
  type PollOutcome,
  type PreparedInputs,
  type Provider,
  type ProviderCall,
  ProviderRefusal,
  type ReconcileOutcome,
  type Remote,
  type Submission,
  type SubmitOutcome,
  type Written,
} from './contract/provider.ts';
export {
  type GenerateRequest,
  type PictureInput,
  type StoredRequest,
  type TextRequest,
  toStoredRequest,
} from './contract/request.ts';
export { isCertainlyUnsent, type SafeAnswer, type SafeHttp, type SafeRequest } from './contract/safe-http.ts';
export type { SafeSocket, Watched } from './contract/safe-socket.ts';
export { createProviders } from './registry.ts';

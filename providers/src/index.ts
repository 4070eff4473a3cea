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
export { createProviders } from './registry.ts';

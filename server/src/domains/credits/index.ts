export { dropCost, insertExpectedCost, type JobCost, settleCost } from './costs.ts';
export { CREDIT_ERRORS } from './errors.ts';
export {
  type EscrowJob,
  giveBackFromLeaf,
  holdForParent,
  releaseFromParent,
  reserveForLeaf,
  settleLeaf,
} from './escrow.ts';
export {
  type AccountKind,
  grantCredits,
  type Movement,
  type Transfer,
  type TransferKind,
  takeBackCredits,
  transferCredits,
} from './ledger.ts';
export {
  agreeOnPrice,
  createQuote,
  hashInput,
  type Offer,
  type PriceAgreement,
  type PriceConsent,
  planPriceCheck,
  type QuoteRequest,
  refusePrice,
} from './quotes.ts';
export { createCreditRoutes } from './routes.ts';
export { claimSampleRun, isSampleRunUsed, releaseSampleRun } from './sample-run.ts';
export { listTransactions } from './transactions.ts';
export {
  type Balances,
  getBalances,
  openWallet,
  type Wallet,
} from './wallet.ts';

export { CREDIT_ERRORS } from './errors.ts';
export {
  type EscrowJob,
  giveBackFromLeaf,
  holdForParent,
  releaseFromParent,
  reserveForLeaf,
  settleLeaf,
} from './escrow.ts';
export { type AccountKind, type Transfer, type TransferKind, transferCredits } from './ledger.ts';
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
export {
  type Balances,
  getBalances,
  grantCredits,
  listTransactions,
  openWallet,
  type TransactionRow,
  type Wallet,
} from './wallet.ts';
